"""Statements over many rows at once, for SQLite.

Every step of a statement gives up Python's lock and must win it back from a busy event loop, so a batch takes few
statements, whatever its size. Rows go in as VALUES lists of whole sixteens and a rest (so that there are some thirty
statements to prepare and keep for each table), and come out as one JSON array in one row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias

import orjson

Value: TypeAlias = str | int | bytes | None
RowValues: TypeAlias = Sequence[Value]

STEP: Final = 16
MOST: Final = 256


class Insert:
    """Inserts rows; with `key`, a row that is there already is changed: `change` says how, as SQL."""

    def __init__(self, table: str, columns: Sequence[str], *, key: Sequence[str] = (), change: str = "") -> None:
        self._width = len(columns)
        self._head = f"INSERT INTO {table} ({_quoted(columns)}) "
        self._tail = f" ON CONFLICT ({_quoted(key)}) DO UPDATE SET {change}" if key else ""
        self._sql: dict[int, str] = {}

    def run(self, connection: sqlite3.Connection, rows: Sequence[RowValues]) -> None:
        """Insert them."""
        _run(connection, rows, self._statement)

    def _statement(self, size: int) -> str:
        sql = self._sql.get(size)
        if sql is None:
            sql = self._sql[size] = f"{self._head}{_values(size, self._width)}{self._tail}"
        return sql


class Update:
    """Changes rows: each is its key, then the new values."""

    def __init__(self, table: str, key: Sequence[str], columns: Sequence[str]) -> None:
        self._width = len(key) + len(columns)
        changes = ", ".join(f'"{column}" = "new".column{len(key) + n + 1}' for n, column in enumerate(columns))
        self._head = f"UPDATE {table} SET {changes} FROM ("
        self._tail = ') AS "new" WHERE ' + " AND ".join(
            f'{table}."{column}" = "new".column{n + 1}' for n, column in enumerate(key)
        )
        self._sql: dict[int, str] = {}

    def run(self, connection: sqlite3.Connection, rows: Sequence[RowValues]) -> None:
        """Change them."""
        _run(connection, rows, self._statement)

    def _statement(self, size: int) -> str:
        sql = self._sql.get(size)
        if sql is None:
            sql = self._sql[size] = f"{self._head}{_values(size, self._width)}{self._tail}"
        return sql


class Delete:
    """Deletes rows by their keys."""

    def __init__(self, table: str, key: Sequence[str]) -> None:
        self._is_single = len(key) == 1
        wanted = "value" if self._is_single else ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(key)))
        self._sql = f"DELETE FROM {table} WHERE ({_quoted(key)}) IN (SELECT {wanted} FROM json_each(?))"

    def run(self, connection: sqlite3.Connection, keys: Iterable[object]) -> None:
        """Delete them."""
        connection.execute(self._sql, (orjson.dumps(list(keys)).decode(),))


class Fetch:
    """Reads rows by their keys; `values` are SQL expressions over the table, which is called `t`."""

    def __init__(self, table: str, key: Sequence[str], values: Sequence[str], *, join: str = "") -> None:
        wanted = ", ".join(values)
        if len(key) == 1:
            on = f't."{key[0]}" = k.value'
        else:
            on = " AND ".join(f"t.\"{column}\" = json_extract(k.value, '$[{n}]')" for n, column in enumerate(key))
        source = f"json_each(?) AS k CROSS JOIN {table} AS t ON {on} {join}"
        self.sql = f"SELECT json_group_array(json_array({wanted})) FROM {source}"

    def run(self, connection: sqlite3.Connection, keys: Iterable[object]) -> list[list[Any]]:
        """The rows there are, in no order."""
        return fetched(connection, self.sql, (orjson.dumps(list(keys)).decode(),))


def fetched(connection: sqlite3.Connection, sql: str, values: RowValues = ()) -> list[list[Any]]:
    """The rows of a statement that gives them as one JSON array."""
    (found,) = connection.execute(sql, values).fetchone()
    rows: list[list[Any]] = orjson.loads(found)
    return rows


def _run(connection: sqlite3.Connection, rows: Sequence[RowValues], statement: Callable[[int], str]) -> None:
    start = 0
    while start < len(rows):
        left = len(rows) - start
        size = left if left < STEP else min(left // STEP * STEP, MOST)
        connection.execute(statement(size), list(chain.from_iterable(rows[start : start + size])))
        start += size


def _values(rows: int, width: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"VALUES {', '.join([row] * rows)}"


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
