"""What reply headers say about how fast we may go. Whatever can't be understood is ignored.

Sources: RFC 9110 §10.2.3 (Retry-After); draft-ietf-httpapi-ratelimit-headers (RateLimit and RateLimit-Policy, and the
RateLimit-Limit, -Remaining and -Reset of its earlier versions); the X-RateLimit-* in the wild, whose reset is a span,
or an instant in seconds or milliseconds; the call limit header of Shopify's REST Admin API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

T = TypeVar("T")

LONGEST = timedelta(days=31)
"""A longer wait is taken for garbage."""
EPOCH_SECONDS = 1_000_000_000
"""A reset from here on is an instant, not a span."""
EPOCH_MILLISECONDS = 100_000_000_000

_NUMBER = re.compile(r"\s*(\d{1,15})(?:\.(\d{1,9}))?", re.ASCII)
_PARAMETER = re.compile(r"[;,]?\s*([a-z]+)\s*=\s*(\d{1,15})\b", re.ASCII | re.IGNORECASE)
_BUCKET = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", re.ASCII)
_ITEMS = re.compile(r',(?=\s*(?:"|[a-zA-Z*][^=,;]*(?:;|,|$)))')


@dataclass(frozen=True, kw_only=True, slots=True)
class Throttle:
    """What a reply told about the pace."""

    after: timedelta | None = None
    """Don't call before this has passed."""
    remaining: int | None = None
    """So many more calls are taken until `reset`."""
    reset: timedelta | None = None


def parse_throttle(headers: Mapping[str, str], now: datetime) -> Throttle:
    """Read all known forms; of several windows the one with the least left counts.

    `now` is our time. Instants are read against the reply's own Date where it has one, since clocks differ.
    """
    named = {name.lower(): value for name, value in headers.items()}
    theirs = _date(named.get("date", "")) or now
    remaining, reset = _tightest(
        (
            _structured(named.get("ratelimit", ""), named.get("ratelimit-policy", "")),
            *(_triple(named, prefix, theirs) for prefix in ("ratelimit", "x-ratelimit", "x-rate-limit")),
            (_bucket(named.get("x-shopify-shop-api-call-limit", "")), None),
        )
    )
    return Throttle(after=_after(named, theirs), remaining=remaining, reset=reset)


def _after(named: Mapping[str, str], theirs: datetime) -> timedelta | None:
    waits = (
        _wait(named.get("retry-after", ""), theirs),
        _wait(named.get("x-ratelimit-retry-after", ""), theirs),
        _span(named.get("retry-after-ms", ""), unit=timedelta(milliseconds=1)),
    )
    return max((wait for wait in waits if wait is not None), default=None)


def _tightest(
    windows: tuple[tuple[int | None, timedelta | None], ...],
) -> tuple[int | None, timedelta | None]:
    known = [(remaining, reset) for remaining, reset in windows if remaining is not None]
    return min(known, key=lambda window: (window[0], -(window[1] or timedelta(0))), default=(None, None))


def _structured(field: str, policy: str) -> tuple[int | None, timedelta | None]:
    """`"burst";r=0;t=12, "daily";r=900;t=4000`, and the older `limit=100, remaining=0, reset=12`."""
    windows = {name: _parameters(item).get("w") for name, item in _named_items(policy)}
    found: list[tuple[int | None, timedelta | None]] = []
    for name, item in _named_items(field):
        parameters = _parameters(item)
        remaining = parameters.get("r", parameters.get("remaining"))
        seconds = parameters.get("t", parameters.get("reset", windows.get(name)))
        found.append((remaining, _sane(timedelta(seconds=seconds)) if seconds is not None else None))
    return _tightest(tuple(found))


def _named_items(field: str) -> list[tuple[str, str]]:
    """The items of a list with their names; an older dictionary is one item without a name."""
    items = [item.strip() for item in _ITEMS.split(field[:2000]) if item.strip()]
    return [(item.split(";", 1)[0].strip().strip('"') if ";" in item else "", item) for item in items]


def _parameters(item: str) -> Mapping[str, int]:
    return {name.lower(): min(int(value), 10**12) for name, value in _PARAMETER.findall(item)}


def _triple(named: Mapping[str, str], prefix: str, theirs: datetime) -> tuple[int | None, timedelta | None]:
    found = _NUMBER.match(named.get(f"{prefix}-remaining", ""))
    return int(found[1]) if found else None, _wait(named.get(f"{prefix}-reset", ""), theirs)


def _bucket(field: str) -> int | None:
    """`32/40`: 32 of 40 are used."""
    found = _BUCKET.fullmatch(field)
    return max(0, int(found[2]) - int(found[1])) if found else None


def _wait(text: str, theirs: datetime) -> timedelta | None:
    """A span in seconds, or the time until an instant given as epoch seconds, epoch milliseconds or a date."""
    found = _NUMBER.match(text)
    if found and not re.match(r"\s*\d{4}-", text):
        return _from_number(int(found[1]), text, theirs)
    at = _date(text)
    return _sane(at - theirs) if at else None


def _from_number(number: int, text: str, theirs: datetime) -> timedelta | None:
    if number >= EPOCH_MILLISECONDS:
        return _until(theirs, seconds=number // 1000, rest=timedelta(milliseconds=number % 1000))
    if number >= EPOCH_SECONDS:
        return _until(theirs, seconds=number, rest=timedelta(0))
    return _span(text, unit=timedelta(seconds=1))


def _until(theirs: datetime, *, seconds: int, rest: timedelta) -> timedelta | None:
    return _sane(_guarded(lambda: datetime.fromtimestamp(seconds, tz=UTC) + rest - theirs))


def _span(text: str, *, unit: timedelta) -> timedelta | None:
    """A number of units with up to nine decimals, rounded up to a microsecond."""
    found = _NUMBER.match(text)
    if not found:
        return None
    digits = (found[2] or "").ljust(9, "0")
    billionths = int(found[1]) * 10**9 + int(digits)
    return _sane(
        _guarded(lambda: timedelta(microseconds=-(-billionths * (unit // timedelta(microseconds=1)) // 10**9)))
    )


def _date(text: str) -> datetime | None:
    """An HTTP-date or ISO 8601; one without a zone is UTC."""
    at = _guarded(lambda: parsedate_to_datetime(text)) or _guarded(lambda: datetime.fromisoformat(text.strip()))
    return at.replace(tzinfo=UTC) if at and not at.tzinfo else at


def _sane(wait: timedelta | None) -> timedelta | None:
    """Not in the past; None when it is further away than anybody means."""
    return None if wait is None or wait > LONGEST else max(wait, timedelta(0))


def _guarded(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (ValueError, TypeError, OverflowError, OSError, IndexError, AttributeError):
        return None
