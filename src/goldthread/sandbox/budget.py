"""How many requests a system takes in a span of time."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Budget:
    """At most so many requests in any span of so many seconds."""

    requests: int
    seconds: float = 1.0


class Window:
    """A sliding window over one system's requests.

    Keeps its own proof: `peak` is the largest number of requests that ever came within one window,
    those that were refused included.
    """

    def __init__(self, budget: Budget | None) -> None:
        self.budget = budget
        self.reset()

    def reset(self) -> None:
        self._taken: deque[float] = deque()
        self._seen: deque[float] = deque()
        self.peak = 0
        self.refused = 0

    def admit(self, now: float) -> float:
        """Zero and the request is counted, or the seconds until there is room."""
        if self.budget is None:
            return 0.0
        self._seen.append(now)
        self._forget(self._seen, now)
        self.peak = max(self.peak, len(self._seen))
        self._forget(self._taken, now)
        if len(self._taken) < self.budget.requests:
            self._taken.append(now)
            return 0.0
        self.refused += 1
        return self.until_free(now)

    def remaining(self) -> int:
        return self.budget.requests - len(self._taken) if self.budget else 0

    def until_free(self, now: float) -> float:
        """Seconds until the oldest request leaves the window."""
        if self.budget is None or not self._taken:
            return 0.0
        return max(0.001, self._taken[0] + self.budget.seconds - now)

    def _forget(self, times: deque[float], now: float) -> None:
        span = self.budget.seconds if self.budget else 0.0
        while times and times[0] <= now - span:
            times.popleft()
