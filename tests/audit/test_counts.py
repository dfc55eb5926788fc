"""The dashboard's figures, and counts kept up over minutes."""

from __future__ import annotations

from datetime import timedelta

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.counts import Counts
from goldthread.audit.dashboard import dashboard
from goldthread.flow.entry import Entry, Kind
from goldthread.ports.write import Note
from goldthread.testing.clock import ManualClock


async def happen(ledger: MemoryLedger, clock: ManualClock, kind: Kind, times: int) -> None:
    """So many entries, now."""
    entry = Entry(kind=kind, at=clock.now(), topology="order.ship")
    await ledger.write(Note(entries=(entry,) * times))


async def test_counts_never_fall_and_miss_nothing() -> None:
    """Looked at within a minute, over its end, and after a long time."""
    clock = ManualClock()
    ledger = MemoryLedger(clock=clock)
    counts = Counts()
    seen = []
    for seconds, times in ((0, 2), (20, 1), (20, 1), (30, 3), (600, 5), (1, 1)):
        clock.turn(timedelta(seconds=seconds))
        await happen(ledger, clock, Kind.SETTLED, times)
        seen.append((await counts.look(ledger, clock.now())).get(("order.ship", "settled"), 0))
    assert seen == [2, 3, 4, 7, 12, 13]


async def test_the_dashboard_looks_back_as_far_as_it_is_told() -> None:
    """And counts only what it shows."""
    clock = ManualClock()
    ledger = MemoryLedger(clock=clock)
    await happen(ledger, clock, Kind.SETTLED, 7)
    clock.turn(timedelta(hours=2))
    await happen(ledger, clock, Kind.SETTLED, 2)
    await happen(ledger, clock, Kind.NOTED, 4)
    near = await dashboard(ledger, clock.now())
    far = await dashboard(ledger, clock.now(), back=timedelta(hours=3))
    assert (near.totals, far.totals) == ({"settled": 2}, {"settled": 9})
    assert (near.oldest_pending_s, near.causes, near.tally.runs) == (0.0, 0, 0)
