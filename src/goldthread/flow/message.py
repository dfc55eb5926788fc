"""The envelope that moves, and the ids around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from goldthread.flow.limit import Priority

MessageId = NewType("MessageId", str)
RunId = NewType("RunId", str)
TraceId = NewType("TraceId", str)
CallId = NewType("CallId", str)
WorkerId = NewType("WorkerId", str)

START = "start"
"""The name of the place before the first node, where what couldn't be read waits for a person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A join that the message is one branch of."""

    join: str
    """The id of this joining: the message that was split."""
    node: str
    """The node after the join."""
    branch: int
    """Which branch; 0 is the message as it was before the split."""
    size: int
    """How many arrivals complete the join, with branch 0."""


def lane_of(trace: str, node: str) -> str:
    """Where messages of one trace pass an ordered node one after another."""
    return f"{trace}:{node}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """An immutable message standing before one node."""

    id: MessageId
    run: RunId
    trace: TraceId
    topology: str
    version: str
    """The fingerprint of the topology that the run keeps for life."""
    node: str
    body: str
    """JSON of the node's input type."""
    priority: Priority = Priority.EVENT
    origin: str = ""
    """The installation that started the run."""
    frames: tuple[Frame, ...] = ()
    attempt: int = 0
    """How many attempts were made before."""
    waits: int = 0
    """How often it waited: for a limit, an installation, another system, a person. Such time counts for no deadline."""
    lane: str = ""
    """Where order matters: messages of one lane pass in the order of their `seat`."""
    seat: int = 0
    created_at: datetime
    """When the message came to stand before this node."""
    due: datetime | None = None
    """Not before this instant."""


def cursor_of(node: str, origin: str) -> str:
    """Whose cursor a paging node reads and moves: its own, or one for each installation that its runs begin at."""
    return f"{node}@{origin}" if origin else node
