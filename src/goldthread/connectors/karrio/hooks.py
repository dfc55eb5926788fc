"""Subscriptions at karrio: kept, switched on again, moved, made. karrio switches one off after six failures."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from goldthread.connectors.karrio.application import karrio
from goldthread.connectors.karrio.rows import KarrioWebhook, KarrioWebhooks
from goldthread.connectors.karrio.tracking import TRACKING
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState, WantedHook

EVENTS: Final = {"tracking": TRACKING}
"""Our events, and what karrio calls them."""
PAGE: Final = 100


@karrio.connector(at="installation", name="ensure_hooks_karrio")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    """Have karrio tell us all that is wanted. Safe to repeat; what tells others stays untouched."""
    known = await _list(api)
    states = tuple([await _ensure(wanted, known, api) for wanted in check.wanted])
    return HookReport(installation=check.installation, hooks=states)


async def _list(api: Client) -> list[KarrioWebhook]:
    found: list[KarrioWebhook] = []
    while True:
        page = await api.get("/v1/webhooks", params={"limit": PAGE, "offset": len(found)}, into=KarrioWebhooks)
        found += page.results
        if page.next is None or not page.results:
            return found


async def _ensure(wanted: WantedHook, known: Sequence[KarrioWebhook], api: Client) -> HookState:
    events = EVENTS.get(wanted.event)
    if events is None:
        raise Rejected(f"karrio doesn't tell of {wanted.event!r}, only of {', '.join(EVENTS)}.", field="/wanted")
    ours = [one for one in known if urlsplit(one.url).path == urlsplit(wanted.address).path]
    there = next((one for one in ours if one.url == wanted.address), None)
    if there is None and not ours:
        return _state(wanted, HookRepair.CREATED, await _create(wanted, events, api))
    one = there or ours[0]
    is_told = "all" in one.enabled_events or set(events) <= set(one.enabled_events)
    if there is not None and is_told and not one.disabled:
        return _state(wanted, HookRepair.KEPT, one)
    told = list(one.enabled_events) if is_told else sorted({*one.enabled_events, *events})
    change = {"url": wanted.address, "enabled_events": told, "disabled": False}
    changed = await api.patch(f"/v1/webhooks/{one.id}", json=change, into=KarrioWebhook, doubt=Repeatable())
    return _state(wanted, HookRepair.MOVED if there is None else HookRepair.ENABLED, changed)


async def _create(wanted: WantedHook, events: Sequence[str], api: Client) -> KarrioWebhook:
    """Make a subscription. karrio makes its secret, too, so that somebody must bring it here once."""

    async def find() -> KarrioWebhook | None:
        return next((one for one in await _list(api) if one.url == wanted.address), None)

    asked = {"url": wanted.address, "enabled_events": list(events), "description": "Goldthread", "disabled": False}
    made = await api.post("/v1/webhooks", json=asked, into=KarrioWebhook, doubt=Lookup(find=find))
    api.note(
        f"karrio made a secret of its own for webhook {made.id}. Copy it from there into `webhook_secret` of "
        f"{api.installation}; until then its deliveries are refused."
    )
    return made


def _state(wanted: WantedHook, repair: HookRepair, theirs: KarrioWebhook) -> HookState:
    return HookState(event=wanted.event, address=wanted.address, repair=repair, theirs=theirs.id)
