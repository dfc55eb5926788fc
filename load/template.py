"""One order's rows in all tables of a ledger, cut up so that copies can be made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from load.rekey import ID, Copy, Keys, Parts, put_in

Value: TypeAlias = str | int | None
Cell: TypeAlias = Value | Parts
Row: TypeAlias = tuple[Value, ...]

INSTANTS: Final = {
    "run": ("started_at", "ended_at"),
    "message": ("created_at", "due"),
    "call": ("intended_at",),
    "answer": ("answered_at",),
    "entry": ("at",),
    "trash": ("trashed_at", "acted_at"),
}
PLAIN: Final = ("run", "message", "call", "answer", "start_key", "entity", "record", "link", "trash")
_OF_TRACE: Final = {
    "run": "trace IN ({})",
    "message": "trace IN ({})",
    "call": "message IN (SELECT message FROM entry WHERE trace IN ({}))",
    "answer": "call IN (SELECT id FROM call WHERE message IN (SELECT message FROM entry WHERE trace IN ({})))",
    "start_key": "run IN (SELECT id FROM run WHERE trace IN ({}))",
    "entity": "trace IN ({})",
    "trash": "trace IN ({})",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """An order that copies are made of."""

    began: int
    lasted: int
    columns: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, Sequence[tuple[Cell, ...]]]
    """By table; entries have their content as the last column."""
    is_in_trash: bool

    def copy(self, number: int, begins: int) -> Copy:
        """The order to be, with this number."""
        return Copy(number=number, begins=begins, began=self.began, lasted=self.lasted)

    def made(self, table: str, copy: Copy) -> Iterator[Row]:
        """The copy's rows of a table."""
        columns = self.columns[table]
        moving = INSTANTS.get(table, ())
        for row in self.rows[table]:
            yield tuple(_made(cell, copy, is_instant=name in moving) for name, cell in zip(columns, row, strict=True))

    def brief(self) -> Template:
        """The same order, of whose story only the beginning and the end of its shipping are kept."""
        rows = dict(self.rows)
        runs, entries = self.columns["run"], self.columns["entry"]
        ships = [row for row in rows["run"] if row[runs.index("topology")] == "order.ship"]
        ids = {row[runs.index("id")] for row in ships}
        kept = [
            row
            for row in rows["entry"]
            if row[entries.index("run")] in ids and row[entries.index("kind")] in ("started", "finished")
        ]
        keys = [row for row in rows["start_key"] if row[self.columns["start_key"].index("run")] in ids]
        rows |= {"run": ships, "entry": kept, "start_key": keys, "call": (), "answer": ()}
        return Template(began=self.began, lasted=self.lasted, columns=self.columns, rows=rows, is_in_trash=False)


def templates(ledger: sqlite3.Connection) -> list[Template]:
    """Every order of the ledger that isn't moving: told to its end, or in the trash."""
    orders = ledger.execute(
        """SELECT key, trace FROM entity WHERE kind = 'order' AND is_owner = 1 AND trace NOT IN
           (SELECT trace FROM message WHERE state <> 'trash') ORDER BY key"""
    ).fetchall()
    found = [_template(ledger, _family(ledger, trace)) for _, trace in orders]
    return [one for one in found if not _is_moving(one) and (one.rows["record"] or one.is_in_trash)]


def _is_moving(one: Template) -> bool:
    """Whether a message of the order, or of a trace that belongs to it, is under way."""
    state = one.columns["message"].index("state")
    return any(row[state] != "trash" for row in one.rows["message"])


def _family(ledger: sqlite3.Connection, trace: str) -> list[str]:
    """The order's trace and those of its parcels that were heard of before it."""
    rows = ledger.execute(
        """SELECT DISTINCT o.trace FROM entity e JOIN entity o ON o.key = e.key AND o.kind = e.kind
           WHERE e.trace = ? AND e.kind IN ('order', 'tracking', 'shipment', 'label')
           AND NOT EXISTS (SELECT 1 FROM run r WHERE r.trace = o.trace AND r.topology LIKE 'label.%')""",
        (trace,),
    )
    return list(dict.fromkeys([trace, *(one for (one,) in rows)]))


def _template(ledger: sqlite3.Connection, traces: list[str]) -> Template:
    marks = ", ".join("?" * len(traces))
    found = {
        table: _read(ledger, f"SELECT * FROM {table} WHERE {where.format(marks)}", traces)
        for table, where in _OF_TRACE.items()
    }
    found["entry"] = _read(
        ledger,
        f"""SELECT kind, at, trace, run, topology, node, message, actor, content FROM entry
            JOIN content USING (chain, seq) WHERE trace IN ({marks}) ORDER BY at, seq""",
        traces,
    )
    keys, names = _keys(found)
    found["record"] = _named(ledger, "record", "key", keys)
    found["link"] = _named(ledger, "link", "ours", keys)
    cut = _cutter(found, names)
    at = found["entry"][0].index("at")
    times = [int(row[at] or 0) for row in found["entry"][1]]
    return Template(
        began=min(times),
        lasted=max(times) - min(times),
        columns={table: columns for table, (columns, _) in found.items()},
        rows={table: [cut(row) for row in rows] for table, (_, rows) in found.items()},
        is_in_trash=bool(found["trash"][1]),
    )


def _keys(found: Mapping[str, tuple[tuple[str, ...], list[Row]]]) -> tuple[list[str], list[str]]:
    """The keys of the order's entities, and the names in them: `swiftpost/SP1` is named `SP1`."""
    columns, rows = found["entity"]
    keys = sorted({str(row[columns.index("key")]) for row in rows})
    names = {key.rpartition("/")[2] for key in keys}
    return keys, sorted(name for name in names if not any(name != other and other in name for other in names))


def _cutter(found: Mapping[str, tuple[tuple[str, ...], list[Row]]], names: Sequence[str]) -> _Cutter:
    texts = [cell for _, rows in found.values() for row in rows for cell in row if isinstance(cell, str)]
    ids = sorted({id_ for text in texts for id_ in ID.findall(text)})
    starts = [str(row[0]) for row in found["start_key"][1]]
    return _Cutter(Keys.of(names, ids, starts))


@dataclass(frozen=True, slots=True)
class _Cutter:
    keys: Keys

    def __call__(self, row: Row) -> tuple[Cell, ...]:
        return tuple(self._cell(cell) for cell in row)

    def _cell(self, cell: Value) -> Cell:
        if not isinstance(cell, str):
            return cell
        parts = self.keys.cut(cell)
        return parts if any(not isinstance(part, str) for part in parts) else cell


def _made(cell: Cell, copy: Copy, *, is_instant: bool) -> Value:
    if isinstance(cell, tuple):
        return put_in(cell, copy)
    return copy.moved(cell) if is_instant and isinstance(cell, int) else cell


def _named(
    ledger: sqlite3.Connection, table: str, column: str, keys: Iterable[str]
) -> tuple[tuple[str, ...], list[Row]]:
    wanted = list(keys)
    marks = ", ".join("?" * len(wanted))
    return _read(ledger, f"SELECT * FROM {table} WHERE {column} IN ({marks})", wanted)


def _read(ledger: sqlite3.Connection, sql: str, values: Sequence[str]) -> tuple[tuple[str, ...], list[Row]]:
    cursor = ledger.execute(sql, values)
    return tuple(one[0] for one in cursor.description), cursor.fetchall()
