"""Time, chance and ids, so that tests own all three."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back, from an arbitrary origin."""

    async def sleep(self, duration: timedelta) -> None:
        """Wait."""


class Chance(Protocol):
    """Draws."""

    def draw(self) -> float:
        """A number evenly from 0 (included) to 1 (excluded)."""

    def token(self) -> str:
        """An unguessable text, URL-safe, at least 128 bits."""


class Ids(Protocol):
    """Makes ids."""

    def new(self) -> str:
        """A new id: unique over all workers, rising with time within one (so that indexes grow at their end)."""
