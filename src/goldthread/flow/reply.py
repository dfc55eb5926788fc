"""What an outside system answered, and what to make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from goldthread.flow.errors import Fault

TOO_MANY = 429
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A reply as it came: status, headers (names in lower case) and the raw bytes."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side did what was asked."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The thing asked for doesn't exist (404)."""

    message: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The other side will never do this; the data is at fault. It surely did nothing.

    `faults` carry the other side's own field names; the connector maps them to ours.
    """

    message: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """The other side asks for patience. It surely did nothing."""

    message: str
    after: timedelta | None = None
    is_throttled: bool = False
    """It was asked too often, or says when to come again: waiting for that is no attempt, and no reason to pause it."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The other side broke (500, 502, 504): whether a write happened isn't known."""

    message: str


@dataclass(frozen=True, slots=True)
class Denied:
    """The credentials weren't taken. It surely did nothing."""

    message: str


Verdict: TypeAlias = Accepted | Missing | Refused | Later | Unclear | Denied


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusPolicy:
    """Which replies are done, retried, rejected or unauthorised, as data per application.

    `look` sees a reply whose status says accepted or refused, together with its decoded JSON (None when it isn't
    JSON), and may judge otherwise: errors inside a 200, or a 422 whose fields have names. None keeps the judgement.
    """

    later: frozenset[int] = frozenset({408, 423, 425, 429, 503})
    unclear: frozenset[int] = frozenset({500, 502, 504, 520, 521, 522, 523, 524})
    denied: frozenset[int] = frozenset({401})
    missing: frozenset[int] = frozenset({404})
    look: Callable[[Reply, Json], Verdict | None] | None = None

    def judge(self, reply: Reply, decoded: Json) -> Verdict:
        """What the reply means; any other status outside 200-299 is a refusal with the other side's words."""
        if self.look and (judged := self.look(reply, decoded)):
            return judged
        status = reply.status
        words = f"HTTP {status}: {reply.content[:500].decode(errors='replace')}"
        if 200 <= status < 300:
            return Accepted()
        if status in self.denied:
            return Denied(words)
        if status in self.missing:
            return Missing(words)
        if status in self.later:
            return Later(words, is_throttled=status == TOO_MANY)
        if status in self.unclear or status >= 500:
            return Unclear(words)
        return Refused(words)


def unreadable(reply: Reply, decoded: Json) -> Unclear | None:
    """What to make of a success without the JSON that belongs to it: it was cut short, or a proxy wrote a page.

    For `StatusPolicy.look` of applications that answer every call in JSON; 204 needs no content.
    """
    if decoded is None and 200 <= reply.status < 300 and reply.status != 204:
        return Unclear(f"HTTP {reply.status} whose content isn't JSON: {reply.content[:80].decode(errors='replace')!r}")
    return None
