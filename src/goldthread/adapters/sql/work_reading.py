"""Reads of what is under way: runs, messages, calls, trash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, and_, case, func, or_, select

from goldthread.adapters.journal.row import CallRow, Course, Standing, TrashRow
from goldthread.adapters.journal.show import show_call, show_run, show_state, show_why
from goldthread.adapters.sql import schema
from goldthread.adapters.sql.row import MESSAGE, message_of
from goldthread.adapters.sql.sqlite_reader import Reader
from goldthread.domain.entity import Entity
from goldthread.flow.chain import instant, micros
from goldthread.flow.message import Message, MessageId, RunId, TraceId
from goldthread.ports.carried import TrashKind
from goldthread.ports.clock import Clock
from goldthread.ports.view import Call, Glance, Queue, RunRow, Tally, Trashed


def columns(table: Table, names: Sequence[str]) -> Select[Any]:
    """These columns, in this order."""
    return select(*(table.c[name] for name in names))


_RUNS: Final = columns(schema.run, Course._fields)
_MESSAGES: Final = columns(schema.message, MESSAGE)
_CALLS: Final = select(
    *(schema.call.c[name] for name in ("message", "id", "node", "installation", "request", "doubt", "intended_at")),
    schema.answer.c.answered_at,
    schema.answer.c.reply,
    func.coalesce(schema.answer.c.is_open_again, 0),
).outerjoin(schema.answer, schema.answer.c.call == schema.call.c.id)
_TRASH: Final = columns(schema.trash, TrashRow._fields).add_columns(*(schema.message.c[name] for name in MESSAGE))
_TRASH_OPEN: Final = _TRASH.join_from(
    schema.trash, schema.message, schema.message.c.id == schema.trash.c.message
).where(schema.trash.c.is_open == 1)
_ALIKE: Final = ("topology", "version", "node", "state", "held_by")


class WorkReading:
    """What is under way."""

    _reader: Reader
    _clock: Clock

    async def run(self, run: RunId) -> RunRow | None:
        rows = await self._reader.rows(_RUNS.where(schema.run.c.id == run))
        return show_run(Course(*rows[0])) if rows else None

    async def runs(
        self, *, topology: str = "", state: str = "", trace: str = "", before: str = "", limit: int = 50
    ) -> Sequence[RunRow]:
        statement = _asked(_RUNS, schema.run, {"topology": topology, "state": state, "trace": trace})
        if before:
            statement = statement.where(schema.run.c.id < before)
        rows = await self._reader.rows(statement.order_by(schema.run.c.id.desc()).limit(limit))
        return [show_run(Course(*row)) for row in rows]

    async def message(self, message: MessageId) -> Message | None:
        rows = await self._reader.rows(_MESSAGES.where(schema.message.c.id == message))
        return message_of(rows[0]) if rows else None

    async def messages(
        self,
        *,
        run: str = "",
        trace: str = "",
        topology: str = "",
        node: str = "",
        has_trash: bool = True,
        after: str = "",
        limit: int = 200,
    ) -> Sequence[tuple[Message, str]]:
        asked = {"run": run, "trace": trace, "topology": topology, "node": node}
        statement = _asked(_MESSAGES, schema.message, asked)
        if not has_trash:
            statement = statement.where(schema.message.c.state != "trash")
        if after:
            statement = statement.where(schema.message.c.id > after)
        statement = statement.order_by(schema.message.c.id).limit(limit)
        rows = await self._reader.read(lambda connection: _standing(connection, statement, run=run, trace=trace))
        now, width = micros(self._clock.now()), len(Standing._fields)
        return [(message_of(row), show_state(Standing(*row[:width]), now)) for row in rows]

    async def glances(self, traces: Sequence[TraceId]) -> Sequence[Glance]:
        return await self._reader.read(lambda connection: _glances(connection, traces))

    async def calls(self, message: MessageId) -> Sequence[Call]:
        rows = await self._reader.rows(_calls_of([message]))
        return [show_call(CallRow(*row)) for row in rows]

    async def trash(
        self, *, cause: str = "", kind: str = "", topology: str = "", trace: str = "", before: str = "", limit: int = 50
    ) -> Sequence[Trashed]:
        asked = {"cause": cause, "kind": kind, "topology": topology, "trace": trace}
        statement = _asked(_TRASH_OPEN, schema.trash, asked)
        if before:
            statement = statement.where(schema.trash.c.message < before)
        statement = statement.order_by(schema.trash.c.message.desc()).limit(limit)
        return await self._reader.read(lambda connection: _trashed(connection, statement))

    async def trashed(self, message: MessageId) -> Trashed | None:
        statement = _TRASH_OPEN.where(schema.trash.c.message == message)
        found = await self._reader.read(lambda connection: _trashed(connection, statement))
        return found[0] if found else None

    async def causes(self) -> Sequence[tuple[str, TrashKind, str, str, int]]:
        t, count = schema.trash.c, func.count()
        statement = (
            select(t.cause, t.kind, t.node, func.max(t.reason), count)
            .where(t.is_open == 1)
            .group_by(t.cause, t.kind, t.node)
            .order_by(count.desc(), t.cause, t.kind, t.node)
        )
        rows = await self._reader.rows(statement)
        return [(cause, TrashKind(kind), node, reason, number) for cause, kind, node, reason, number in rows]

    async def tally(self, now: datetime) -> Tally:
        return await self._reader.read(lambda connection: _tally(connection, micros(now)))

    async def queues(self, now: datetime) -> Sequence[Queue]:
        m = schema.message.c
        is_waiting = and_(m.state == "ready", m.due > micros(now))
        state = case((is_waiting, "waiting"), else_=m.state).label("shown")
        alike = (m.topology, m.version, m.node, state, m.held_by)
        statement = select(*alike, func.count(), func.min(m.created_at)).group_by(*alike).order_by(*alike)
        return [
            Queue(**dict(zip(_ALIKE, row, strict=False)), count=row[-2], oldest=instant(row[-1]))
            for row in await self._reader.rows(statement)
        ]


def _asked(statement: Select[Any], table: Table, asked: Mapping[str, str]) -> Select[Any]:
    return statement.where(and_(True, *(table.c[name] == value for name, value in asked.items() if value)))


def _glances(connection: Connection, traces: Sequence[TraceId]) -> list[Glance]:
    """In three statements, however many they are."""
    e, r, t = schema.entity.c, schema.run.c, schema.trash.c
    entities: dict[str, list[Entity]] = {trace: [] for trace in traces}
    named = select(e.trace, e.kind, e.key).where(e.trace.in_(traces)).order_by(e.is_owner.desc(), e.kind, e.key)
    for trace, kind, key in connection.execute(named):
        entities[trace].append(Entity(kind=kind, key=key))
    runs: dict[str, list[RunRow]] = {trace: [] for trace in traces}
    for row in connection.execute(_RUNS.where(r.trace.in_(traces)).order_by(r.id.desc())):
        course = Course(*row)
        runs[course.trace].append(show_run(course))
    going = [trace for trace, rows in runs.items() if any(row.state == "open" for row in rows)]
    stuck = select(t.trace).where(t.is_open == 1, t.trace.in_(going)).distinct()
    trashed = {trace for (trace,) in connection.execute(stuck)} if going else set()
    return [
        Glance(trace=one, entities=tuple(entities[one]), runs=tuple(runs[one]), is_in_trash=one in trashed)
        for one in traces
    ]


def _standing(connection: Connection, statement: Select[Any], *, run: str, trace: str) -> list[Any]:
    """Messages are found by their run or trace only by looking at all; where no run is open there are none."""
    if run or trace:
        is_open = _asked(select(schema.run.c.id), schema.run, {"id": run, "trace": trace, "state": "open"})
        if connection.execute(is_open.limit(1)).first() is None:
            return []
    return list(connection.execute(statement))


def _calls_of(messages: Sequence[str]) -> Select[Any]:
    """By the beginnings of their ids."""
    c = schema.call.c
    theirs = or_(False, *(and_(c.id > f"{message}.", c.id < f"{message}/") for message in messages))
    return _CALLS.where(theirs, c.message.in_(messages)).order_by(c.message, c.intended_at, c.id)


def _trashed(connection: Connection, statement: Select[Any]) -> list[Trashed]:
    width = len(TrashRow._fields)
    rows = [(TrashRow(*row[:width]), message_of(row[width:])) for row in connection.execute(statement)]
    calls: dict[str, list[Call]] = {}
    for row in connection.execute(_calls_of([message.id for _, message in rows])):
        calls.setdefault(row[0], []).append(show_call(CallRow(*row)))
    return [
        Trashed(
            message=message,
            why=show_why(row),
            version=row.version,
            trashed_at=instant(row.trashed_at),
            calls=tuple(calls.get(message.id, ())),
        )
        for row, message in rows
    ]


def _tally(connection: Connection, now: int) -> Tally:
    m, since = schema.message.c, func.coalesce(schema.message.c.due, schema.message.c.created_at)
    is_due = since <= now
    standing = select(m.state, is_due, func.count(), func.min(since)).group_by(m.state, is_due)
    counts: dict[str, int] = {}
    oldest: int | None = None
    for state, due, count, first in connection.execute(standing):
        place = state if state in {"held", "trash"} else "pending" if state == "ready" and due else "waiting"
        counts[place] = counts.get(place, 0) + count
        oldest = first if place == "pending" else oldest
    by_topology: dict[str, dict[str, int]] = {}
    for topology, state, count in connection.execute(select(schema.total)):
        by_topology.setdefault(topology, {})[state] = count
    totals = [(state, count) for states in by_topology.values() for state, count in states.items()]
    trashed = select(m.topology, func.count()).where(m.state == "trash").group_by(m.topology)
    for topology, count in connection.execute(trashed):
        by_topology.setdefault(topology, {})["trash"] = count
    return Tally(
        runs=sum(count for _, count in totals),
        runs_open=sum(count for state, count in totals if state == "open"),
        pending=counts.get("pending", 0),
        waiting=counts.get("waiting", 0),
        held=counts.get("held", 0),
        trash=counts.get("trash", 0),
        oldest_pending=None if oldest is None else instant(oldest),
        by_topology=by_topology,
    )
