"""When a cron is due: ticks in its own time zone, through both changes of the clock.

A tick at a fixed time that doesn't exist (clocks go forward) comes at the first minute that does; one that exists twice
(clocks go back) comes the first time. Ticks with a wildcard hour or minute follow real time. So does Debian's cron, and
so does cronsim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from goldthread.flow.errors import Unsettled
from goldthread.flow.start import Cron

AT_ONCE = 1000
"""So many missed ticks are looked up in one go."""
LOOK_BACK = timedelta(hours=1)


def due(cron: Cron, *, since: datetime, now: datetime, limit: int = AT_ONCE) -> list[datetime]:
    """The ticks after `since` up to `now`, in UTC, the earliest `limit` of them. Raises `Unsettled`."""
    ticks: list[datetime] = []
    for tick in _ticks(cron, since):
        if tick > now or len(ticks) == limit:
            break
        ticks.append(tick)
    return ticks


def last_due(cron: Cron, *, since: datetime, now: datetime) -> datetime | None:
    """The latest tick after `since` up to `now`, without walking through all that were missed."""
    reach = LOOK_BACK
    while True:
        begin = max(since, now - reach)
        if ticks := due(cron, since=begin, now=now, limit=1_000_000):
            return ticks[-1]
        if begin == since:
            return None
        reach *= 8


def next_due(cron: Cron, *, since: datetime) -> datetime | None:
    """The first tick after `since`; None when there is none in the next 50 years. Raises `Unsettled`."""
    return next(_ticks(cron, since), None)


def checked(cron: Cron) -> Cron:
    """The same cron. Raises `Unsettled` when it can't be read."""
    next_due(cron, since=datetime(2026, 1, 1, tzinfo=UTC))
    return cron


def with_expression(cron: Cron, expression: str | None) -> Cron:
    """The cron with an operator's expression, where there is one."""
    return replace(cron, expression=expression) if expression else cron


def tick_key(topology: str, tick: datetime) -> str:
    """The start key of a tick: the same on every worker."""
    return f"cron:{topology}:{tick.astimezone(UTC).isoformat()}"


def _ticks(cron: Cron, since: datetime) -> Iterator[datetime]:
    """Rising. cronsim thinks in local time for fixed hours, so what it repeats when clocks go back is left out."""
    former = since.astimezone(UTC)
    for local in _local_ticks(cron, since):
        tick = local.astimezone(UTC)
        if tick > former:
            yield tick
            former = tick


def _local_ticks(cron: Cron, since: datetime) -> CronSim:
    try:
        zone = UTC if cron.zone == "UTC" else ZoneInfo(cron.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unsettled(f"There is no time zone {cron.zone!r}; expected a name like Europe/Prague.") from error
    try:
        return CronSim(cron.expression, since.astimezone(zone))
    except CronSimError as error:
        words = f"{cron.expression!r} is no cron expression ({error})"
        raise Unsettled(f"{words}; expected five fields, as in '0 */4 * * *'.") from error
