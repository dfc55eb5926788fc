"""What replies told us about how fast we may go."""

from __future__ import annotations

from datetime import timedelta

from goldthread.engine.gcra import MICROSECOND
from goldthread.engine.limiter_headers import Throttle

SLACK = 1_500_000
"""Microseconds by which two replies may differ about the end of one window (they often round to seconds)."""
PAUSE = 1_000_000
"""How long nobody calls when nothing remains and no reply said until when."""


class Brake:
    """Holds everybody back until the other side is ready again. Instants are microseconds."""

    __slots__ = ("_allowance", "_ends", "is_loose", "patience")

    def __init__(self) -> None:
        self.patience = 0
        """Until when nobody may call."""
        self.is_loose = True
        """Whether nobody ever asked for anything."""
        self._allowance = 0
        self._ends = 0

    def heed(self, now: int, throttle: Throttle, *, under_way: int) -> None:
        """A reply came. `under_way` counts the calls that are still unanswered, which it may not know of."""
        self.is_loose = False
        after, remaining, reset = _micros(throttle.after), throttle.remaining, _micros(throttle.reset)
        if after is not None:
            self.patience = max(self.patience, now + after)
        if remaining is None:
            return
        if reset is None:
            if remaining == 0 and after is None:
                self.patience = max(self.patience, now + PAUSE)
            return
        allowance = max(0, remaining - under_way)
        is_same_window = now < self._ends and now + reset <= self._ends + SLACK
        self._allowance = min(self._allowance, allowance) if is_same_window else allowance
        if not is_same_window or not self._allowance:
            self._ends = now + reset

    def wait(self, until: int) -> None:
        """Another worker was told: nobody may call before then."""
        if until > self.patience:
            self.patience = until
            self.is_loose = False

    def earliest(self, now: int) -> int:
        """When the next call may go."""
        ends = self._ends if self._allowance <= 0 else 0
        return max(now, self.patience, ends)

    def take(self) -> None:
        """A call goes."""
        self._allowance -= 1


def _micros(span: timedelta | None) -> int | None:
    return None if span is None else span // MICROSECOND
