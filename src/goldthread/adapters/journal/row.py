"""Rows as the journal sees them: plain tuples in the order of their columns, instants in microseconds."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from goldthread.flow.chain import micros
from goldthread.flow.entry import Kind
from goldthread.flow.message import Message

State: TypeAlias = Literal["ready", "held", "blocked", "trash"]


class Standing(NamedTuple):
    """Where an open message stands; everything of it but what it carries."""

    id: str
    run: str
    trace: str
    topology: str
    node: str
    priority: int
    attempt: int
    waits: int
    lane: str
    seat: int
    created_at: int
    due: int | None
    state: State
    """`blocked`: not the head of its lane; `held`: waits for a paused installation."""
    holder: str | None
    held_by: str


class Course(NamedTuple):
    """A run and how far it has come."""

    id: str
    trace: str
    topology: str
    version: str
    origin: str
    start_key: str
    started_at: int
    state: str
    verdict: str
    """How it will have ended: `done`, worse when a person had to mend it."""
    open_messages: int
    ended_at: int | None


class CallRow(NamedTuple):
    """A recorded write. To decide on it, it is loaded without its texts."""

    message: str
    id: str
    node: str
    installation: str
    request: str
    doubt: str
    intended_at: int
    answered_at: int | None
    reply: str | None
    is_open_again: int


class TrashRow(NamedTuple):
    """Why a message is in the trash, or who took it out."""

    message: str
    trace: str
    topology: str
    node: str
    kind: str
    reason: str
    field: str
    faults: str
    call: str
    cause: str
    detail: str
    version: int
    trashed_at: int
    is_open: int
    actor: str
    acted_at: int | None


class Finder(NamedTuple):
    """An entity of a trace. The owner names its trace: what starts with it joins that trace."""

    key: str
    kind: str
    trace: str
    is_owner: int


class Came(NamedTuple):
    """A branch that has come to its join."""

    join: str
    branch: int
    run: str
    body: str | None


class LockRow(NamedTuple):
    """Who is in a critical section."""

    key: str
    worker: str
    message: str


class Kept(NamedTuple):
    """A record of an entity."""

    kind: str
    key: str
    body: str
    version: int
    is_live: int


class SmallRow(NamedTuple):
    """A row of a small table."""

    place: str
    """The small table's name."""
    key: str
    value: str
    version: int


class EntryRow(NamedTuple):
    """An entry in its place; its content lies beside."""

    chain: int
    seq: int
    kind: str
    at: int
    trace: str
    run: str
    topology: str
    node: str
    message: str
    actor: str
    digest: str
    hash: str
    is_rare: int


RARE: Final = frozenset(
    {
        Kind.DUPLICATE,
        Kind.REFUSED,
        Kind.TRASHED,
        Kind.REPAIRED,
        Kind.RESUMED,
        Kind.DISCARDED,
        Kind.RESOLVED,
        Kind.PRINTED,
        Kind.CHANGED,
        Kind.OPENED,
        Kind.ERASED,
        Kind.ROOTED,
        Kind.MISSED,
    }
)
"""Kinds that are looked for over all traces, and too rare to be found by walking back: they are indexed."""


class ContentRow(NamedTuple):
    """What an entry says, with its salt; may be erased."""

    chain: int
    seq: int
    salt: str
    content: str


def standing(message: Message, *, trace: str, seat: int, state: State, holder: str | None) -> Standing:
    """A new message, in its place."""
    return Standing(
        message.id,
        message.run,
        trace,
        message.topology,
        message.node,
        int(message.priority),
        message.attempt,
        message.waits,
        message.lane,
        seat,
        micros(message.created_at),
        None if message.due is None else micros(message.due),
        state,
        holder,
        "",
    )
