"""Which rows a batch of writes needs from the store, and the rows themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from goldthread.adapters.journal.row import CallRow, Came, Course, Finder, Kept, LockRow, SmallRow, Standing, TrashRow
from goldthread.flow.message import Message
from goldthread.ports.write import Beat, Claim, Leave, Unhold

Sweep = Claim | Beat | Leave | Unhold
"""Writes that look for rows by what they hold, not by their ids; each stands first in its batch."""


@dataclass(kw_only=True, slots=True)
class Need:
    """Keys of rows, by table. Two rounds are asked: what the second needs shows in the rows of the first."""

    messages: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    start_keys: set[str] = field(default_factory=set)
    entities: set[tuple[str, str]] = field(default_factory=set)
    """Key and kind."""
    joins: set[str] = field(default_factory=set)
    trash: set[str] = field(default_factory=set)
    locks: set[str] = field(default_factory=set)
    records: set[tuple[str, str]] = field(default_factory=set)
    small: set[tuple[str, str]] = field(default_factory=set)
    lanes: set[str] = field(default_factory=set)
    lane_depth: int = 0
    """How many messages of each lane may come to its head within the batch."""
    sweep: Sweep | None = None


@dataclass(kw_only=True, slots=True)
class Found:
    """The rows there are, by table."""

    messages: Sequence[Standing] = ()
    runs: Sequence[Course] = ()
    calls: Sequence[CallRow] = ()
    start_keys: Sequence[tuple[str, str]] = ()
    """Start key and run."""
    entities: Sequence[Finder] = ()
    arrivals: Sequence[Came] = ()
    trash: Sequence[TrashRow] = ()
    locks: Sequence[LockRow] = ()
    records: Sequence[Kept] = ()
    small: Sequence[SmallRow] = ()
    lanes: Sequence[tuple[str, int, Sequence[Standing]]] = ()
    """Lane, its highest seat, its first messages in order."""
    swept: Sequence[Standing] = ()
    """What the sweep is about, in order: to be claimed, to be freed, to be let go on."""
    bodies: Sequence[Message] = ()
    """For a claim: the messages of `swept`, in its order."""
    dead: Collection[str] = ()
    """For a beat: the workers that live no more, or hold something and never said that they live."""
    dead_locks: Sequence[LockRow] = ()
    """For a beat or a leave: the critical sections of those who are no more."""
