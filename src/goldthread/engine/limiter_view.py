"""What a limiter tells of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from goldthread.flow.limit import Limit


class Held(Exception):
    """The call has to wait longer than its caller would; come back then. Nothing was used up."""

    def __init__(self, until: datetime, reason: str) -> None:
        super().__init__(f"{reason} Expected at {until.isoformat(timespec='seconds')}.")
        self.until = until
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class LimiterView:
    """How an installation's budget stands, as this worker sees it."""

    installation: str
    limits: tuple[Limit, ...]
    concurrency: int
    under_way: int
    """Calls sent and not yet answered."""
    used: int
    """Calls that count now in the fullest window, over all workers, with those leased."""
    used_of: tuple[int, ...]
    """The same for each of the limits, in their order."""
    waiting: int
    """Who stands in the queue for a call now."""
    held: int
    """Messages that were sent away until their turn is expected."""
    by_topology: Mapping[str, int]
    """Waiting and held."""
    next_release: datetime | None
    """When the next call may go; None when it may go at once."""
    empty_at: datetime | None
    """When all who wait and are held are expected to be through; None when nobody is."""
    reason: str
    """Why the next one has to wait, in words; empty when it doesn't."""
