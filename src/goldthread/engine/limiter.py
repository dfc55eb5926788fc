"""How often, how many at once, and in whose turn the installations are called."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import TracebackType
from uuid import uuid4

from goldthread.engine.limiter_account import Account
from goldthread.engine.limiter_gate import Gate
from goldthread.engine.limiter_headers import Throttle, parse_throttle
from goldthread.engine.limiter_view import Held, LimiterView
from goldthread.flow.limit import Limit, Priority
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger

__all__ = ["Held", "Limiter", "LimiterView", "Slot", "Throttle", "parse_throttle"]

CONCURRENCY = 16
PATIENCE = timedelta(seconds=2)
LATE_PATIENCE = timedelta(minutes=1)


class Limiter:
    """The budgets of all installations, over all topologies, as all workers share them.

    No window of an installation's limits ever sees more calls than it allows: over all workers, across restarts and
    kills (what a killed worker had leased counts as used). Persons go before events before crons, except that every
    tenth call goes to the lowest that waits; traces of one priority take turns. The concurrency cap holds per worker.
    `worker` names this process in the ledger and must be its alone. Installations without limits cost nothing
    and never touch the ledger.
    """

    def __init__(self, ledger: Ledger, clock: Clock, *, worker: str = "") -> None:
        self._ledger = ledger
        self._clock = clock
        self._worker = worker or uuid4().hex
        self._changes = 0
        self._gates: dict[str, Gate] = {}
        self._settings: dict[str, tuple[tuple[Limit, ...], int]] = {}

    def set_limits(self, installation: str, limits: tuple[Limit, ...] = (), concurrency: int = CONCURRENCY) -> None:
        """Set or change an installation's windows and how many of its calls may be under way at once."""
        if self._settings.get(installation) == (limits, concurrency):
            return
        self._settings[installation] = (limits, concurrency)
        self._changes += 1
        name = f"{self._worker}/{self._changes}"
        account = Account(installation, limits, ledger=self._ledger, clock=self._clock, name=name) if limits else None
        gate = self._gates.setdefault(installation, Gate(installation, clock=self._clock))
        gate.change(account, concurrency)

    async def acquire(
        self,
        installation: str,
        *,
        priority: Priority = Priority.EVENT,
        trace: str = "",
        topology: str = "",
        patience: timedelta = PATIENCE,
    ) -> None:
        """Wait until a call may go; it is used up, and `release` must follow when the call has ended.

        Raises `Held` when the wait is expected to be, or becomes, longer than `patience`; then nothing was used up.
        """
        gate = self._gates.get(installation) or self._gate(installation)
        if not gate.enter():
            await gate.wait(priority, trace, topology, patience)

    def release(self, installation: str) -> None:
        """The call has ended."""
        self._gates[installation].leave()

    def slot(
        self,
        installation: str,
        priority: Priority = Priority.EVENT,
        trace: str = "",
        *,
        topology: str = "",
        patience: timedelta = PATIENCE,
    ) -> Slot:
        """`async with limiter.slot("helios", Priority.EVENT, trace): …` acquires, and releases at the end."""
        gate = self._gates.get(installation) or self._gate(installation)
        return Slot(gate, priority, trace, topology, patience)

    def heed(
        self,
        installation: str,
        after: timedelta | None = None,
        remaining: int | None = None,
        reset: timedelta | None = None,
    ) -> None:
        """What a reply told: nobody calls before `after` has passed, nor more than `remaining` before `reset` has."""
        if after is not None or remaining is not None:
            gate = self._gates.get(installation) or self._gate(installation)
            gate.heed(Throttle(after=after, remaining=remaining, reset=reset))

    def view(self) -> tuple[LimiterView, ...]:
        """How every installation's budget stands."""
        return tuple(gate.view() for _, gate in sorted(self._gates.items()))

    async def close(self) -> None:
        """Give back what is leased, so that others may use it. Raises `Unavailable`; then it counts as used."""
        await asyncio.gather(*(gate.close() for gate in self._gates.values()))

    def _gate(self, installation: str) -> Gate:
        self.set_limits(installation)
        return self._gates[installation]


class Slot:
    """One call's place, held while it is under way."""

    __slots__ = ("_gate", "_is_in", "_patience", "_priority", "_topology", "_trace")

    def __init__(self, gate: Gate, priority: Priority, trace: str, topology: str, patience: timedelta) -> None:
        self._gate = gate
        self._priority = priority
        self._trace = trace
        self._topology = topology
        self._patience = patience
        self._is_in = False

    @property
    def is_limited(self) -> bool:
        """Whether it counts in any window."""
        return self._gate.is_limited

    async def anew(self) -> None:
        """Take another turn, before all others: the call didn't go when it had this one, which stays used up.

        Raises `Held`; then the call may not go.
        """
        self._is_in = False
        self._gate.leave()
        if not self._gate.enter():
            await self._gate.wait(Priority.PERSON, self._trace, self._topology, LATE_PATIENCE)
        self._is_in = True

    async def __aenter__(self) -> None:
        if not self._gate.enter():
            await self._gate.wait(self._priority, self._trace, self._topology, self._patience)
        self._is_in = True

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._is_in:
            self._gate.leave()
