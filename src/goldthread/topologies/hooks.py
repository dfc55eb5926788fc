"""The watchdog: `hooks.watch` looks every hour whether vendors will still tell us, and subscribes again where not."""

from collections.abc import Iterator, Sequence
from typing import Any

from goldthread.connectors.books import list_hooks, record_hooks
from goldthread.flow.hooks import HookCheck
from goldthread.flow.node import mapper, whichever
from goldthread.flow.outcome import Drop
from goldthread.flow.role import Carrier, Erp, Shop
from goldthread.flow.start import Cron
from goldthread.flow.topology import Topology


def hooks_watch(roles: Sequence[Shop | Erp | Carrier]) -> Iterator[Topology[Any]]:
    """None where no vendor lets its subscriptions be asked for."""
    ensuring = [role.ensure_hooks for role in roles if role.ensure_hooks is not None]
    if not ensuring:
        return
    owners = {connector.spec.owner for connector in ensuring}

    @mapper
    def keep_subscribed(check: HookCheck) -> HookCheck | Drop:
        """Go on with installations whose subscriptions can be asked for."""
        return check if check.application in owners else Drop(f"{check.application} keeps no list of subscriptions.")

    yield Topology(
        "hooks.watch",
        title="Who still tells us",
        start=Cron("7 * * * *"),
        path=list_hooks >> keep_subscribed >> whichever(*ensuring, name="ensure_hooks") >> record_hooks,
    )
