"""How often an outside system may be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum


class Priority(IntEnum):
    """Who goes first when calls are scarce; a lower number is served first."""

    PERSON = 0
    EVENT = 1
    CRON = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` calls in any window of `per`.

    `Limit(10, per=timedelta(seconds=1))`; `burst` calls may come at once (all of `count` if not given).
    """

    count: int
    per: timedelta = timedelta(seconds=1)
    burst: int | None = None

    def __post_init__(self) -> None:
        if self.count < 1 or self.per <= timedelta(0):
            raise ValueError(f"A limit needs a count and a window above zero, not {self.count} per {self.per}.")
        if self.burst is not None and not 1 <= self.burst <= self.count:
            raise ValueError(f"A burst lies between 1 and the count {self.count}, not {self.burst}.")

    def __str__(self) -> str:
        return f"{self.count} per {self.per.total_seconds():g} s"
