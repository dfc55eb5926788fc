"""The desk: everything one batch of writes sees and changes, before any of it is stored."""

from __future__ import annotations

from goldthread.adapters.journal.lane import Lane
from goldthread.adapters.journal.need import Found
from goldthread.adapters.journal.row import (
    CallRow,
    Came,
    Course,
    Finder,
    Kept,
    LockRow,
    SmallRow,
    Standing,
    TrashRow,
    standing,
)
from goldthread.adapters.journal.shelf import Shelf
from goldthread.flow.chain import instant
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import Message
from goldthread.ports.carried import Link


class Desk:
    """The rows a batch works on. Later writes see what earlier ones did; the store sees only the sum."""

    def __init__(self) -> None:
        self.messages: Shelf[str, Standing] = Shelf()
        self.runs: Shelf[str, Course] = Shelf()
        self.calls: Shelf[str, CallRow] = Shelf()
        self.start_keys: Shelf[str, tuple[str, str]] = Shelf()
        self.entities: Shelf[tuple[str, str, str], Finder] = Shelf()
        self.arrivals: Shelf[tuple[str, int], Came] = Shelf()
        self.trash: Shelf[str, TrashRow] = Shelf()
        self.locks: Shelf[str, LockRow] = Shelf()
        self.records: Shelf[tuple[str, str], Kept] = Shelf()
        self.small: Shelf[tuple[str, str], SmallRow] = Shelf()
        self.lanes: dict[str, Lane] = {}
        self.born: dict[str, Message] = {}
        """Messages made in this batch, as they are to be stored."""
        self.bodies: dict[str, str] = {}
        """Bodies that a person repaired."""
        self.cursors: dict[tuple[str, str], str] = {}
        self.links: dict[tuple[str, str, str], Link] = {}
        self.workers: dict[str, int | None] = {}
        """Until when workers live; None: no more."""
        self.entries: list[Entry] = []
        self.totals: dict[tuple[str, str], int] = {}
        """Changes of the count of runs by topology and state."""
        self.found = Found()
        """What was found for the sweep that stands first in the batch."""

    def admit(self, found: Found) -> None:
        """Take in what the store has."""
        for message in found.messages:
            self.messages.admit(message.id, message)
        for message in found.swept:
            self.messages.admit(message.id, message)
        for run in found.runs:
            self.runs.admit(run.id, run)
        for call in found.calls:
            self.calls.admit(call.id, call)
        for key in found.start_keys:
            self.start_keys.admit(key[0], key)
        self._admit_rare(found)

    def _admit_rare(self, found: Found) -> None:
        for finder in found.entities:
            self.entities.admit(finder[:3], finder)
        for came in found.arrivals:
            self.arrivals.admit((came.join, came.branch), came)
        for trash in found.trash:
            self.trash.admit(trash.message, trash)
        for lock in (*found.locks, *found.dead_locks):
            self.locks.admit(lock.key, lock)
        for record in found.records:
            self.records.admit((record.kind, record.key), record)
        for row in found.small:
            self.small.admit((row.place, row.key), row)
        for name, top, line in found.lanes:
            self.lanes.setdefault(name, Lane((one.id for one in line), top))
            for one in line:
                self.messages.admit(one.id, one)

    def holds(self, worker: str, message: str) -> Standing | None:
        """The message, if this worker holds it."""
        row = self.messages.get(message)
        return row if row is not None and row.holder == worker else None

    def place(self, message: Message, holder: str | None) -> bool:
        """Put a new message where it stands; whether it must wait for its turn in a lane."""
        if not message.lane:
            self.born[message.id] = message
            self.messages.put(
                message.id, standing(message, trace=message.trace, seat=message.seat, state="ready", holder=holder)
            )
            return False
        lane = self.lane(message.lane)
        is_blocked = lane.head is not None
        self.born[message.id] = message
        row = standing(
            message,
            trace=message.trace,
            seat=lane.join(message.id),
            state="blocked" if is_blocked else "ready",
            holder=None if is_blocked else holder,
        )
        self.messages.put(message.id, row)
        return is_blocked

    def remove(self, row: Standing) -> None:
        """The message stands nowhere any more; the next one in its lane may go."""
        self.messages.drop(row.id)
        self.born.pop(row.id, None)
        self.bodies.pop(row.id, None)
        if row.lane:
            lane = self.lane(row.lane)
            lane.leave(row.id)
            follower = lane.head and self.messages.get(lane.head)
            if follower and follower.state == "blocked":
                self.messages.put(follower.id, follower._replace(state="ready"))

    def lane(self, name: str) -> Lane:
        """The lane, empty if nobody stands in it."""
        return self.lanes.setdefault(name, Lane())

    def shift(self, run: str, change: int, at: int) -> None:
        """The run has so many more open messages; at zero it ends."""
        if not change:
            return
        row = self.runs.get(run)
        if row is None:
            raise KeyError(f"Run {run} isn't in the ledger, but its messages are.")
        row = row._replace(open_messages=row.open_messages + change)
        self.runs.put(run, row)
        if row.open_messages == 0:
            self.finish(row, at)

    def finish(self, row: Course, at: int) -> None:
        """The last message of the run was settled."""
        self.runs.put(row.id, row._replace(state=row.verdict, ended_at=at))
        self.count(row.topology, "open", -1)
        self.count(row.topology, row.verdict, 1)
        self.entries.append(finished(row, at))

    def count(self, topology: str, state: str, change: int) -> None:
        """So many more runs of the topology are in this state."""
        key = (topology, state)
        self.totals[key] = self.totals.get(key, 0) + change


def finished(row: Course, at: int) -> Entry:
    """What is said when a run has ended."""
    return Entry(
        kind=Kind.FINISHED,
        at=instant(at),
        trace=row.trace,
        run=row.id,
        topology=row.topology,
        content=f'{{"state":"{row.verdict}"}}',
    )
