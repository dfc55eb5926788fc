"""The points that an app may spend in a shop: a bucket that leaks at a constant rate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

STANDARD: Final = (2000, 100)
"""Points that the bucket holds, and points a second that come back, of the smallest plan."""
MOST: Final = 1000
"""No single query may ask for more."""


class Bucket:
    """Holds what is left, by the fake's own time."""

    def __init__(self, now: Callable[[], datetime], plan: tuple[int, int] = STANDARD) -> None:
        self.most, self.rate = plan
        self._now = now
        self._left = Fraction(self.most)
        self._seen = now()

    @property
    def left(self) -> Fraction:
        """What may be asked for now."""
        now = self._now()
        seconds = Fraction((now - self._seen) // _TICK, 1_000_000)
        self._left, self._seen = min(self._left + seconds * self.rate, Fraction(self.most)), now
        return self._left

    def drain(self) -> None:
        """Let somebody else have spent it all."""
        self._left = self.left * 0

    def take(self, points: int) -> bool:
        """Spend what is asked for, if there is as much."""
        if self.left < points:
            return False
        self._left -= points
        return True

    def give_back(self, points: int) -> None:
        """What was asked for and not needed."""
        self._left = min(self.left + points, Fraction(self.most))

    def status(self, requested: int, actual: int | None) -> dict[str, Any]:
        """What every answer says of it."""
        throttle = {
            "maximumAvailable": float(self.most),
            "currentlyAvailable": int(self.left),
            "restoreRate": float(self.rate),
        }
        return {"cost": {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": throttle}}


_TICK: Final = datetime.resolution
