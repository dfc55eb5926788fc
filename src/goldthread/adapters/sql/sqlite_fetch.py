"""What the journal reads before it decides, for SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any, Final, assert_never

import orjson

from goldthread.adapters.journal.need import Found, Need, Sweep
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
)
from goldthread.adapters.sql.row import MESSAGE, message_of
from goldthread.adapters.sql.sqlite_bulk import Fetch, fetched
from goldthread.flow.chain import micros
from goldthread.flow.limit import Priority
from goldthread.ports.write import Beat, Claim, Leave, Unhold


def _columns(row: type[Any]) -> list[str]:
    return [f't."{name}"' for name in row._fields]


_CALL: Final = (
    "t.message", "t.id", "''", "''", "''", "''",
    "t.intended_at", "a.answered_at", "NULL", "coalesce(a.is_open_again, 0)",
)  # fmt: skip
_MESSAGES: Final = Fetch("message", ("id",), _columns(Standing))
_RUNS: Final = Fetch("run", ("id",), _columns(Course))
_CALLS: Final = Fetch("call", ("id",), _CALL, join="LEFT JOIN answer AS a ON a.call = t.id")
_START_KEYS: Final = Fetch("start_key", ("key",), ["t.key", "t.run"])
_ENTITIES: Final = Fetch("entity", ("key", "kind"), _columns(Finder))
_ARRIVALS: Final = Fetch("arrival", ("join",), _columns(Came))
_TRASH: Final = Fetch("trash", ("message",), _columns(TrashRow))
_LOCKS: Final = Fetch("lock", ("key",), _columns(LockRow))
_RECORDS: Final = Fetch("record", ("kind", "key"), _columns(Kept))
_SMALL: Final = Fetch("small", ("place", "key"), _columns(SmallRow))

_STANDING: Final = ", ".join(_columns(Standing))
LANES: Final = f"""
    SELECT json_group_array(json_array(
        k.value,
        (SELECT seat FROM message WHERE lane = k.value AND lane <> '' ORDER BY seat DESC LIMIT 1),
        json((SELECT json_group_array(json_array({_STANDING})) FROM (
            SELECT * FROM message WHERE lane = k.value AND lane <> '' ORDER BY seat LIMIT ?2) AS t))))
    FROM json_each(?1) AS k"""
CLAIM: Final = f"""
    SELECT json_group_array(json_array({", ".join(f't."{name}"' for name in MESSAGE)})) FROM (
        SELECT * FROM message
        WHERE state = 'ready' AND holder IS NULL AND priority = ?1 AND coalesce(due, created_at) <= ?2
        ORDER BY coalesce(due, created_at), id LIMIT ?3) AS t"""
HELD: Final = f"""
    SELECT json_group_array(json_array({_STANDING})) FROM (
        SELECT * FROM message WHERE state = 'held' AND held_by = ?1 ORDER BY waits, id LIMIT ?2) AS t"""
WAITS: Final = f"""
    SELECT json_group_array(json_array({_STANDING})) FROM message AS t
    WHERE id = ?1 AND state IN ('held', 'ready') AND holder IS NULL"""
DEAD: Final = """
    SELECT json_group_array(id) FROM (
        SELECT id FROM worker WHERE until < ?1
        UNION SELECT holder FROM message WHERE holder IS NOT NULL AND holder NOT IN (SELECT id FROM worker)
        UNION SELECT worker FROM lock WHERE worker NOT IN (SELECT id FROM worker)
    ) WHERE id <> ?2"""
_HELD_BY: Final = Fetch("message", ("holder",), _columns(Standing), join="AND t.holder IS NOT NULL")
_LOCKED_BY: Final = Fetch("lock", ("worker",), _columns(LockRow))


def fetch(connection: sqlite3.Connection, need: Need) -> Found:
    """The rows there are; a table that nothing is asked of isn't touched."""
    found = Found()
    if need.messages:
        found.messages = [Standing(*row) for row in _MESSAGES.run(connection, need.messages)]
    if need.calls:
        found.calls = [CallRow(*row) for row in _CALLS.run(connection, need.calls)]
    if need.runs:
        found.runs = [Course(*row) for row in _RUNS.run(connection, need.runs)]
    if need.start_keys:
        found.start_keys = [(key, run) for key, run in _START_KEYS.run(connection, need.start_keys)]
    if need.entities:
        found.entities = [Finder(*row) for row in _ENTITIES.run(connection, need.entities)]
    if need.lanes:
        found.lanes = _lanes(connection, need)
    _rare(connection, need, found)
    return found


def _rare(connection: sqlite3.Connection, need: Need, found: Found) -> None:
    if need.joins:
        found.arrivals = [Came(*row) for row in _ARRIVALS.run(connection, need.joins)]
    if need.trash:
        found.trash = [TrashRow(*row) for row in _TRASH.run(connection, need.trash)]
    if need.locks:
        found.locks = [LockRow(*row) for row in _LOCKS.run(connection, need.locks)]
    if need.records:
        found.records = [Kept(*row) for row in _RECORDS.run(connection, need.records)]
    if need.small:
        found.small = [SmallRow(*row) for row in _SMALL.run(connection, need.small)]
    if need.sweep is not None:
        _sweep(connection, need.sweep, found)


def _lanes(connection: sqlite3.Connection, need: Need) -> list[tuple[str, int, Sequence[Standing]]]:
    keys = orjson.dumps(list(need.lanes)).decode()
    rows = fetched(connection, LANES, (keys, need.lane_depth))
    return [(lane, top or 0, [Standing(*row) for row in line]) for lane, top, line in rows]


def _sweep(connection: sqlite3.Connection, sweep: Sweep, found: Found) -> None:
    match sweep:
        case Claim():
            rows = _claimable(connection, sweep)
            found.swept = [Standing(*row[: len(Standing._fields)]) for row in rows]
            found.bodies = [message_of(row) for row in rows]
        case Unhold(message=str() as message):
            found.swept = [Standing(*row) for row in fetched(connection, WAITS, (message,))]
        case Unhold():
            limit = -1 if sweep.limit is None else sweep.limit
            found.swept = [Standing(*row) for row in fetched(connection, HELD, (sweep.installation, limit))]
        case Beat():
            (dead,) = connection.execute(DEAD, (micros(sweep.now), sweep.worker)).fetchone()
            found.dead = orjson.loads(dead)
            _held_by(connection, found.dead, found)
        case Leave():
            _held_by(connection, [sweep.worker], found)
        case _:
            assert_never(sweep)


def _claimable(connection: sqlite3.Connection, claim: Claim) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for priority in Priority:
        if len(rows) < claim.limit:
            rows += fetched(connection, CLAIM, (int(priority), micros(claim.now), claim.limit - len(rows)))
    return rows


def _held_by(connection: sqlite3.Connection, workers: Collection[str], found: Found) -> None:
    if workers:
        found.swept = [Standing(*row) for row in _HELD_BY.run(connection, workers)]
        found.dead_locks = [LockRow(*row) for row in _LOCKED_BY.run(connection, workers)]
