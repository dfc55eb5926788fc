"""What the limiter's tests call with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.engine.limiter import Limiter, LimiterView
from goldthread.flow.errors import Unavailable
from goldthread.flow.limit import Priority
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Write
from goldthread.testing.clock import ManualClock

SECOND = timedelta(seconds=1)
LONG = timedelta(days=9)


class Diary(MemoryLedger):
    """A ledger that counts its writes, and can be out of order."""

    writes = 0
    is_broken = False

    def write(self, write: Write) -> Awaitable[Receipt]:
        self.writes += 1
        if self.is_broken:
            refusal: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
            refusal.set_exception(Unavailable("The disk is full."))
            return refusal
        return super().write(write)


class Slow(Diary):
    """A ledger that needs its time for every write."""

    def __init__(self, clock: ManualClock, latency: timedelta) -> None:
        super().__init__(clock=clock)
        self.clock = clock
        self.latency = latency

    async def _late(self, write: Write) -> Receipt:
        await self.clock.sleep(self.latency)
        return await super().write(write)

    def write(self, write: Write) -> Awaitable[Receipt]:
        return self._late(write)


class Calls:
    """Makes calls that end at once (or last), and remembers in which order they went."""

    def __init__(self, limiter: Limiter, clock: ManualClock) -> None:
        self.limiter = limiter
        self.clock = clock
        self.went: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    def want(
        self, trace: str = "", count: int = 1, priority: Priority = Priority.EVENT, lasts: timedelta | None = None
    ) -> None:
        self.tasks += [asyncio.create_task(self._call(trace, priority, lasts)) for _ in range(count)]

    async def _call(self, trace: str, priority: Priority, lasts: timedelta | None) -> None:
        async with self.limiter.slot("helios", priority, trace, topology="ship", patience=LONG):
            self.went.append(trace)
            if lasts:
                await self.clock.sleep(lasts)


def view(limiter: Limiter) -> LimiterView:
    (one,) = limiter.view()
    return one
