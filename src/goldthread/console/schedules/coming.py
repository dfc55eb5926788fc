"""When a cron is due next."""

from __future__ import annotations

from datetime import datetime

from goldthread.engine.schedule_ticks import next_due
from goldthread.flow.start import Cron


def coming(cron: Cron, now: datetime, most: int) -> list[datetime]:
    """The next ticks, at most so many. Raises `Unsettled` when the expression cannot be read."""
    found: list[datetime] = []
    since = now
    while len(found) < most and (tick := next_due(cron, since=since)) is not None:
        found.append(tick)
        since = tick
    return found
