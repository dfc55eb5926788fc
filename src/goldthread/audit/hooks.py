"""Who still tells us: subscriptions as they were last found, and what sweeps and watch found first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from goldthread.flow.entry import Kind
from goldthread.flow.hooks import HookCheck
from goldthread.ports.ledger import Ledger

MOST: Final = 10_000
"""So many missed webhooks are counted at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """One event that an installation should tell."""

    event: str
    address: str
    """Where it is to be told; empty while the setting `public_url` is."""
    repair: str
    """What the last look made of it (`kept`, `created`, `enabled`, `moved`); empty: nobody can ask the vendor."""
    theirs: str
    """The vendor's id of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HookHealth:
    """How well one installation tells us."""

    installation: str
    application: str
    subscriptions: tuple[Subscription, ...]
    checked_at: datetime | None
    """When the vendor was last asked for its list; None: never, since it keeps none or nobody knows our address."""
    repairs: int
    """How often one had to be made again since then."""
    repaired_at: datetime | None
    missed: int
    """What sweeps and watch found within the time that no webhook had told by then."""
    missed_at: datetime | None
    """When they did so last."""
    found_by: Mapping[str, int] = field(default_factory=dict)
    """The same by the topology that found it."""


async def hook_health(
    ledger: Ledger, checks: Iterable[HookCheck], now: datetime, *, back: timedelta = timedelta(days=1)
) -> list[HookHealth]:
    """All installations that should tell us anything, by name, with what was missed in the time `back`."""
    missed: dict[str, list[tuple[datetime, Any]]] = {}
    for one in await ledger.entries(kinds=(Kind.MISSED,), since=now - back, limit=MOST):
        line = json.loads(one.entry.content)
        missed.setdefault(line["installation"], []).append((one.entry.at, line))
    return [await _health(ledger, check, missed.get(check.installation, ())) for check in checks]


async def _health(ledger: Ledger, check: HookCheck, missed: Sequence[tuple[datetime, Any]]) -> HookHealth:
    record = await ledger.record("hooks", check.installation)
    kept = json.loads(record.body) if record else {}
    states = {state["event"]: state for state in kept.get("hooks", ())}
    return HookHealth(
        installation=check.installation,
        application=check.application,
        subscriptions=tuple(
            Subscription(
                event=hook.event,
                address=hook.address,
                repair=states.get(hook.event, {}).get("repair", ""),
                theirs=states.get(hook.event, {}).get("theirs", ""),
            )
            for hook in check.wanted
        ),
        checked_at=_instant(kept.get("checked_at")),
        repairs=int(kept.get("repairs", 0)),
        repaired_at=_instant(kept.get("repaired_at")),
        missed=len(missed),
        missed_at=max((at for at, _ in missed), default=None),
        found_by=Counter(str(line["found_by"]) for _, line in missed),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
