"""What a write is answered with when it is durable, or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from goldthread.flow.message import Message, MessageId, RunId, TraceId


@dataclass(frozen=True, slots=True)
class Recorded:
    """Durable."""

    blocked: frozenset[MessageId] = frozenset()
    """Of the messages to be taken: those that wait for their turn in their lane. Nobody holds them."""
    born: tuple[Message, ...] = ()
    """What came to be beside the followers: messages of completed joins, with the joined body, and of births, with
    their trace. The worker holds those that were to be taken and aren't blocked."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The run exists now."""

    run: RunId
    trace: TraceId
    messages: tuple[Message, ...]
    """The first messages, with their trace."""
    blocked: frozenset[MessageId] = frozenset()
    """Those of them that wait for their turn in their lane. Nobody holds them."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The event was known; this run exists."""

    run: RunId


@dataclass(frozen=True, slots=True)
class Known:
    """The call was recorded by an earlier attempt."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The message isn't this worker's any more; nothing was written."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A record changed since it was recalled; nothing was written."""


@dataclass(frozen=True, slots=True)
class Beaten:
    """Somebody else was first; nothing was written."""

    by: str = ""
    """Who, where it is known."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """These messages are the worker's now, the most urgent first."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Freed:
    """How many messages of dead workers were set free."""

    count: int


Receipt: TypeAlias = Recorded | Accepted | Duplicate | Known | Lost | Stale | Beaten | Claimed | Freed
