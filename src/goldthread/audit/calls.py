"""The last calls to outside systems: how many, how many in vain, how slow, and each with request and reply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from goldthread.audit.exchange import Read, fold_calls
from goldthread.audit.story import content_of
from goldthread.audit.told import Exchange
from goldthread.flow.difference import Mask
from goldthread.flow.entry import Kind
from goldthread.ports.ledger import Ledger

MOST: Final = 1000
"""So many of the newest lines about calls are read, whatever system they went to."""
IN_VAIN: Final = frozenset({"refused", "later", "unclear", "denied"})
"""Verdicts that count as errors; `missing` is an answer like any other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """One call, and in the course of what it was made."""

    at: datetime
    trace: str
    topology: str
    node: str
    exchange: Exchange

    @property
    def is_error(self) -> bool:
        """Whether it was in vain."""
        return self.exchange.verdict in IN_VAIN


@dataclass(frozen=True, kw_only=True, slots=True)
class CallFigures:
    """Some calls, counted."""

    calls: int
    errors: int
    p95_ms: int | None
    """What nineteen of twenty didn't exceed; None when no duration is known."""
    verdicts: Counter[str]


async def recent_calls(ledger: Ledger, *, most: int = MOST) -> list[Called]:
    """The newest first, with personal data; `hidden` masks what is shown of it."""
    found = await ledger.entries(kinds=(Kind.INTENDED, Kind.CALLED), limit=most)
    kept, exchanges = fold_calls([Read(sealed=one, content=content_of(one)) for one in reversed(found)])
    calls = [_called(one, exchanges[one.sealed.chain, one.sealed.seq]) for one in reversed(kept)]
    return [one for one in calls if one.exchange.installation]


def hidden(call: Called, mask: Mask) -> Called:
    """The call with what the mask leaves of its contents."""
    asked = call.exchange
    params, request, reply = (mask(one) for one in (asked.params, asked.request, asked.reply))
    return replace(call, exchange=replace(asked, params=params, request=request, reply=reply))


def call_figures(calls: Iterable[Called]) -> CallFigures:
    """Counted together; the writes that nobody answered yet are calls, too."""
    listed = list(calls)
    took = sorted(one.exchange.took_ms for one in listed if one.exchange.took_ms is not None)
    return CallFigures(
        calls=len(listed),
        errors=sum(one.is_error for one in listed),
        p95_ms=took[max(0, -(-len(took) * 95 // 100) - 1)] if took else None,
        verdicts=Counter(one.exchange.verdict or "no answer yet" for one in listed),
    )


def by_installation(calls: Iterable[Called]) -> dict[str, list[Called]]:
    """The calls of each system."""
    sorted_out: dict[str, list[Called]] = {}
    for one in calls:
        sorted_out.setdefault(one.exchange.installation, []).append(one)
    return sorted_out


def by_hour(calls: Sequence[Called]) -> list[tuple[datetime, CallFigures]]:
    """The figures of each hour in which there was a call, the newest hour first."""
    hours: dict[datetime, list[Called]] = {}
    for one in calls:
        hours.setdefault(one.at.replace(minute=0, second=0, microsecond=0), []).append(one)
    return [(hour, call_figures(each)) for hour, each in sorted(hours.items(), reverse=True)]


def _called(read: Read, exchange: Exchange) -> Called:
    entry = read.sealed.entry
    if "login" in read.content:
        exchange = _login(exchange, read)
    return Called(at=entry.at, trace=entry.trace, topology=entry.topology, node=entry.node, exchange=exchange)


def _login(exchange: Exchange, read: Read) -> Exchange:
    """Logins are told in fewer words: neither what was sent nor what came back."""
    status = read.content.get("status")
    answered = status if isinstance(status, int) and status else None
    verdict = "accepted" if answered is not None and answered < 400 else "denied"
    return replace(exchange, method="login", path=read.text("login"), status=answered, verdict=verdict)
