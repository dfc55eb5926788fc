"""How often somebody may try to sign in: by name, and by address."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from goldthread.ports.clock import Clock

MEMORY = timedelta(minutes=15)
FREE_BY_NAME, FREE_BY_ADDRESS = 5, 20
LONGEST_BY_NAME = timedelta(seconds=60)
"""A stranger who guesses at a name keeps its owner out no longer than this."""
MOST = 10_000
"""Names and addresses that are remembered; beyond, the longest forgotten goes first."""


class Throttle:
    """Remembers the failures of the last quarter of an hour, in this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[str, deque[datetime]] = {}

    def wait(self, name: str, address: str) -> timedelta:
        """How long to wait before the next try; zero when it may be now."""
        by_name = self._rest(f"name {name}", FREE_BY_NAME, LONGEST_BY_NAME)
        return max(by_name, self._rest(f"address {address}", FREE_BY_ADDRESS, MEMORY))

    def fail(self, name: str, address: str) -> None:
        """Count a try, before it is known how it ends: many at once are many."""
        now = self._clock.now()
        for key in (f"name {name}", f"address {address}"):
            kept = self._failures.pop(key, None) or deque(maxlen=64)
            kept.append(now)
            self._failures[key] = kept
        while len(self._failures) > MOST:
            self._failures.pop(next(iter(self._failures)))

    def succeed(self, name: str, address: str) -> None:
        """Forget the failures of the name, and this try of the address."""
        self._failures.pop(f"name {name}", None)
        tries = self._failures.get(f"address {address}")
        if tries:
            tries.pop()

    def _rest(self, key: str, free: int, longest: timedelta) -> timedelta:
        now = self._clock.now()
        recent = [at for at in self._failures.get(key, ()) if now - at < MEMORY]
        if len(recent) < free:
            return timedelta(0)
        pause = min(timedelta(seconds=2 ** min(len(recent) - free + 1, 12)), longest)
        return max(recent[-1] + pause - now, timedelta(0))
