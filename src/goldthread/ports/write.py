"""Everything that changes the ledger: a closed union of writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from goldthread.domain.entity import Entity
from goldthread.flow.entry import Entry
from goldthread.flow.message import CallId, Message, MessageId, TraceId, WorkerId
from goldthread.ports.carried import Answer, Arrival, Birth, Fate, Keeping, Link, Resolution


@dataclass(frozen=True, kw_only=True, slots=True)
class Accept:
    """Start a run for an event, once per start key. Receipts: `Accepted`, `Duplicate`."""

    birth: Birth
    worker: WorkerId | None
    """The worker that takes the first messages at once; None leaves them to whoever claims."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Intend:
    """Record that a write is about to be sent. Receipts: `Recorded`, `Lost`, `Known` (the call is recorded already)."""

    worker: WorkerId
    message: MessageId
    call: CallId
    """Unique per message, node, what is asked, and how often it was asked; begins with the message's id and a dot."""
    node: str
    installation: str
    request: str
    """JSON of the request, redacted."""
    doubt: str
    """The name of the way a lost answer is resolved."""
    at: datetime
    entries: tuple[Entry, ...] = ()
    is_again: bool = False
    """The call was recorded before and surely didn't happen (or a person said: again): send it once more. An answered
    call stays `Known`, unless its answer was a definite failure or a person opened it again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settle:
    """End an attempt: everything it did, in one commit.

    Receipts: `Recorded`, `Lost`, `Stale` (a record changed meanwhile).
    """

    worker: WorkerId
    message: MessageId
    fate: Fate
    answers: tuple[Answer, ...] = ()
    followers: tuple[Message, ...] = ()
    """The new messages; the ledger gives each one in a lane its seat, behind all others there."""
    taken: frozenset[MessageId] = frozenset()
    """Of the followers, the messages of arrivals and births, and the message itself when it is parked: those that stay
    with this worker. The others are left to whoever claims."""
    arrivals: tuple[Arrival, ...] = ()
    births: tuple[Birth, ...] = ()
    entities: tuple[Entity, ...] = ()
    records: tuple[Keeping, ...] = ()
    cursor: str | None = None
    """Kept under the topology of the message and `cursor_of`; None keeps the former one."""
    cursor_of: str = ""
    """Whose cursor it is; empty: of the node that the message stands before."""
    entries: tuple[Entry, ...] = ()
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Append entries, answers and links, bound to no message. Receipt: `Recorded`."""

    entries: tuple[Entry, ...] = ()
    answers: tuple[Answer, ...] = ()
    links: tuple[Link, ...] = ()
    entities: tuple[tuple[TraceId, Entity], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mend:
    """A person acts on a message in the trash. Receipts: `Recorded`, `Beaten` (no longer there, or changed meanwhile).

    Exactly one of: `body` alone repairs it in place; `resume` lets it go on (with `body`, repaired first);
    `discard` ends it. `resolve` settles its calls in doubt.
    """

    message: MessageId
    version: int
    """The trash row's version that the person saw."""
    actor: str
    body: str | None = None
    resume: bool = False
    discard: bool = False
    node: str = ""
    """Go on before another node (used when the one it stood before no longer exists); empty keeps it."""
    resolve: tuple[Resolution, ...] = ()
    arrival: Arrival | None = None
    """When a discarded message was a branch of a join: its empty arrival."""
    entries: tuple[Entry, ...] = ()
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Take messages that nobody holds and that are due. Receipt: `Claimed`."""

    worker: WorkerId
    limit: int
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """Give messages back (a worker stops gracefully). Receipt: `Recorded`."""

    worker: WorkerId
    messages: tuple[MessageId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Beat:
    """A worker lives until `until`; what workers that live no more held is set free. Receipt: `Freed`.

    A worker beats before it takes anything: what somebody holds who never said that he lives is set free as well.
    """

    worker: WorkerId
    now: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Leave:
    """A worker stops for good: everything it holds is set free. Receipt: `Recorded`."""

    worker: WorkerId


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """Enter a critical section. Receipts: `Recorded`, `Beaten` (another message holds it), `Lost`."""

    key: str
    worker: WorkerId
    message: MessageId


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlock:
    """Leave it. Receipt: `Recorded`."""

    key: str
    message: MessageId
    worker: WorkerId | None = None
    """Only if this worker entered it: the message may be another one's by now, and in it again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unhold:
    """Messages held for a paused installation may go on. Receipt: `Recorded`."""

    installation: str
    limit: int | None = None
    """At most so many (a probe takes one), those first that waited least often: one that always fails doesn't go
    before all others for ever. None: all."""
    message: MessageId | None = None
    """This one alone, whatever it is held for or waits for, unless somebody holds it; `installation` is then empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Put:
    """Set a row of a small table (installation, schedule, setting, limit_state, token, pause) by its key.
    Receipts: `Recorded`, `Beaten` when `version` is given and isn't the row's.
    """

    table: str
    key: str
    value: str | None
    """JSON; None removes the row."""
    version: int | None = None
    entries: tuple[Entry, ...] = ()


Write: TypeAlias = (
    Accept | Intend | Settle | Note | Mend | Claim | Release | Beat | Leave | Lock | Unlock | Unhold | Put
)
