"""A clock that only a test turns."""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count

TURNS = 25
"""How often the event loop goes round after a sleeper woke, so that all it set off has come to rest."""

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


class ManualClock:
    """Stands still until `advance` is awaited; sleepers wake in the order of their time.

    `clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC)); await clock.advance(timedelta(minutes=5))`
    """

    def __init__(self, now: datetime = NEW_YEAR) -> None:
        self._start = now.astimezone(UTC)
        self._now = self._start
        self._order = count()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    async def sleep(self, duration: timedelta) -> None:
        """Wait until a test has moved the clock that far; zero or less only lets others go first."""
        if duration <= timedelta(0):
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + duration, next(self._order), woken))
        await woken

    async def advance(self, duration: timedelta) -> None:
        """Move on, stopping at every instant at which somebody wakes until the event loop has come to rest."""
        goal = self._now + duration
        await self.rest()
        while self._sleepers and self._sleepers[0][0] <= goal:
            due, _, woken = heapq.heappop(self._sleepers)
            if woken.done():
                continue
            self._now = max(self._now, due)
            woken.set_result(None)
            await self.rest()
        self._now = goal

    async def rest(self) -> None:
        """Let the event loop come to rest without moving on."""
        for _ in range(TURNS):
            await asyncio.sleep(0)

    def turn(self, duration: timedelta) -> None:
        """Step to another time, back or forth, as when somebody sets the clock; nobody wakes before `advance`."""
        self._now += duration

    @property
    def sleeping(self) -> int:
        """How many wait for the clock."""
        return sum(not woken.done() for _, _, woken in self._sleepers)
