"""Reads of what happened: entries by trace, by kind, by chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, select, tuple_

from goldthread.adapters.journal.row import RARE, EntryRow
from goldthread.adapters.journal.seal import MINUTE
from goldthread.adapters.journal.show import show_entry
from goldthread.adapters.sql import schema
from goldthread.adapters.sql.sqlite_reader import Reader
from goldthread.flow.chain import instant, micros
from goldthread.flow.message import TraceId
from goldthread.ports.view import Minute, Sealed

_E: Final = schema.entry.c
_BEFORE: Final = schema.entry.alias("before")
_PREVIOUS: Final = func.coalesce(_BEFORE.c.hash, schema.chain.c.genesis)
_SEALED: Final = (
    select(*(_E[name] for name in EntryRow._fields), _PREVIOUS, schema.content.c.content, schema.content.c.salt)
    .join(schema.chain, schema.chain.c.number == _E.chain)
    .outerjoin(_BEFORE, and_(_BEFORE.c.chain == _E.chain, _BEFORE.c.seq == _E.seq - 1))
    .outerjoin(schema.content, and_(schema.content.c.chain == _E.chain, schema.content.c.seq == _E.seq))
)
_WIDTH: Final = len(EntryRow._fields)


class EntryReading:
    """What happened."""

    _reader: Reader

    async def story(self, trace: TraceId, *, limit: int = 2000) -> Sequence[Sealed]:
        statement = _SEALED.where(_E.trace == trace).order_by(_E.at, _E.chain, _E.seq).limit(limit)
        return [_sealed(row) for row in await self._reader.rows(statement)]

    async def entries(
        self,
        *,
        kinds: Sequence[str] = (),
        run: str = "",
        actor: str = "",
        is_acted: bool = False,
        since: datetime | None = None,
        before: tuple[datetime, int, int] | None = None,
        limit: int = 200,
    ) -> Sequence[Sealed]:
        statement = _SEALED.order_by(_E.at.desc(), _E.chain.desc(), _E.seq.desc()).limit(limit)
        if kinds:
            statement = statement.where(_E.kind.in_(kinds))
        if actor:
            statement = statement.where(_E.actor == actor)
        if is_acted:
            statement = statement.where(_E.actor != "")
        if since is not None:
            statement = statement.where(_E.at >= micros(since))
        if before is not None:
            last = (micros(before[0]), *before[1:])
            statement = statement.where(_E.at <= last[0], tuple_(_E.at, _E.chain, _E.seq) < tuple_(*last))
        return await self._reader.read(lambda connection: _newest(connection, statement, kinds, run, limit))

    async def minutes(self, since: datetime, *, kinds: Sequence[str] = (), width: int = 1) -> Sequence[Minute]:
        m = schema.minute.c
        first = (m.minute - m.minute % width).label("first") if width > 1 else m.minute
        count = func.sum(m["count"]) if width > 1 else m["count"]
        statement = select(first, m.topology, m.kind, count).where(m.minute >= micros(since) // MINUTE)
        if kinds:
            statement = statement.where(m.kind.in_(kinds))
        if width > 1:
            statement = statement.group_by(first, m.topology, m.kind)
        rows = await self._reader.rows(statement.order_by(first, m.topology, m.kind))
        return [
            Minute(at=instant(minute * MINUTE), topology=topology, kind=kind, count=count)
            for minute, topology, kind, count in rows
        ]

    async def chains(self) -> Sequence[tuple[int, str, str]]:
        c = schema.chain.c
        rows = await self._reader.rows(select(c.number, c.name, c.genesis).order_by(c.number))
        return [(row.number, row.name, row.genesis) for row in rows]

    async def chain(self, chain: int, *, after: int = -1, limit: int = 5000) -> Sequence[Sealed]:
        statement = _SEALED.where(_E.chain == chain, _E.seq > after).order_by(_E.seq).limit(limit)
        return [_sealed(row, is_salted=True) for row in await self._reader.rows(statement)]

    async def salt(self, chain: int, seq: int) -> str | None:
        c = schema.content.c
        rows = await self._reader.rows(select(c.salt).where(c.chain == chain, c.seq == seq))
        return rows[0].salt if rows else None


def _newest(connection: Connection, statement: Select[Any], kinds: Sequence[str], run: str, limit: int) -> list[Sealed]:
    """By the run's trace or the index of rare kinds where that helps; else walking back from the ends of the chains,
    each of which is in the order of time.
    """
    if run:
        trace = select(schema.run.c.trace).where(schema.run.c.id == run).scalar_subquery()
        return [_sealed(row) for row in connection.execute(statement.where(_E.run == run, _E.trace == trace))]
    found: list[Sealed] = []
    if kinds and RARE.issuperset(kinds):
        for kind in kinds:  # each by itself, so that the index gives it in order and little is read
            rare = connection.execute(statement.where(_E.is_rare == 1, _E.kind == kind))
            found = _first([*found, *(_sealed(row) for row in rare)], limit)
        return found
    last = select(_E.at).where(_E.chain == schema.chain.c.number).order_by(_E.seq.desc()).limit(1).scalar_subquery()
    chains = connection.execute(select(schema.chain.c.number, last.label("last")).order_by(last.desc()))
    for number, at in chains.all():
        if at is None or (len(found) == limit and micros(found[-1].entry.at) > at):
            break
        backwards = statement.where(_E.chain == number).order_by(None).order_by(_E.seq.desc())
        found += [_sealed(row) for row in connection.execute(backwards)]
        found = _first(found, limit)
    return found


def _first(found: list[Sealed], limit: int) -> list[Sealed]:
    """The newest of them."""
    return sorted(found, key=lambda one: (one.entry.at, one.chain, one.seq), reverse=True)[:limit]


def _sealed(row: Sequence[Any], *, is_salted: bool = False) -> Sealed:
    previous, content, salt = row[_WIDTH:]
    return show_entry(
        EntryRow(*row[:_WIDTH]), previous=previous, content=content, salt=(salt or "") if is_salted else ""
    )
