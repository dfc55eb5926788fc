"""What a story is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from goldthread.flow.difference import Change
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One call to an outside system: what was asked, and what was answered."""

    installation: str
    method: str
    path: str
    params: Json
    request: Json
    """The body that was sent."""
    status: int | None
    """None while no answer is known."""
    reply: Json
    """The body that came back."""
    verdict: str
    """`accepted`, `missing`, `refused`, `later`, `unclear` or `denied`; empty while no answer is known."""
    words: str
    """What the verdict rests on, when it isn't `accepted`."""
    took_ms: int | None
    is_write: bool
    call: str
    """The id of the recorded write; empty for a read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing that happened."""

    at: datetime
    kind: Kind
    text: str
    """A sentence."""
    topology: str = ""
    run: str = ""
    node: str = ""
    message: str = ""
    actor: str = ""
    """Who did it; empty when the engine did."""
    changes: tuple[Change, ...] = ()
    """What the body gained or what a person changed."""
    exchange: Exchange | None = None
    facts: Json = None
    """The particulars as they were written down; None where the other fields say all."""
    chain: int = 0
    seq: int = 0
    """Where in the chains the line stands as evidence."""
    is_erased: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A message that is still open."""

    message: str
    run: str
    topology: str
    node: str
    state: str
    """`ready`, `waiting`, `held`, `blocked` or `trash`."""
    since: datetime
    due: datetime | None
    reason: str
    """Why it waits or needs a person, as far as it is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RunView:
    """One run of the trace."""

    run: str
    topology: str
    state: str
    """`open`, `done`, `repaired` or `discarded`."""
    started_at: datetime
    ended_at: datetime | None
    open_messages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """Everything that happened to one business entity, across all topologies, in order."""

    trace: str
    entities: tuple[str, ...]
    """How the trace is found: `order:bazaar/1001`."""
    runs: tuple[RunView, ...]
    lines: tuple[Line, ...]
    open: tuple[Standing, ...] = field(default=())
    is_cut: bool = False
    """There is more than was read."""
    is_masked: bool = False
    """Personal data is hidden."""
