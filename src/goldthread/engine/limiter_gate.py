"""The gate of one installation: lets calls go while budget, vendor and concurrency allow."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from goldthread.engine.gcra import MICROSECOND, instant, moment
from goldthread.engine.limiter_account import Account
from goldthread.engine.limiter_backlog import Backlog
from goldthread.engine.limiter_brake import Brake
from goldthread.engine.limiter_headers import Throttle
from goldthread.engine.limiter_purse import Purse
from goldthread.engine.limiter_queue import FAR, Queue, Waiter
from goldthread.engine.limiter_view import Held, LimiterView
from goldthread.flow.limit import Priority
from goldthread.ports.clock import Clock

SECOND = 1_000_000
GAPS = 8
"""How often a gap is looked for among those who are held, before a newcomer is put behind them."""
GRACE = 2 * SECOND
"""How much longer than its patience a waiter waits for the ledger to give a lease."""


class Gate:
    """Who may call one installation, and when.

    The queue moves when something changes: a call ends, a lease comes, an alarm rings. Whoever finds the queue empty
    and a call free takes it without waiting, and without giving up the processor.
    """

    def __init__(self, installation: str, *, clock: Clock) -> None:
        self.under_way = 0
        self._installation = installation
        self._clock = clock
        self._concurrency = 0
        self._purse: Purse | None = None
        self._brake = Brake()
        self._queue = Queue()
        self._backlog = Backlog()
        self._alarm: asyncio.Task[None] | None = None
        self._rings_at = FAR

    def change(self, account: Account | None, concurrency: int) -> None:
        """Other limits from now on. What was leased under the old ones is given back with the next lease."""
        former, self._purse, self._concurrency = self._purse, None, concurrency
        if account:
            self._purse = Purse(account, clock=self._clock, waiting=self._wanted, on_change=self._dispatch)
            self._purse.inherit(former.emptied() if former else ())
        if self._queue:
            self._dispatch()

    @property
    def is_limited(self) -> bool:
        """Whether calls count in any window."""
        return self._purse is not None

    def enter(self) -> bool:
        """Take a call if one is free and nobody waits for it; whether it was taken."""
        if self._queue or self.under_way >= self._concurrency:
            return False
        if self._purse is None and self._brake.is_loose:
            self.under_way += 1
            return True
        return self._take(self._now()) is None

    async def wait(self, priority: Priority, trace: str, topology: str, patience: timedelta) -> None:
        """Wait for a call. Raises `Held` when that takes longer than patience lasts."""
        now = self._now()
        deadline = now + patience // MICROSECOND
        self._backlog.expect(now)
        if not self._concurrency or self._forecast(now, self._place(now, priority, trace)) > deadline:
            raise self._held(now, priority, trace, topology)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiter = Waiter(future=future, priority=priority, trace=trace, topology=topology, deadline=deadline)
        self._queue.push(waiter)
        self._dispatch()
        try:
            await future
        except asyncio.CancelledError:
            if waiter.is_waiting:
                self._queue.remove(waiter)
            elif not future.cancelled() and future.exception() is None:
                self.leave()
            raise

    def leave(self) -> None:
        """A call has ended."""
        self.under_way -= 1
        if self._queue:
            self._dispatch()

    def heed(self, throttle: Throttle) -> None:
        """A reply told how fast we may go."""
        now = self._now()
        self._brake.heed(now, throttle, under_way=max(0, self.under_way - 1))
        if self._purse and self._brake.patience > max(now, self._purse.account.patience) + SECOND:
            self._purse.tell(self._brake.patience)
        if self._queue:
            self._dispatch()

    def view(self) -> LimiterView:
        """How the budget stands."""
        now = self._now()
        self._backlog.expect(now)
        ready = self._forecast(now, 0)
        in_line = len(self._queue) + len(self._backlog)
        empty = max(self._forecast(now, max(0, in_line - 1)), self._backlog.last)
        account = self._purse.account if self._purse else None
        used = account.used() if account else ()
        return LimiterView(
            installation=self._installation,
            limits=account.limits if account else (),
            concurrency=self._concurrency,
            under_way=self.under_way,
            used=max(used, default=0),
            used_of=used,
            waiting=len(self._queue),
            held=len(self._backlog),
            by_topology=Counter(self._queue.by_topology) + Counter(self._backlog.by_topology),
            next_release=moment(ready) if ready > now else None,
            empty_at=moment(empty) if in_line else None,
            reason=self._reason(now) if ready > now or in_line else "",
        )

    async def close(self) -> None:
        """Give back what is leased; whoever still waits, or comes, is sent away."""
        if self._alarm:
            self._alarm.cancel()
        self._concurrency = 0
        self._send_away(self._queue.impatient(FAR))
        purse, self._purse = self._purse, None
        if purse:
            await purse.close()

    def _dispatch(self) -> None:
        """Let go whoever may, send away whose patience won't last, and see to it that somebody looks again in time."""
        now = self._now()
        if self._purse:
            self._brake.wait(self._purse.account.patience)
        lost, look = now, FAR
        while self._queue and self.under_way < self._concurrency:
            ready = self._take(now)
            if ready is None:
                self._let_go()
                continue
            lost, look = (now - GRACE, FAR) if ready == FAR else (max(now, ready - 1), ready)
            break
        self._send_away(self._queue.impatient(lost))
        if self._queue:
            look = min(look, self._queue.soonest + now - min(lost, now))
        elif self._purse:
            self._purse.give_back(now)
            look = self._purse.idles_at()
        self._ring(now, look)

    def _take(self, now: int) -> int | None:
        """Take a call; or when to ask again, `FAR` meaning when something happens."""
        brake = self._brake
        if not brake.is_loose and (ready := brake.earliest(now)) > now:
            return ready
        if self._purse:
            later = self._purse.take(now)
            if later is not None:
                return later
        brake.take()
        self.under_way += 1
        return None

    def _let_go(self) -> None:
        """The call that was just taken is the next one's; those who gave up meanwhile are passed over."""
        while self._queue:
            waiter = self._queue.pop()
            if not waiter.future.done():
                waiter.future.set_result(None)
                return
        self.under_way -= 1

    def _send_away(self, waiters: list[Waiter]) -> None:
        for waiter in waiters:
            self._queue.remove(waiter)
        now = self._now()
        for waiter in waiters:
            if not waiter.future.done():
                waiter.future.set_exception(self._held(now, waiter.priority, waiter.trace, waiter.topology))

    def _held(self, now: int, priority: Priority, trace: str, topology: str) -> Held:
        ahead = self._place(now, priority, trace)
        until = self._forecast(now, ahead)
        if until <= now:
            until = now + SECOND * (1 + ahead // max(1, self._concurrency))
        self._backlog.hold(until, priority, trace, topology)
        return Held(moment(until), self._reason(now))

    def _wanted(self, recent: int) -> int:
        """How many calls could go while a lease lasts, when so many went lately."""
        return min(len(self._queue), max(recent, self._concurrency - self.under_way))

    def _place(self, now: int, priority: Priority, trace: str) -> int:
        """How many calls go before a newcomer's: of those who wait, and of those expected back before its turn.

        Who comes back finds a gap: those who are expected later don't stand before it.
        """
        waiting = self._queue.turns.ahead(priority, trace)
        held = self._backlog.turns.ahead(priority, trace)
        ahead = waiting
        for _ in range(GAPS):
            place = waiting + min(held, self._backlog.due_by(self._forecast(now, ahead)))
            if place <= ahead:
                return ahead
            ahead = place
        return waiting + held

    def _forecast(self, now: int, ahead: int) -> int:
        ready = self._brake.earliest(now)
        return max(ready, self._purse.forecast(now, ahead)) if self._purse else ready

    def _reason(self, now: int) -> str:
        name = self._installation
        if not self._concurrency:
            return f"This worker calls {name} no more."
        if self._brake.earliest(now) > now:
            return f"{name} asked us to wait."
        if self.under_way >= self._concurrency:
            return f"{name} has {self.under_way} calls under way, as many as may be at once."
        limits = " and ".join(str(limit) for limit in self._purse.account.limits) if self._purse else "none"
        return f"{name} takes {limits}, and that is used up."

    def _ring(self, now: int, at: int) -> None:
        """Look again then, or earlier."""
        is_set = self._alarm is not None and not self._alarm.done() and now <= self._rings_at <= at
        if at == FAR or is_set:
            return
        if self._alarm:
            self._alarm.cancel()
        self._rings_at = at
        self._alarm = asyncio.get_running_loop().create_task(self._wake(timedelta(microseconds=max(1, at - now))))

    async def _wake(self, after: timedelta) -> None:
        await self._clock.sleep(after)
        self._alarm = None
        self._dispatch()

    def _now(self) -> int:
        return instant(self._clock.now())
