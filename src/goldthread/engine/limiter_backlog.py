"""Who was sent away to come back later, so that the next one isn't told the same time."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from itertools import count

from goldthread.engine.limiter_queue import Turns
from goldthread.flow.limit import Priority


class Backlog:
    """Messages held for an installation's budget until they are expected back."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._held: list[tuple[int, int, Priority, str, str]] = []
        self._order = count()
        self._topologies: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._held)

    @property
    def by_topology(self) -> Mapping[str, int]:
        """How many are held, by topology."""
        return {topology: count for topology, count in self._topologies.items() if count}

    @property
    def last(self) -> int:
        """When the last of them is expected back; 0 when nobody is."""
        return max((until for until, *_ in self._held), default=0)

    def hold(self, until: int, priority: Priority, trace: str, topology: str) -> None:
        """Somebody comes back then."""
        heapq.heappush(self._held, (until, next(self._order), priority, trace, topology))
        self._topologies[topology] += 1
        self._turns.add(priority, trace)

    def expect(self, now: int) -> None:
        """Forget those who are due back."""
        while self._held and self._held[0][0] <= now:
            _, _, priority, trace, topology = heapq.heappop(self._held)
            self._topologies[topology] -= 1
            self._turns.remove(priority, trace)
