"""The colours that Quasar is told, and how a state's word is coloured; everything else stands in `console.css`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """How a status is coloured; its word always stands beside."""

    GOOD = "good"
    INFO = "info"
    WARN = "warn"
    BAD = "bad"
    STILL = "still"


QUASAR: Final[Mapping[str, str]] = {
    "primary": "#7c4f00",
    "secondary": "#4d5561",
    "accent": "#c08a1e",
    "dark": "#1a1d21",
    "dark_page": "#131518",
    "positive": "#17633a",
    "negative": "#a01c1c",
    "info": "#1d567f",
    "warning": "#7d4a00",
}

_TONES: Final[Mapping[Tone, tuple[str, ...]]] = {
    Tone.GOOD: (
        "up",
        "done",
        "delivered",
        "accepted",
        "kept",
        "settled",
        "living",
        "on",
        "printed",
        "sound",
        "picked_up",
    ),
    Tone.INFO: (
        *("open", "ready", "started", "in_transit", "out_for_delivery", "label_created", "announced", "repaired"),
        *("ready_for_pickup", "created", "enabled", "moved"),
    ),
    Tone.WARN: (
        *("waiting", "held", "blocked", "limited", "retrying", "delayed", "on_hold", "customs_hold", "later"),
        *("in_doubt", "missed", "unclear", "expired", "unknown", "attempt_failed", "returning"),
    ),
    Tone.BAD: (
        *("trash", "trashed", "paused", "refused", "rejected", "denied", "failed", "broken", "lost_or_damaged"),
        *("unauthorised", "returned", "exhausted", "void"),
    ),
}
_TONE_OF: Final[Mapping[str, Tone]] = {word: tone for tone, words in _TONES.items() for word in words}


def tone_of(word: str) -> Tone:
    """The colour of a state's word; quiet for words that say neither good nor bad."""
    return _TONE_OF.get(word.strip().lower().replace(" ", "_").replace("-", "_"), Tone.STILL)
