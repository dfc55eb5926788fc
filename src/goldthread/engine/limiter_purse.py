"""The leases that one worker has of one installation's budget, and when it draws more."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from goldthread.engine.gcra import instant
from goldthread.engine.limiter_account import Account
from goldthread.engine.limiter_lease import Lease
from goldthread.engine.limiter_queue import FAR
from goldthread.flow.errors import Unavailable
from goldthread.ports.clock import Clock

GAP = 100_000
"""Microseconds between two leases, so that there are only a few in a second."""
PATIENCE = 1_000_000
"""How long to leave a ledger alone that couldn't be written."""


class Purse:
    """Spends leases in order, and draws the next one while there is still something to spend."""

    def __init__(
        self, account: Account, *, clock: Clock, waiting: Callable[[int], int], on_change: Callable[[], None]
    ) -> None:
        self.account = account
        self._clock = clock
        self._waiting = waiting
        self._on_change = on_change
        self._tempo = Tempo()
        self._leases: deque[Lease] = deque()
        self._over: list[Lease] = []
        self._dry_until = 0
        self._drawing: asyncio.Task[None] | None = None

    def take(self, now: int) -> int | None:
        """Spend a call; or when to ask again, `FAR` meaning when `on_change` is called."""
        ready = self._first(now)
        if ready is None:
            return self._refill(now)
        if ready > now:
            return ready
        lease = self._leases[0]
        lease.take(now)
        self._tempo.beat(now)
        if len(self._leases) == 1 and lease.is_low(now):
            self._prefetch(now)
        return None

    def forecast(self, now: int, ahead: int) -> int:
        """When a call after so many others may go, as far as is known."""
        ready = self._first(now)
        left = sum(lease.left for lease in self._leases)
        if ready is not None and ahead < left:
            return ready
        return max(self.account.earliest(max(0, ahead - left), self._over), ready or now)

    def tell(self, patience: int) -> None:
        """Let the other workers know until when nobody may call."""
        self.account.patience = max(self.account.patience, patience)
        self._draw(0, 0)

    def idles_at(self) -> int:
        """When what is left unused should be given back."""
        if self._leases:
            return self._leases[-1].until + 1
        return 0 if any(lease.left for lease in self._over) else FAR

    def give_back(self, now: int) -> None:
        """Give back what wasn't used in time."""
        if self._first(now) is None and any(lease.left for lease in self._over):
            self._draw(0, 0)

    def emptied(self) -> tuple[Lease, ...]:
        """All leases, for somebody else to settle."""
        leases = (*self._over, *self._leases)
        self._over.clear()
        self._leases.clear()
        return leases

    def inherit(self, leases: tuple[Lease, ...]) -> None:
        """Settle these with the next draw."""
        self._over.extend(leases)

    async def close(self) -> None:
        """Give everything back."""
        if self._drawing:
            self._drawing.cancel()
            await asyncio.gather(self._drawing, return_exceptions=True)
        if over := self.emptied():
            await self.account.draw(0, 0, over)

    def _first(self, now: int) -> int | None:
        """When the first lease that isn't over has a call; None when there is none."""
        while self._leases:
            ready = self._leases[0].earliest(now)
            if ready is not None:
                return ready
            self._over.append(self._leases.popleft())
        return None

    def _refill(self, now: int) -> int:
        if now < self._dry_until:
            return self._dry_until
        self._draw(1, self._tempo.recent(now))
        return FAR

    def _prefetch(self, now: int) -> None:
        recent = self._tempo.recent(now)
        if recent > 1 and now >= self._dry_until:
            self._draw(0, recent)

    def _draw(self, least: int, recent: int) -> None:
        if self._drawing is None:
            self._drawing = asyncio.get_running_loop().create_task(self._drawn(least, recent))

    async def _drawn(self, least: int, recent: int) -> None:
        over, self._over = self._over, []
        waiting = max(least, self._waiting(recent))
        try:
            lease = await self.account.draw(waiting, recent, over)
        except Unavailable:
            self._over.extend(over)
            self._dry_until = self._now() + PATIENCE
        else:
            now = self._now()
            if lease:
                self._leases.append(lease)
            self._dry_until = now + GAP if lease or not waiting else max(now + GAP, self.account.earliest())
        self._drawing = None
        self._on_change()

    def _now(self) -> int:
        return instant(self._clock.now())


class Tempo:
    """How many calls went in the last second or two."""

    __slots__ = ("_count", "_former", "_second")

    def __init__(self) -> None:
        self._second = self._count = self._former = 0

    def beat(self, now: int) -> None:
        """A call went."""
        self._turn(now)
        self._count += 1

    def recent(self, now: int) -> int:
        """The most in this second and the one before."""
        self._turn(now)
        return max(self._count, self._former)

    def _turn(self, now: int) -> None:
        second = now // 1_000_000
        if second != self._second:
            self._former = self._count if second == self._second + 1 else 0
            self._second, self._count = second, 0
