"""What the writes of the ledger carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from goldthread.domain.entity import Entity
from goldthread.flow.entry import Entry
from goldthread.flow.message import CallId, Message, RunId, TraceId


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One execution of one topology."""

    id: RunId
    trace: TraceId
    topology: str
    version: str
    origin: str
    """The installation that started it, or empty."""
    start_key: str
    started_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Birth:
    """A run to be made, with its first messages.

    `run.trace` is a proposal: when `entities[0]` is known already, its trace is taken instead, and written into
    messages and entries (whose `trace` is empty or the proposal) alike.
    """

    run: Run
    messages: tuple[Message, ...]
    entities: tuple[Entity, ...] = ()
    entries: tuple[Entry, ...] = ()
    trash: Trashing | None = None
    """Set when what came cannot be read: then the only message goes straight to the trash."""
    duplicate_of: str = ""
    """Another start key that shuts this one out too (a business key beside a delivery id)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The reply to a recorded call, replayed for ever.

    With `is_definite_failure` the other side surely did nothing: a later attempt may send again.
    """

    call: CallId
    at: datetime
    reply: str
    """JSON of the recorded reply (status, headers, body), redacted."""
    is_definite_failure: bool = False
    intended_at: datetime | None = None
    """Of a failure: it was this sending that failed. Another worker may have sent since, and that may have worked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A branch has come to its join; `body` is None when the branch was dropped, and with it the join."""

    join: str
    branch: int
    size: int
    body: str | None
    follower: Message
    """Made when the join is complete; its body becomes the JSON array of all branches' bodies in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Keeping:
    """A record of an entity to keep. `version` is the one that was recalled (0: none existed)."""

    kind: str
    key: str
    body: str
    version: int
    is_live: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """`ours` is `theirs` at the installation."""

    kind: str
    ours: str
    installation: str
    theirs: str


class TrashKind(StrEnum):
    """Why a person is needed."""

    REJECTED = "rejected"
    EXHAUSTED = "exhausted"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    ORPHANED = "orphaned"


@dataclass(frozen=True, kw_only=True, slots=True)
class Trashing:
    """Why a message goes to the trash."""

    kind: TrashKind
    reason: str
    field: str = ""
    """JSON Pointer into our body."""
    faults: str = "[]"
    """JSON list of every fault: field, message, code, suggestion."""
    call: str = ""
    """The id of the call that caused it."""
    cause: str = ""
    """A fingerprint: equal causes group."""
    detail: str = ""
    """A traceback, or what doing it again would cost."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """What a person says of a call in doubt: `reply` (adopted) is replayed for ever; None: send it again
    (it surely didn't happen, or it is to be done again knowingly).
    """

    call: CallId
    reply: str | None
    is_overruling: bool = False
    """There is an answer, but it cannot be used any more."""


# The fate of a message whose attempt is over.


@dataclass(frozen=True, slots=True)
class Gone:
    """Settled: it stands nowhere any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parked:
    """It stands where it stood, not before `due` (None: at once)."""

    due: datetime | None
    attempt: int
    waits: int
    held_by: str = ""
    """The paused installation it waits for; then `due` plays no part."""


Fate: TypeAlias = Gone | Parked | Trashing
