"""Births: runs that begin, once per event, on the trace of what they are about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.row import Course, Finder
from goldthread.adapters.journal.trash import throw_away
from goldthread.domain.entity import Entity
from goldthread.flow.chain import micros
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import Message, MessageId, RunId, TraceId, WorkerId, lane_of
from goldthread.ports.carried import Birth
from goldthread.ports.receipt import Accepted, Duplicate
from goldthread.ports.write import Accept


@dataclass(frozen=True, kw_only=True, slots=True)
class Born:
    """A run that exists now."""

    trace: str
    messages: tuple[Message, ...]
    blocked: tuple[MessageId, ...]


def accept(desk: Desk, write: Accept) -> Accepted | Duplicate:
    """Start a run, or name the one that exists."""
    birth = write.birth
    born = bear(desk, birth, {message.id: write.worker for message in birth.messages})
    if isinstance(born, str):
        return Duplicate(RunId(born))
    return Accepted(birth.run.id, TraceId(born.trace), born.messages, frozenset(born.blocked))


def bear(desk: Desk, birth: Birth, holders: Mapping[MessageId, WorkerId | None]) -> Born | str:
    """Make the run and its messages; the run that exists when the event was known."""
    for key in (birth.run.start_key, birth.duplicate_of):
        known = desk.start_keys.get(key) if key else None
        if known is not None:
            desk.entries.append(_duplicate(desk, birth, known[1]))
            return known[1]
    trace = trace_of(desk, birth)
    _begin(desk, birth, trace)
    born, blocked = [], []
    for proposed in birth.messages:
        message = proposed if proposed.trace == trace else _moved(proposed, TraceId(trace))
        if desk.place(message, None if birth.trash else holders.get(message.id)):
            blocked.append(message.id)
        born.append(message)
    desk.entries.extend(_on_trace(entry, birth, trace) for entry in birth.entries)
    if birth.trash is not None:
        for message in born:
            throw_away(desk, desk.messages.get(message.id), birth.trash, micros(birth.run.started_at))
    if not born:
        desk.finish(_course(desk, birth), micros(birth.run.started_at))
    return Born(trace=trace, messages=tuple(born), blocked=tuple(blocked))


def _moved(message: Message, trace: TraceId) -> Message:
    """The message on another trace than was proposed; its lane is that trace's."""
    return replace(message, trace=trace, lane=message.lane and lane_of(trace, message.node))


def trace_of(desk: Desk, birth: Birth) -> str:
    """The trace the run belongs to; its entities find it from now on.

    The first entity names the trace: its owner's, or the only one it is a finder of, or the proposed one, which it
    then owns.
    """
    proposed = birth.run.trace
    if not birth.entities:
        return proposed
    first = birth.entities[0]
    known = [row for row in desk.entities if row.key == first.key and row.kind == first.kind]
    owned = next((row.trace for row in known if row.is_owner), None)
    trace = owned or (known[0].trace if len(known) == 1 else None)
    if trace is None:
        trace = proposed
        desk.entities.put((first.key, first.kind, trace), Finder(first.key, first.kind, trace, 1))
    for entity in birth.entities:
        find_by(desk, trace, entity)
    return trace


def find_by(desk: Desk, trace: str, entity: Entity) -> None:
    """The entity leads to the trace from now on."""
    place = (entity.key, entity.kind, trace)
    if desk.entities.get(place) is None:
        desk.entities.put(place, Finder(*place, 0))


def _begin(desk: Desk, birth: Birth, trace: str) -> None:
    run = birth.run
    for key in (run.start_key, birth.duplicate_of):
        if key:
            desk.start_keys.put(key, (key, run.id))
    row = Course(
        run.id,
        trace,
        run.topology,
        run.version,
        run.origin,
        run.start_key,
        micros(run.started_at),
        "open",
        "done",
        len(birth.messages),
        None,
    )
    desk.runs.put(run.id, row)
    desk.count(run.topology, "open", 1)


def _course(desk: Desk, birth: Birth) -> Course:
    row = desk.runs.get(birth.run.id)
    if row is None:
        raise KeyError(f"Run {birth.run.id} was begun and isn't there.")
    return row


def _on_trace(entry: Entry, birth: Birth, trace: str) -> Entry:
    if entry.trace in {"", birth.run.trace} and entry.trace != trace:
        return replace(entry, trace=trace)
    return entry


def _duplicate(desk: Desk, birth: Birth, run: str) -> Entry:
    row = desk.runs.get(run)
    return Entry(
        kind=Kind.DUPLICATE,
        at=birth.run.started_at,
        trace=row.trace if row else "",
        run=run,
        topology=birth.run.topology,
        content=json.dumps({"start_key": birth.run.start_key, "origin": birth.run.origin}, ensure_ascii=False),
    )
