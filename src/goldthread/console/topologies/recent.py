"""The recent calls of a node, and what it was tried again by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.audit.exchange import Read, fold_calls
from goldthread.audit.story import content_of
from goldthread.audit.told import Exchange
from goldthread.flow.retry import Retry
from goldthread.ports.view import Sealed


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentCall:
    """One call and when it was sent."""

    at: datetime
    trace: str
    exchange: Exchange


def recent_calls(entries: Sequence[Sealed], topology: str, node: str, *, most: int = 25) -> list[RecentCall]:
    """Of these entries, newest first; calls that the engine recorded as intents are folded with their answers."""
    mine = [one for one in entries if one.entry.topology == topology and one.entry.node == node and not one.is_erased]
    read = [Read(sealed=one, content=dict(content_of(one))) for one in reversed(mine)]
    kept, exchanges = fold_calls([one for one in read if one.kind in ("called", "intended")])
    found = [
        RecentCall(at=one.sealed.entry.at, trace=one.sealed.entry.trace, exchange=exchange)
        for one in reversed(kept)
        if (exchange := exchanges.get((one.sealed.chain, one.sealed.seq))) is not None
    ]
    return found[:most]


def retry_words(rule: Retry) -> str:
    """`8 attempts, waiting up to 1 s, 2 s, 4 s … 10 min, for at most 1 day`."""
    if rule.attempts == 1:
        return "one attempt, never again"
    first, cap = length(rule.first.total_seconds()), length(rule.cap.total_seconds())
    return (
        f"{rule.attempts} attempts, waiting up to {first}, then twice as long each time, at most {cap}; "
        f"given up after {length(rule.deadline.total_seconds())}"
    )


def length(seconds: float) -> str:
    """A length of time without rounding it: `90 s`, `10 min`, `24 h`."""
    for unit, name in ((3600, "h"), (60, "min")):
        if seconds >= unit and seconds % unit == 0:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:g} s"
