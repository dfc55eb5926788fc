"""The tables. Their names are the nouns; instants are microseconds since 1970, bodies are JSON as text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
    text,
)

metadata = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _table(name: str, key: tuple[str, ...], *columns: Column[str] | Column[int] | Column[bytes]) -> Table:
    """Rows lie in the order of their key: most keys rise with time, so that tables grow at their end."""
    return Table(name, metadata, *columns, PrimaryKeyConstraint(*key), sqlite_with_rowid=False)


run = _table(
    "run",
    ("id",),
    _text("id"),
    _text("trace"),
    _text("topology"),
    _text("version"),
    _text("origin"),
    _text("start_key"),
    _number("started_at"),
    _text("state"),
    _text("verdict"),
    _number("open_messages"),
    Column("ended_at", BigInteger),
)
"""Runs. `verdict` is how an open one will have ended."""

message = _table(
    "message",
    ("id",),
    _text("id"),
    _text("run"),
    _text("trace"),
    _text("topology"),
    _text("node"),
    _number("priority"),
    _number("attempt"),
    _number("waits"),
    _text("lane"),
    _number("seat"),
    _number("created_at"),
    Column("due", BigInteger),
    _text("state"),
    Column("holder", Text),
    _text("held_by"),
    _text("version"),
    _text("origin"),
    _text("frames"),
    _text("body"),
)
"""What stands where: open work only."""

call = _table(
    "call",
    ("id",),
    _text("id"),
    _text("message"),
    _text("node"),
    _text("installation"),
    _text("request"),
    _text("doubt"),
    _number("intended_at"),
)
"""Recorded writes. Their ids begin with those of their messages, which is how a message's calls are found."""

answer = _table(
    "answer",
    ("call",),
    _text("call"),
    Column("answered_at", BigInteger),
    Column("reply", Text),
    _number("is_open_again"),
)
"""What became of recorded writes; beside them, so that a reply doesn't move its request."""

trash = _table(
    "trash",
    ("message",),
    _text("message"),
    _text("trace"),
    _text("topology"),
    _text("node"),
    _text("kind"),
    _text("reason"),
    _text("field"),
    _text("faults"),
    _text("call"),
    _text("cause"),
    _text("detail"),
    _number("version"),
    _number("trashed_at"),
    _number("is_open"),
    _text("actor"),
    Column("acted_at", BigInteger),
)
"""Messages that need a person; when one took them out, who and when."""

start_key = _table("start_key", ("key",), _text("key"), _text("run"))
"""Events that started a run."""

entity = _table("entity", ("key", "kind", "trace"), _text("key"), _text("kind"), _text("trace"), _number("is_owner"))
"""How traces are found."""

arrival = _table("arrival", ("join", "branch"), _text("join"), _number("branch"), _text("run"), Column("body", Text))
"""Branches that wait at a join for the others."""

lock = _table("lock", ("key",), _text("key"), _text("worker"), _text("message"))
"""Who is in a critical section."""

worker = _table("worker", ("id",), _text("id"), _number("until"))
"""Until when workers live."""

record = _table(
    "record",
    ("kind", "key"),
    _text("kind"),
    _text("key"),
    _text("body"),
    _number("version"),
    _number("is_live"),
)
"""The latest known state of entities."""

link = _table(
    "link",
    ("kind", "ours", "installation"),
    _text("kind"),
    _text("ours"),
    _text("installation"),
    _text("theirs"),
)
"""What is what at an installation."""

cursor = _table("cursor", ("topology", "node"), _text("topology"), _text("node"), _text("value"))
"""Where paging nodes go on."""

small = _table("small", ("place", "key"), _text("place"), _text("key"), _text("value"), _number("version"))
"""Small tables: installations, schedules, settings, tokens, pauses."""

chain = _table(
    "chain",
    ("number",),
    _number("number"),
    _text("name"),
    _text("genesis"),
    _number("head_seq"),
    _text("head_hash"),
    _number("rooted_seq"),
)
"""One chain of entries for each writer. `rooted_seq`: up to where another chain lists it."""

entry = _table(
    "entry",
    ("chain", "seq"),
    _number("chain"),
    _number("seq"),
    _text("kind"),
    _number("at"),
    _text("trace"),
    _text("run"),
    _text("topology"),
    _text("node"),
    _text("message"),
    _text("actor"),
    _text("digest"),
    _text("hash"),
    _number("is_rare"),
)
"""What happened. Never changed, never deleted: triggers refuse it."""

content = _table("content", ("chain", "seq"), _number("chain"), _number("seq"), _text("salt"), _text("content"))
"""What entries say, with the salts of their digests. May be erased."""

minute = _table(
    "minute",
    ("minute", "topology", "kind"),
    _number("minute"),
    _text("topology"),
    _text("kind"),
    _number("count"),
)
"""How many entries of a kind each minute brought."""

total = _table("total", ("topology", "state"), _text("topology"), _text("state"), _number("count"))
"""How many runs are in a state."""

artifact = _table(
    "artifact",
    ("digest",),
    _text("digest"),
    _text("media_type"),
    _number("size"),
    Column("expires_at", BigInteger),
    Column("content", LargeBinary, nullable=False),
)
"""Bytes by their digest."""


def _partial(name: str, where: str, *columns: Column[str] | Column[int] | ColumnElement[int]) -> None:
    Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


Index("run_trace", run.c.trace)
Index("run_state", run.c.state, run.c.id)
Index("run_topology", run.c.topology, run.c.id)
_partial(
    "message_claim",
    "state = 'ready' AND holder IS NULL",
    message.c.priority,
    func.coalesce(message.c.due, message.c.created_at),
    message.c.id,
)
_partial("message_holder", "holder IS NOT NULL", message.c.holder)
_partial("message_lane", "lane <> ''", message.c.lane, message.c.seat)
_partial("message_held", "state = 'held'", message.c.held_by, message.c.waits, message.c.id)
_partial("trash_open", "is_open = 1", trash.c.message)
Index("entity_trace", entity.c.trace)
Index("entry_trace", entry.c.trace, entry.c.at)
_partial("entry_rare", "is_rare = 1", entry.c.kind, entry.c.at)
_partial("artifact_expiry", "expires_at IS NOT NULL", artifact.c.expires_at)
