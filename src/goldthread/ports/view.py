"""What is read from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from goldthread.domain.entity import Entity
from goldthread.flow.entry import Entry
from goldthread.flow.message import CallId, Message, MessageId, TraceId
from goldthread.ports.carried import Run, Trashing


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One recorded write."""

    id: CallId
    message: MessageId
    node: str
    installation: str
    request: str
    doubt: str
    intended_at: datetime
    answered_at: datetime | None
    reply: str | None
    """None: in doubt, unless `is_open_again`."""
    is_open_again: bool
    """It surely didn't happen (or a person said: again); it may be sent once more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trashed:
    """A message in the trash."""

    message: Message
    why: Trashing
    version: int
    trashed_at: datetime
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RunRow:
    """A run and how it stands: `open`, `done`, `repaired`, `discarded`."""

    run: Run
    state: str
    open_messages: int
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """An entry with its place in a chain."""

    chain: int
    seq: int
    entry: Entry
    digest: str
    """Of the content and its salt."""
    previous: str
    hash: str
    is_erased: bool
    salt: str = ""
    """Given by `Ledger.chain` alone, for verification; empty when erased."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """The latest known state of an entity that Goldthread keeps itself."""

    kind: str
    key: str
    body: str
    version: int
    is_live: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a small table."""

    key: str
    value: str
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Where everything accepted is: accepted = settled + pending + waiting + held + trash (messages of open runs)."""

    runs: int
    runs_open: int
    pending: int
    waiting: int
    held: int
    trash: int
    oldest_pending: datetime | None
    by_topology: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """topology → state (`open`, `done`, `repaired`, `discarded`, `trash`) → count."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """How many open messages stand alike before one node."""

    topology: str
    version: str
    """The fingerprint of the topology that their runs began with."""
    node: str
    state: str
    """`ready`, `waiting`, `held`, `blocked` or `trash`."""
    held_by: str
    """The installation or switched-off topology (`topology:…`) that they are held for; else empty."""
    count: int
    oldest: datetime
    """When the first of them was made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """A trace as a line of a list."""

    trace: TraceId
    entities: tuple[Entity, ...]
    """The one that names it first."""
    runs: tuple[RunRow, ...]
    """The newest first."""
    is_in_trash: bool
    """Whether a message of it needs a person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Minute:
    """How many entries of a kind a topology brought in a minute, or in several that are counted together."""

    at: datetime
    """The beginning of the first."""
    topology: str
    """Empty for what belongs to none."""
    kind: str
    count: int
