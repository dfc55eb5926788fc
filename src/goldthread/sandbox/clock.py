"""Every system's own clock, a few seconds off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

Seconds = Callable[[], float]
"""Gives epoch seconds; `time.time`, or a hand that a test turns."""


@dataclass(frozen=True, kw_only=True)
class SystemClock:
    """What one system believes the time to be."""

    source: Seconds
    offset: float = 0.0
    """Seconds by which this clock is fast."""
    zone: timedelta = timedelta(0)

    def epoch(self) -> float:
        return self.source() + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.epoch(), tz=timezone(self.zone))

    def stamp(self) -> str:
        """The time in RFC 3339 with milliseconds and this system's offset."""
        return self.now().isoformat(timespec="milliseconds")

    def http_date(self, *, after: float = 0.0) -> str:
        """The time, or one so many seconds later, as HTTP writes it (RFC 9110, whole seconds)."""
        return format_datetime(datetime.fromtimestamp(self.epoch() + after, tz=UTC), usegmt=True)
