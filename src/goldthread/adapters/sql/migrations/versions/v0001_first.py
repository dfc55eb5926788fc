"""The first shape: everything the ledger began with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NEVER = "entries are never changed: the ledger is append-only"


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.Text, nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def blob(name: str) -> sa.Column[bytes]:
    """A column of bytes."""
    return sa.Column(name, sa.LargeBinary, nullable=False)


def table(name: str, key: tuple[str, ...], *columns: sa.Column[str] | sa.Column[int] | sa.Column[bytes]) -> None:
    """A table whose rows lie in the order of their key."""
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False)


def index(name: str, on: str, columns: list[str], *, where: str = "") -> None:
    """An index, partial with `where`."""
    condition = sa.text(where) if where else None
    expressions = [sa.text(column) if "(" in column else column for column in columns]
    op.create_index(name, on, expressions, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    """Make the tables, then what finds rows in them and what keeps entries as they are."""
    work()
    books()
    history()
    indexes()
    triggers()


def work() -> None:
    """What is under way."""
    table(
        "run",
        ("id",),
        text("id"),
        text("trace"),
        text("topology"),
        text("version"),
        text("origin"),
        text("start_key"),
        number("started_at"),
        text("state"),
        text("verdict"),
        number("open_messages"),
        number("ended_at", nullable=True),
    )
    table(
        "message",
        ("id",),
        text("id"),
        text("run"),
        text("trace"),
        text("topology"),
        text("node"),
        number("priority"),
        number("attempt"),
        number("waits"),
        text("lane"),
        number("seat"),
        number("created_at"),
        number("due", nullable=True),
        text("state"),
        text("holder", nullable=True),
        text("held_by"),
        text("version"),
        text("origin"),
        text("frames"),
        text("body"),
    )
    table(
        "call",
        ("id",),
        text("id"),
        text("message"),
        text("node"),
        text("installation"),
        text("request"),
        text("doubt"),
        number("intended_at"),
    )
    table(
        "answer",
        ("call",),
        text("call"),
        number("answered_at", nullable=True),
        text("reply", nullable=True),
        number("is_open_again"),
    )
    table(
        "trash",
        ("message",),
        text("message"),
        text("trace"),
        text("topology"),
        text("node"),
        text("kind"),
        text("reason"),
        text("field"),
        text("faults"),
        text("call"),
        text("cause"),
        text("detail"),
        number("version"),
        number("trashed_at"),
        number("is_open"),
        text("actor"),
        number("acted_at", nullable=True),
    )
    table(
        "start_key",
        ("key",),
        text("key"),
        text("run"),
    )
    table(
        "entity",
        ("key", "kind", "trace"),
        text("key"),
        text("kind"),
        text("trace"),
        number("is_owner"),
    )
    table(
        "arrival",
        ("join", "branch"),
        text("join"),
        number("branch"),
        text("run"),
        text("body", nullable=True),
    )
    table(
        "lock",
        ("key",),
        text("key"),
        text("worker"),
        text("message"),
    )
    table(
        "worker",
        ("id",),
        text("id"),
        number("until"),
    )


def books() -> None:
    """What is kept beside."""
    table(
        "record",
        ("kind", "key"),
        text("kind"),
        text("key"),
        text("body"),
        number("version"),
        number("is_live"),
    )
    table(
        "link",
        ("kind", "ours", "installation"),
        text("kind"),
        text("ours"),
        text("installation"),
        text("theirs"),
    )
    table(
        "cursor",
        ("topology", "node"),
        text("topology"),
        text("node"),
        text("value"),
    )
    table(
        "small",
        ("place", "key"),
        text("place"),
        text("key"),
        text("value"),
        number("version"),
    )
    table(
        "artifact",
        ("digest",),
        text("digest"),
        text("media_type"),
        number("size"),
        number("expires_at", nullable=True),
        blob("content"),
    )


def history() -> None:
    """What happened."""
    table(
        "chain",
        ("number",),
        number("number"),
        text("name"),
        text("genesis"),
        number("head_seq"),
        text("head_hash"),
        number("rooted_seq"),
    )
    table(
        "entry",
        ("chain", "seq"),
        number("chain"),
        number("seq"),
        text("kind"),
        number("at"),
        text("trace"),
        text("run"),
        text("topology"),
        text("node"),
        text("message"),
        text("actor"),
        text("digest"),
        text("hash"),
        number("is_rare"),
    )
    table(
        "content",
        ("chain", "seq"),
        number("chain"),
        number("seq"),
        text("salt"),
        text("content"),
    )
    table(
        "minute",
        ("minute", "topology", "kind"),
        number("minute"),
        text("topology"),
        text("kind"),
        number("count"),
    )
    table(
        "total",
        ("topology", "state"),
        text("topology"),
        text("state"),
        number("count"),
    )


def indexes() -> None:
    """Few, and local: each costs every write."""
    index("run_trace", "run", ["trace"])
    index("run_state", "run", ["state", "id"])
    index("run_topology", "run", ["topology", "id"])
    free = "state = 'ready' AND holder IS NULL"
    index("message_claim", "message", ["priority", "coalesce(due, created_at)", "id"], where=free)
    index("message_holder", "message", ["holder"], where="holder IS NOT NULL")
    index("message_lane", "message", ["lane", "seat"], where="lane <> ''")
    index("message_held", "message", ["held_by", "waits", "id"], where="state = 'held'")
    index("trash_open", "trash", ["message"], where="is_open = 1")
    index("entity_trace", "entity", ["trace"])
    index("entry_trace", "entry", ["trace", "at"])
    index("entry_rare", "entry", ["kind", "at"], where="is_rare = 1")
    index("artifact_expiry", "artifact", ["expires_at"], where="expires_at IS NOT NULL")


def triggers() -> None:
    """Whoever has the database in hand still cannot change an entry by mistake."""
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER entry_no_{change.lower()} BEFORE {change} ON entry"
            f" BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
        )
