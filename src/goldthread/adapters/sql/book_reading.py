"""Reads of what is kept: records, links, cursors, small tables, entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, Table, bindparam, or_, select

from goldthread.adapters.journal.row import Kept
from goldthread.adapters.journal.show import show_record
from goldthread.adapters.sql import schema
from goldthread.adapters.sql.sqlite_reader import Reader
from goldthread.adapters.sql.work_reading import columns
from goldthread.domain.entity import Entity
from goldthread.flow.message import TraceId
from goldthread.ports.view import Record, Row

_RECORDS: Final = columns(schema.record, Kept._fields)


def _by_key(statement: Select[Any], table: Table) -> Select[Any]:
    """Made once: attempts read by key so often that building the statement would cost more than running it."""
    return statement.where(*(column == bindparam(f"by_{column.name}") for column in table.primary_key.columns))


_RECORD: Final = _by_key(_RECORDS, schema.record)
_LINKED: Final = _by_key(select(schema.link.c.theirs), schema.link)
_CURSOR: Final = _by_key(select(schema.cursor.c.value), schema.cursor)
_ROW: Final = _by_key(select(schema.small.c.value, schema.small.c.version), schema.small)
_LAST: Final = "\U0010ffff"


class BookReading:
    """What is kept beside the work."""

    _reader: Reader

    async def record(self, kind: str, key: str) -> Record | None:
        rows = await self._reader.rows(_RECORD, {"by_kind": kind, "by_key": key})
        return show_record(Kept(*rows[0])) if rows else None

    async def records(
        self, kind: str, *, is_live: bool | None = None, after: str = "", limit: int = 50
    ) -> Sequence[Record]:
        r = schema.record.c
        statement = _RECORDS.where(r.kind == kind, r.key > after)
        if is_live is not None:
            statement = statement.where(r.is_live == int(is_live))
        rows = await self._reader.rows(statement.order_by(r.key).limit(limit))
        return [show_record(Kept(*row)) for row in rows]

    async def linked(self, kind: str, ours: str, installation: str) -> str | None:
        values = {"by_kind": kind, "by_ours": ours, "by_installation": installation}
        rows = await self._reader.rows(_LINKED, values)
        return rows[0].theirs if rows else None

    async def cursor(self, topology: str, node: str) -> str | None:
        rows = await self._reader.rows(_CURSOR, {"by_topology": topology, "by_node": node})
        return rows[0].value if rows else None

    async def row(self, table: str, key: str) -> Row | None:
        rows = await self._reader.rows(_ROW, {"by_place": table, "by_key": key})
        return Row(key=key, value=rows[0].value, version=rows[0].version) if rows else None

    async def rows(self, table: str) -> Sequence[Row]:
        s = schema.small.c
        rows = await self._reader.rows(select(s.key, s.value, s.version).where(s.place == table).order_by(s.key))
        return [Row(key=row.key, value=row.value, version=row.version) for row in rows]

    async def traces(self, text: str, limit: int = 20) -> Sequence[tuple[TraceId, Entity]]:
        e = schema.entity.c
        kind, _, key = text.partition(":")
        found = select(e.trace, e.kind, e.key).order_by(e.key, e.kind, e.trace).limit(limit)
        rows = await self._reader.rows(found.where(or_(e.key == text, (e.key == key) & (e.kind == kind))))
        if not rows:
            rows = await self._reader.rows(found.where(e.key >= text, e.key < text + _LAST))
        return [(TraceId(row.trace), Entity(kind=row.kind, key=row.key)) for row in rows]

    async def entities(self, trace: TraceId) -> Sequence[Entity]:
        e = schema.entity.c
        statement = select(e.kind, e.key).where(e.trace == trace).order_by(e.is_owner.desc(), e.kind, e.key)
        return [Entity(kind=row.kind, key=row.key) for row in await self._reader.rows(statement)]
