"""How what changed on the desk comes into the tables, for SQLite."""

from __future__ import annotations

import sqlite3
from typing import Final

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.row import (
    Came,
    ContentRow,
    Course,
    EntryRow,
    Finder,
    Kept,
    LockRow,
    SmallRow,
    TrashRow,
)
from goldthread.adapters.journal.store import Sealing
from goldthread.adapters.sql.row import MESSAGE, message_row
from goldthread.adapters.sql.sqlite_bulk import Delete, Insert, Update

_INSERT_MESSAGE: Final = Insert("message", MESSAGE)
_UPDATE_MESSAGE: Final = Update("message", ("id",), ("node", "attempt", "waits", "due", "state", "holder", "held_by"))
_UPDATE_BODY: Final = Update("message", ("id",), ("body",))
_DELETE_MESSAGE: Final = Delete("message", ("id",))
_INSERT_RUN: Final = Insert("run", Course._fields)
_UPDATE_RUN: Final = Update("run", ("id",), ("state", "verdict", "open_messages", "ended_at"))
_INSERT_CALL: Final = Insert("call", ("id", "message", "node", "installation", "request", "doubt", "intended_at"))
_INTEND_AGAIN: Final = Update("call", ("id",), ("intended_at",))
_PUT_ANSWER: Final = Insert(
    "answer",
    ("call", "answered_at", "reply", "is_open_again"),
    key=("call",),
    change="answered_at = excluded.answered_at, reply = excluded.reply, is_open_again = excluded.is_open_again",
)
_INSERT_START_KEY: Final = Insert("start_key", ("key", "run"))
_INSERT_ENTITY: Final = Insert("entity", Finder._fields)
_INSERT_ARRIVAL: Final = Insert("arrival", Came._fields)
_DELETE_ARRIVAL: Final = Delete("arrival", ("join", "branch"))
_PUT_TRASH: Final = Insert(
    "trash",
    TrashRow._fields,
    key=("message",),
    change=", ".join(f"{name} = excluded.{name}" for name in TrashRow._fields[1:]),
)
_PUT_LOCK: Final = Insert(
    "lock", LockRow._fields, key=("key",), change="worker = excluded.worker, message = excluded.message"
)
_DELETE_LOCK: Final = Delete("lock", ("key",))
_PUT_RECORD: Final = Insert(
    "record",
    Kept._fields,
    key=("kind", "key"),
    change="body = excluded.body, version = excluded.version, is_live = excluded.is_live",
)
_PUT_SMALL: Final = Insert(
    "small",
    SmallRow._fields,
    key=("place", "key"),
    change="value = excluded.value, version = excluded.version",
)
_DELETE_SMALL: Final = Delete("small", ("place", "key"))
_PUT_CURSOR: Final = Insert(
    "cursor", ("topology", "node", "value"), key=("topology", "node"), change="value = excluded.value"
)
_PUT_LINK: Final = Insert(
    "link",
    ("kind", "ours", "installation", "theirs"),
    key=("kind", "ours", "installation"),
    change="theirs = excluded.theirs",
)
_PUT_WORKER: Final = Insert("worker", ("id", "until"), key=("id",), change="until = excluded.until")
_DELETE_WORKER: Final = Delete("worker", ("id",))
_ADD_TOTAL: Final = Insert(
    "total", ("topology", "state", "count"), key=("topology", "state"), change="count = count + excluded.count"
)
_INSERT_ENTRY: Final = Insert("entry", EntryRow._fields)
_INSERT_CONTENT: Final = Insert("content", ContentRow._fields)
_ADD_MINUTE: Final = Insert(
    "minute",
    ("minute", "topology", "kind", "count"),
    key=("minute", "topology", "kind"),
    change="count = count + excluded.count",
)
_MOVE_HEAD: Final = "UPDATE chain SET head_seq = ?, head_hash = ? WHERE number = ?"


def flush(connection: sqlite3.Connection, desk: Desk) -> None:
    """Write what changed; a table in which nothing did isn't touched."""
    _messages(connection, desk)
    _calls(connection, desk)
    _runs(connection, desk)
    _rare(connection, desk)
    _plain(connection, desk)


def seal(connection: sqlite3.Connection, sealing: Sealing) -> None:
    """Append the entries and move the chain's head."""
    _INSERT_ENTRY.run(connection, sealing.entries)
    _INSERT_CONTENT.run(connection, sealing.contents)
    head = sealing.head
    connection.execute(_MOVE_HEAD, (head.seq, head.hash, head.chain))
    _ADD_MINUTE.run(connection, [(*place, count) for place, count in sealing.minutes.items()])


def _messages(connection: sqlite3.Connection, desk: Desk) -> None:
    changes, born, bodies = desk.messages.changes(), desk.born, desk.bodies
    if changes.deleted:
        _DELETE_MESSAGE.run(connection, changes.deleted)
    if changes.inserted:
        rows = [message_row(row, born[row.id], bodies.pop(row.id, born[row.id].body)) for row in changes.inserted]
        _INSERT_MESSAGE.run(connection, rows)
    if changes.updated:
        moved = [
            (row.id, row.node, row.attempt, row.waits, row.due, row.state, row.holder, row.held_by)
            for row in changes.updated
        ]
        _UPDATE_MESSAGE.run(connection, moved)
    if bodies:
        _UPDATE_BODY.run(connection, list(bodies.items()))


def _calls(connection: sqlite3.Connection, desk: Desk) -> None:
    changes = desk.calls.changes()
    if changes.inserted:
        intended = [
            (row.id, row.message, row.node, row.installation, row.request, row.doubt, row.intended_at)
            for row in changes.inserted
        ]
        _INSERT_CALL.run(connection, intended)
    again = [(row.id, row.intended_at) for row in changes.updated if row.answered_at is None]
    _INTEND_AGAIN.run(connection, again)
    answers = [
        (row.id, row.answered_at, row.reply, row.is_open_again)
        for row in (*changes.inserted, *changes.updated)
        if row.answered_at is not None or again
    ]
    _PUT_ANSWER.run(connection, answers)


def _runs(connection: sqlite3.Connection, desk: Desk) -> None:
    changes, keys, entities = desk.runs.changes(), desk.start_keys.changes(), desk.entities.changes()
    if changes.inserted:
        _INSERT_RUN.run(connection, changes.inserted)
    if changes.updated:
        stand = [(row.id, row.state, row.verdict, row.open_messages, row.ended_at) for row in changes.updated]
        _UPDATE_RUN.run(connection, stand)
    if keys.inserted:
        _INSERT_START_KEY.run(connection, keys.inserted)
    if entities.inserted:
        _INSERT_ENTITY.run(connection, entities.inserted)
    if desk.totals:
        _ADD_TOTAL.run(connection, [(*place, count) for place, count in desk.totals.items()])


def _rare(connection: sqlite3.Connection, desk: Desk) -> None:
    arrivals, trash, locks = desk.arrivals.changes(), desk.trash.changes(), desk.locks.changes()
    records, small = desk.records.changes(), desk.small.changes()
    if arrivals.deleted:
        _DELETE_ARRIVAL.run(connection, arrivals.deleted)
    if arrivals.inserted:
        _INSERT_ARRIVAL.run(connection, arrivals.inserted)
    if trash:
        _PUT_TRASH.run(connection, [*trash.inserted, *trash.updated])
    if locks.deleted:
        _DELETE_LOCK.run(connection, locks.deleted)
    if locks:
        _PUT_LOCK.run(connection, [*locks.inserted, *locks.updated])
    if records:
        _PUT_RECORD.run(connection, [*records.inserted, *records.updated])
    if small.deleted:
        _DELETE_SMALL.run(connection, small.deleted)
    if small:
        _PUT_SMALL.run(connection, [*small.inserted, *small.updated])


def _plain(connection: sqlite3.Connection, desk: Desk) -> None:
    if desk.cursors:
        _PUT_CURSOR.run(connection, [(*place, value) for place, value in desk.cursors.items()])
    if desk.links:
        _PUT_LINK.run(connection, [(one.kind, one.ours, one.installation, one.theirs) for one in desk.links.values()])
    if desk.workers:
        gone = [worker for worker, until in desk.workers.items() if until is None]
        alive = [(worker, until) for worker, until in desk.workers.items() if until is not None]
        _DELETE_WORKER.run(connection, gone)
        _PUT_WORKER.run(connection, alive)
