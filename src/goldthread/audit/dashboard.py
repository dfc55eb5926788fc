"""Is anything wrong? The figures of one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Minute, Tally

SHOWN = ("started", "settled", "called", "retrying", "trashed", "repaired", "duplicate", "refused", "missed")
"""Kinds of entries that are counted by the minute on the dashboard."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dashboard:
    """Where everything is, and what the last hours brought."""

    at: datetime
    tally: Tally
    oldest_pending_s: float
    """For how long the oldest message that could move stands; 0 when none does."""
    causes: int
    """Groups of equal causes in the trash."""
    minutes: tuple[Minute, ...]
    """Of the kinds that are shown, as many together as were asked for."""
    totals: Mapping[str, int]
    """The same, by kind over the whole time."""


async def dashboard(
    ledger: Ledger, now: datetime, *, back: timedelta = timedelta(hours=1), width: int = 1
) -> Dashboard:
    """The figures of now and of the time `back`; `width` minutes are counted as one."""
    tally = await ledger.tally(now)
    minutes = tuple(await ledger.minutes(now - back, kinds=SHOWN, width=width))
    totals: dict[str, int] = {}
    for one in minutes:
        totals[one.kind] = totals.get(one.kind, 0) + one.count
    oldest = tally.oldest_pending
    return Dashboard(
        at=now,
        tally=tally,
        oldest_pending_s=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        causes=len(await ledger.causes()) if tally.trash else 0,
        minutes=minutes,
        totals=totals,
    )
