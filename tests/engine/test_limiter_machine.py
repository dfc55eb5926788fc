"""Whatever traces, priorities, kills and replies do, no window sees too many calls, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.engine.gcra import instant
from goldthread.engine.limiter import Held, Limiter
from goldthread.flow.limit import Limit, Priority
from goldthread.testing.clock import ManualClock

T = TypeVar("T")
SECOND = timedelta(seconds=1)
LIMITS = (
    (Limit(1, per=SECOND),),
    (Limit(5, per=SECOND),),
    (Limit(5, per=SECOND, burst=2),),
    (Limit(20, per=SECOND, burst=1), Limit(30, per=timedelta(seconds=10))),
    (Limit(7, per=3 * SECOND), Limit(2, per=SECOND)),
    (Limit(100, per=2 * SECOND),),
)
CONCURRENCY = 4
PATIENCE = timedelta(seconds=3)


class LimiterMachine(RuleBasedStateMachine):
    """Two workers on one ledger; either may be killed (its leases abandoned) and started anew."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.calls: list[int] = []
        self.open: list[list[asyncio.Task[None]]] = [[], []]
        self.under_way = [0, 0]
        self.most_under_way = 0
        self.lives = 0
        self.shortest_hold = PATIENCE

    def run(self, work: Coroutine[object, object, T]) -> T:
        return self.runner.run(work)

    @initialize(limits=st.sampled_from(LIMITS))
    def begin(self, limits: tuple[Limit, ...]) -> None:
        self.limits = limits
        self.ledger = MemoryLedger(clock=self.clock)
        self.workers = [self.born(), self.born()]

    def born(self) -> Limiter:
        self.lives += 1
        limiter = Limiter(self.ledger, self.clock, worker=f"worker-{self.lives}")
        limiter.set_limits("helios", self.limits, CONCURRENCY)
        return limiter

    async def call(self, number: int, priority: Priority, trace: str, lasts: timedelta) -> None:
        """What a message does: come back whenever told to, until its call has gone."""
        limiter = self.workers[number]
        while True:
            try:
                async with limiter.slot("helios", priority, trace, patience=PATIENCE):
                    self.calls.append(instant(self.clock.now()))
                    self.under_way[number] += 1
                    self.most_under_way = max(self.most_under_way, self.under_way[number])
                    try:
                        await self.clock.sleep(lasts)
                    finally:
                        self.under_way[number] -= 1
                return
            except Held as held:
                wait = held.until - self.clock.now()
                self.shortest_hold = min(self.shortest_hold, wait)
            await self.clock.sleep(wait)

    @rule(
        number=st.integers(0, 1),
        priority=st.sampled_from(Priority),
        trace=st.sampled_from("abcd"),
        count=st.integers(1, 12),
        lasts=st.sampled_from([0, 20, 700]),
    )
    def want(self, number: int, priority: Priority, trace: str, count: int, lasts: int) -> None:
        async def begin() -> None:
            for _ in range(count):
                work = self.call(number, priority, trace, timedelta(milliseconds=lasts))
                self.open[number].append(asyncio.create_task(work))
            await self.clock.rest()

        self.run(begin())

    @rule(number=st.integers(0, 1), which=st.integers(0, 50))
    def give_up(self, number: int, which: int) -> None:
        async def cancel() -> None:
            if self.open[number]:
                self.open[number].pop(which % len(self.open[number])).cancel()
                await self.clock.rest()

        self.run(cancel())

    @rule(milliseconds=st.sampled_from([1, 40, 150, 900, 1100, 5000]))
    def wait(self, milliseconds: int) -> None:
        self.run(self.clock.advance(timedelta(milliseconds=milliseconds)))

    @rule(number=st.integers(0, 1))
    def kill(self, number: int) -> None:
        """The process is gone without a word: what it had leased is never given back."""

        async def die() -> None:
            mine = self.open[number]
            self.open[number] = []
            for task in mine:
                task.cancel()
            await asyncio.gather(*mine, return_exceptions=True)
            for gate in self.workers[number]._gates.values():
                for behind in (gate._alarm, gate._purse._drawing if gate._purse else None):
                    if behind is not None:
                        behind.cancel()
            self.workers[number] = self.born()

        self.run(die())

    @rule(number=st.integers(0, 1))
    def restart(self, number: int) -> None:
        """A graceful end: what was leased is given back, who waited comes again."""

        async def again() -> None:
            for task in self.open[number]:
                task.cancel()
            await asyncio.gather(*self.open[number], return_exceptions=True)
            self.open[number] = []
            await self.workers[number].close()
            self.workers[number] = self.born()

        self.run(again())

    @rule(number=st.integers(0, 1), after=st.sampled_from([0, 300, 2000]))
    def be_told_to_wait(self, number: int, after: int) -> None:
        async def heed() -> None:
            self.workers[number].heed("helios", after=timedelta(milliseconds=after))
            await self.clock.rest()

        self.run(heed())

    @invariant()
    def no_window_sees_too_many(self) -> None:
        for limit in getattr(self, "limits", ()):
            span = instant(self.clock.now() + limit.per) - instant(self.clock.now())
            for first in range(len(self.calls) - limit.count):
                assert self.calls[first + limit.count] - self.calls[first] > span

    @invariant()
    def not_too_many_at_once(self) -> None:
        assert self.most_under_way <= CONCURRENCY

    @invariant()
    def whoever_is_held_comes_back_later(self) -> None:
        assert self.shortest_hold > timedelta(0)

    def teardown(self) -> None:
        """Left alone, everybody gets a call in the time that the limits need, and a little."""
        try:
            if hasattr(self, "workers"):
                self.run(self.finish())
        finally:
            self.runner.close()

    async def finish(self) -> None:
        tasks = [*self.open[0], *self.open[1]]
        slowest = max(limit.per / limit.count for limit in self.limits)
        await self.clock.advance(slowest * 2 * (len(tasks) + 100) + timedelta(seconds=60))
        left = [task for task in tasks if not task.done()]
        for task in left:
            task.cancel()
        for task in tasks:
            if task.done() and not task.cancelled():
                task.result()
        self.no_window_sees_too_many()
        for worker in self.workers:
            await worker.close()
        assert not left, f"{len(left)} of {len(tasks)} still wait: {[worker.view() for worker in self.workers]}"


TestLimiterMachine = LimiterMachine.TestCase
TestLimiterMachine.settings = settings(
    max_examples=80, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
