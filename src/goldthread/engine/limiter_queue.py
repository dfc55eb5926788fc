"""Who goes next: by priority, and in turns between traces."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.flow.limit import Priority

KINDNESS = 10
"""Every so many calls, the lowest priority that waits gets one, so that none waits for ever."""

FAR = 2**63
"""An instant that never comes."""


@dataclass(eq=False, kw_only=True, slots=True)
class Waiter:
    """Somebody who waits for a call of one installation."""

    future: asyncio.Future[None]
    priority: Priority
    trace: str
    topology: str
    deadline: int
    """The instant at which patience ends."""
    is_waiting: bool = True


class Queue:
    """Waiters of one installation: a lower priority number first; within one, each trace in its turn."""

    def __init__(self) -> None:
        self.turns = Turns()
        self._lanes: dict[Priority, OrderedDict[str, deque[Waiter]]] = {
            priority: OrderedDict() for priority in Priority
        }
        self._topologies: Counter[str] = Counter()
        self._served = 0
        self._size = 0
        self.soonest = FAR
        """Before this instant nobody loses patience."""

    def __len__(self) -> int:
        return self._size

    @property
    def by_topology(self) -> Mapping[str, int]:
        """How many wait, by topology."""
        return {topology: count for topology, count in self._topologies.items() if count}

    def push(self, waiter: Waiter) -> None:
        """Stand in the queue."""
        self._lanes[waiter.priority].setdefault(waiter.trace, deque()).append(waiter)
        self._topologies[waiter.topology] += 1
        self.turns.add(waiter.priority, waiter.trace)
        self._size += 1
        self.soonest = min(self.soonest, waiter.deadline)

    def pop(self) -> Waiter:
        """The one whose turn it is; there must be one."""
        self._served += 1
        waiting = [lane for lane in self._lanes.values() if lane]
        lane = waiting[-1] if self._served % KINDNESS == 0 else waiting[0]
        trace, waiters = next(iter(lane.items()))
        waiter = waiters[0]
        lane.move_to_end(trace)
        self.remove(waiter)
        return waiter

    def remove(self, waiter: Waiter) -> None:
        """Leave the queue."""
        waiter.is_waiting = False
        lane = self._lanes[waiter.priority]
        lane[waiter.trace].remove(waiter)
        if not lane[waiter.trace]:
            del lane[waiter.trace]
        self._topologies[waiter.topology] -= 1
        self.turns.remove(waiter.priority, waiter.trace)
        self._size -= 1

    def impatient(self, now: int) -> list[Waiter]:
        """Those whose patience ends before the given instant, or at it."""
        if now < self.soonest:
            return []
        waiters = self._all()
        lasting = [waiter.deadline for waiter in waiters if waiter.deadline > now]
        self.soonest = min(lasting, default=FAR)
        return [waiter for waiter in waiters if waiter.deadline <= now]

    def _all(self) -> list[Waiter]:
        return [waiter for lane in self._lanes.values() for waiters in lane.values() for waiter in waiters]


class Turns:
    """Counts who stands where, to foretell when the turn of a newcomer comes."""

    def __init__(self) -> None:
        self._counts: dict[Priority, Counter[str]] = {priority: Counter() for priority in Priority}
        self._rounds: dict[Priority, list[int]] = {priority: [] for priority in Priority}
        self._totals: Counter[Priority] = Counter()

    def add(self, priority: Priority, trace: str) -> None:
        """One more of a trace stands in line."""
        place = self._counts[priority][trace]
        rounds = self._rounds[priority]
        if place == len(rounds):
            rounds.append(0)
        rounds[place] += 1
        self._counts[priority][trace] += 1
        self._totals[priority] += 1

    def remove(self, priority: Priority, trace: str) -> None:
        """One of a trace leaves the line."""
        counts, rounds = self._counts[priority], self._rounds[priority]
        counts[trace] -= 1
        rounds[counts[trace]] -= 1
        if not rounds[-1]:
            rounds.pop()
        if not counts[trace]:
            del counts[trace]
        self._totals[priority] -= 1

    def ahead(self, priority: Priority, trace: str) -> int:
        """How many are served before a newcomer: all of higher priority, and the rounds until its own."""
        higher = sum(self._totals[other] for other in Priority if other < priority)
        place = self._counts[priority][trace]
        return higher + sum(self._rounds[priority][: place + 1])
