"""Time, chance and ids of the machine itself."""

from __future__ import annotations

import asyncio
import random
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS: Final = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_COUNTS: Final = 1 << 20
_NONCES: Final = 1 << 60


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(max(0.0, duration.total_seconds()))


class SystemChance:
    """The machine's chance; a seed given to the `random` module doesn't reach it."""

    def __init__(self) -> None:
        self._random = random.Random(secrets.randbits(128))  # noqa: S311 - spreads retries; tokens come from secrets

    def draw(self) -> float:
        return self._random.random()

    def token(self) -> str:
        return secrets.token_urlsafe(24)


class TimeIds:
    """Ids of 26 characters that rise with time: `0kx3t9v2ma` `0000` `7c4q9e2hj5vw`.

    Crockford's base 32 in lower case: 10 characters of milliseconds, 4 of a count within the millisecond and 12 of
    chance, drawn anew every millisecond. A clock that is set back doesn't make ids fall: the last millisecond goes
    on being counted. May be used from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = 0
        self._count = 0
        self._head = ""
        self._tail = ""

    def new(self) -> str:
        with self._lock:
            now = time.time_ns() // 1_000_000
            if now > self._millisecond:
                self._begin(now)
            elif self._count == _COUNTS:
                self._begin(self._millisecond + 1)
            count = self._count
            self._count = count + 1
            return f"{self._head}{_PAIRS[count >> 10]}{_PAIRS[count & 1023]}{self._tail}"

    def _begin(self, millisecond: int) -> None:
        self._millisecond = millisecond
        self._count = 0
        self._head = _base32(millisecond, pairs=5)
        self._tail = _base32(secrets.randbelow(_NONCES), pairs=6)


def first_id(at: datetime) -> str:
    """The least id that can have been made at the instant: ids below it are older."""
    return _base32(int(at.timestamp() * 1000), pairs=5)


def _base32(number: int, *, pairs: int) -> str:
    return "".join(_PAIRS[number >> 10 * place & 1023] for place in reversed(range(pairs)))
