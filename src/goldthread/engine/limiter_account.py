"""An installation's budget as all workers share it: drawn from the ledger in small leases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from goldthread.engine.gcra import Budget, Grant, instant
from goldthread.engine.limiter_lease import LASTS, Lease
from goldthread.engine.limiter_state import LimitState, restored
from goldthread.flow.errors import Broken
from goldthread.flow.limit import Limit
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Beaten, Recorded
from goldthread.ports.write import Put

TABLE = "limit_state"
LONGEST = 60_000_000
SPARE = 8
"""How many calls a lease brings beyond those that wait, before it is known how many are needed."""


class Account:
    """Draws leases. What it draws is durable before it is used, so a killed worker can only have used too little."""

    def __init__(
        self, installation: str, limits: tuple[Limit, ...], *, ledger: Ledger, clock: Clock, name: str
    ) -> None:
        self.limits = limits
        self.patience = 0
        """Until when the other side asked anybody for patience."""
        self._installation = installation
        self._ledger = ledger
        self._clock = clock
        self._name = name
        self._drawn = 0
        self._lasts = LASTS
        self._lead = 0
        self._empty = Budget.of(limits)
        self._is_known = False
        self._state = LimitState(budget=self._empty)

    async def draw(self, waiting: int, recent: int, over: Iterable[Lease] = ()) -> Lease | None:
        """A lease for those that wait and, where there is plenty, for as many as were used recently.

        None when nothing is free before `earliest`. Leases in `over` are settled on the way. Raises `Unavailable`.
        """
        finished = tuple(over)
        is_fresh = not self._is_known
        while True:
            state = await self._read()
            now = self._now()
            budget = _settled(state.budget.tidy(now, LONGEST), finished)
            calls = _share(budget.room(now, now + self._lasts), waiting, recent)
            if (waiting or recent) and not calls and not is_fresh:
                is_fresh, self._is_known = True, False
                continue
            if not calls and not finished and self.patience <= state.patience:
                self._state = replace(state, budget=budget)
                return None
            lease = self._lease(budget, now, calls)
            grant = Grant(lease.until, calls, lease.name)
            if await self._put(state, budget.reserve(now, grant, self._lead) if calls else budget):
                self._took(self._now() - now)
                return lease if calls else None
            is_fresh = True

    def earliest(self, ahead: int = 0, over: Iterable[Lease] = ()) -> int:
        """When a call after so many others will fit, as far as is known; leases in `over` count as they were used."""
        return _settled(self._state.budget, over).earliest(self._now(), ahead)

    def used(self) -> tuple[int, ...]:
        """How many calls count in each window now, those leased included; in the order of the limits."""
        now = self._now()
        return tuple(window.used(now) for window in self._state.budget.windows)

    async def _read(self) -> LimitState:
        if not self._is_known:
            row = await self._ledger.row(TABLE, self._installation)
            if row is None:
                self._state = LimitState(budget=self._empty)
            else:
                windows, now = self._empty.windows, self._now()
                self._state = restored(row.value, windows=windows, version=row.version, now=now)
            self._is_known = True
            self.patience = max(self.patience, self._state.patience)
        return self._state

    async def _put(self, state: LimitState, budget: Budget) -> bool:
        """Make it durable; False when another worker was first."""
        changed = replace(state, budget=budget, patience=self.patience)
        self._is_known = False
        put = Put(table=TABLE, key=self._installation, value=changed.text(), version=state.version)
        match await self._ledger.write(put):
            case Recorded():
                self._state = replace(changed, version=state.version + 1)
                self._is_known = True
                return True
            case Beaten():
                return False
            case receipt:
                raise Broken(f"The ledger answered a budget's row with {receipt}.")

    def _took(self, span: int) -> None:
        """The ledger needed so long: the next lease is made for one that needs a little longer."""
        self._lead = max(2 * span, self._lead * 7 // 8)
        self._lasts = min(LONGEST, max(LASTS, 2 * self._lead))

    def _lease(self, budget: Budget, now: int, calls: int) -> Lease:
        self._drawn += 1
        name = f"{self._name}/{self._drawn}"
        return Lease(name, calls=calls, until=now + self._lasts, stretches=budget.stretches(now, calls, self._lead))

    def _now(self) -> int:
        return instant(self._clock.now())


def _settled(budget: Budget, finished: Iterable[Lease]) -> Budget:
    for lease in finished:
        budget = budget.settle(lease.name, lease.used)
    return budget


def _share(room: int, waiting: int, recent: int) -> int:
    """How many of the free calls one worker takes: beyond those that wait, never more than half of the rest."""
    if not waiting and not recent:
        return 0
    spare = min(max(recent, min(SPARE, room // SPARE)), max(0, room - waiting) // 2)
    return min(room, waiting + spare)
