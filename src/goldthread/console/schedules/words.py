"""A cron expression in words: `every 15 minutes`, `at 7 minutes past every hour`, `at 06:30 on weekdays`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

DAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHORT_DAYS: Final = {day[:3].upper(): str(number) for number, day in enumerate(DAYS[:7])}
_SHORT_MONTHS: Final = {month[:3].upper(): str(number + 1) for number, month in enumerate(MONTHS)}
_FIELDS: Final = 5
_MANY: Final = 8
"""More times a day than this are told by their fields."""

MISSED: Final = {
    "skip": "passes: what was missed is never made up for",
    "once": "one run makes up for all that were missed",
    "all": "every one is made up for, one after the other",
}
MISSED_SHORT: Final = {"skip": "pass", "once": "one run for all", "all": "each made up for"}
OVERLAP: Final = {
    "skip": "the tick passes while the former run isn't settled",
    "queue": "the tick waits until the former run is settled",
}


def in_words(expression: str) -> str:
    """The expression as a person says it; itself where that would be longer than it helps."""
    fields = expression.split()
    if len(fields) != _FIELDS:
        return expression
    minute, hour, day, month, weekday = fields
    time = _time(minute, hour)
    on = [_weekdays(weekday), _days(day), _months(month)]
    if time is None or None in on:
        return f"by the expression {expression}"
    when = [part for part in on if part]
    if weekday != "*" and day != "*":
        when = [" or ".join(part for part in (on[0], on[1]) if part), *(part for part in (on[2],) if part)]
    return " ".join([time, *when])


def _time(minute: str, hour: str) -> str | None:
    """When within a day."""
    every, hours = _step(minute), _step(hour)
    if hour == "*" and every:
        return "every minute" if every == 1 else f"every {every} minutes"
    minutes = _numbers(minute)
    if minutes is None:
        return f"every {every} minutes {_between(hour)}" if every and _between(hour) else None
    if hours:
        past = "" if minutes == [0] else f", {_listed([str(one) for one in minutes])} minutes past"
        return f"every hour{past}" if hours == 1 else f"every {hours} hours{past}"
    at = _numbers(hour)
    if at is not None and len(at) * len(minutes) <= _MANY:
        return "at " + _listed([f"{one:02}:{past:02}" for one in at for past in minutes])
    return (
        f"{_listed([str(one) for one in minutes])} minutes past each hour {_between(hour)}" if _between(hour) else None
    )


def _between(hour: str) -> str:
    """`from 08:00 to 17:59`; empty where it is no range."""
    first, dash, last = hour.partition("-")
    return f"from {int(first):02}:00 to {int(last):02}:59" if dash and first.isdigit() and last.isdigit() else ""


def _weekdays(field: str) -> str | None:
    field = _spelled(field, _SHORT_DAYS)
    if field == "*":
        return ""
    if field in ("1-5", "1,2,3,4,5"):
        return "on weekdays"
    if field in ("0,6", "6,0", "6,7", "6-7"):
        return "at weekends"
    first, dash, last = field.partition("-")
    if dash and first.isdigit() and last.isdigit() and int(first) < len(DAYS) and int(last) < len(DAYS):
        return f"from {DAYS[int(first)]} to {DAYS[int(last)]}"
    days = _numbers(field)
    if days is None or any(day >= len(DAYS) for day in days):
        return None
    return "on " + _listed([f"{DAYS[day]}s" for day in days])


def _days(field: str) -> str | None:
    if field == "*":
        return ""
    if field == "L":
        return "on the last day of the month"
    days = _numbers(field)
    return None if days is None else f"on the {_listed([_ordinal(day) for day in days])} of the month"


def _months(field: str) -> str | None:
    field = _spelled(field, _SHORT_MONTHS)
    if field == "*":
        return ""
    months = _numbers(field)
    if months is None or any(not 1 <= month <= len(MONTHS) for month in months):
        return None
    return "in " + _listed([MONTHS[month - 1] for month in months])


def _step(field: str) -> int:
    """2 of `*/2`, 1 of `*`; 0 of others."""
    if field == "*":
        return 1
    step = field.removeprefix("*/").removeprefix("0/")
    return int(step) if field.startswith(("*/", "0/")) and step.isdigit() else 0


def _numbers(field: str) -> list[int] | None:
    parts = field.split(",")
    return [int(part) for part in parts] if all(part.isdigit() for part in parts) else None


def _spelled(field: str, names: dict[str, str]) -> str:
    return "".join(names.get(part, part) for part in _split(field.upper()))


def _split(field: str) -> Sequence[str]:
    return field.replace(",", " , ").replace("-", " - ").split()


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number in (11, 12, 13) else ends.get(number % 10, 'th')}"
