"""The labels of the day, asked for by many at once."""

from __future__ import annotations

import asyncio

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.bought import Purchases
from goldthread.testing.clock import ManualClock


async def test_many_who_look_at_once_share_one_count() -> None:
    """And each is told; nobody trips over another's look."""
    clock = ManualClock()
    purchases = Purchases(MemoryLedger(clock=clock))
    now = clock.now()
    seen = await asyncio.gather(*(purchases.on(now.date(), now) for _ in range(5)))
    assert {one.labels for one in seen} == {0}
    assert all(one.is_whole for one in seen)
