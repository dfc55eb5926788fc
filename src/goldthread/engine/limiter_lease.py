"""A handful of calls that one worker may let go without asking anybody."""

from __future__ import annotations

from goldthread.engine.gcra import Stretch

LASTS = 1_000_000
"""Microseconds that a lease lasts; longer where the ledger is slow, so that it can still be used when it comes."""


class Lease:
    """So many calls until an instant; the ledger counts them as used from the moment the lease is given.

    What isn't used in time is lost to the lease, and given back to the budget when the lease is settled.
    """

    __slots__ = ("_lines", "calls", "fades", "left", "name", "until", "used")

    def __init__(self, name: str, *, calls: int, until: int, stretches: tuple[Stretch, ...] = ()) -> None:
        self.name = name
        self.calls = calls
        self.left = calls
        self.until = until
        self.fades = until - LASTS // 2
        self.used: list[int] = []
        self._lines = [_Line(stretch) for stretch in stretches]

    def earliest(self, now: int) -> int | None:
        """When its next call may go; None when there is none left."""
        if not self.left or now > self.until:
            return None
        first = now
        for line in self._lines:
            slot = max(now - line.late, line.tat)
            if slot > line.last:
                return None
            first = max(first, slot - line.tolerance)
        return first if first <= self.until else None

    def take(self, now: int) -> None:
        """A call goes now; it must fit (`earliest(now) == now`)."""
        self.left -= 1
        self.used.append(now)
        for line in self._lines:
            slot = max(now - line.late, line.tat)
            line.tat = slot + line.interval

    def is_low(self, now: int) -> bool:
        """Whether half of it is gone, by calls or by time."""
        if 2 * self.left <= self.calls or now >= self.fades:
            return True
        for line in self._lines:  # noqa: SIM110 - any() of a generator is slower, and this is asked with every call
            if line.tat >= line.half:
                return True
        return False


class _Line:
    """A lease's stretch of one paced window, used up from its start: the next slot begins at `tat` or now."""

    __slots__ = ("half", "interval", "last", "late", "tat", "tolerance")

    def __init__(self, stretch: Stretch) -> None:
        self.tat = stretch.start
        self.last = stretch.end - stretch.interval
        self.half = (stretch.start + stretch.end) // 2
        self.interval = stretch.interval
        self.tolerance = stretch.tolerance
        self.late = stretch.late
