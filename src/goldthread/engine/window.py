"""Limits as people write them: `10/s`, `60/min`, `5000/day`, `100/30s`."""

from __future__ import annotations

import re
from typing import Final

from goldthread.engine.installation import StoredLimit
from goldthread.flow.errors import Misuse

SECONDS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86400, "day": 86400}
_WORDS: Final = {1: "s", 60: "min", 3600: "h", 86400: "day"}


def read_window(text: str) -> StoredLimit:
    """One limit. Raises `Misuse`."""
    match = re.fullmatch(r"(\d{1,9})/(\d{0,9})(s|min|h|d|day)", text.strip())
    if match is None or not int(match[1]) or int(match[2] or 1) == 0:
        raise Misuse(f"A limit is written as 10/s, 60/min, 5000/day or 100/30s, not {text!r}.")
    return StoredLimit(count=int(match[1]), per_s=int(match[2] or 1) * SECONDS[match[3]])


def read_windows(text: str) -> tuple[StoredLimit, ...]:
    """Several, with commas or spaces between them. Raises `Misuse`."""
    return tuple(read_window(one) for one in re.split(r"[\s,;]+", text) if one)


def window_text(count: int, per_s: int) -> str:
    """A limit as it would be written."""
    unit = max((one for one in _WORDS if per_s % one == 0), default=1)
    times = per_s // unit
    return f"{count}/{'' if times == 1 else times}{_WORDS[unit]}"
