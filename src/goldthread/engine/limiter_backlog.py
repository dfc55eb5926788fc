"""Who was sent away to come back later, so that the next one isn't told the same time."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Mapping
from itertools import count

from goldthread.engine.limiter_queue import FAR, Turns
from goldthread.flow.limit import Priority


class Backlog:
    """Messages held for an installation's budget until they are expected back."""

    def __init__(self) -> None:
        self.turns = Turns()
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
        return self._held[-1][0] if self._held else 0

    def hold(self, until: int, priority: Priority, trace: str, topology: str) -> None:
        """Somebody comes back then."""
        insort(self._held, (until, next(self._order), priority, trace, topology))
        self._topologies[topology] += 1
        self.turns.add(priority, trace)

    def due_by(self, instant: int) -> int:
        """How many are expected back until then."""
        return bisect_right(self._held, (instant, FAR))

    def expect(self, now: int) -> None:
        """Forget those who are due back."""
        due = self.due_by(now)
        for _, _, priority, trace, topology in self._held[:due]:
            self._topologies[topology] -= 1
            self.turns.remove(priority, trace)
        del self._held[:due]
