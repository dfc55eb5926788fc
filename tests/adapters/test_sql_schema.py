"""The tables: what the migrations make is what the program knows, and the hot statements use its indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from goldthread.adapters.sql import schema, sqlite_fetch
from goldthread.adapters.sql.migrate import VERSION
from goldthread.adapters.sql.sqlite_open import connect, prepare


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "ledger.db"
    prepare(place)
    return place


@pytest.fixture
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    opened = connect(file)
    yield opened
    opened.close()


def plan(connection: sqlite3.Connection, sql: str) -> str:
    """How SQLite would run it."""
    values = ["[]"] * (sql.count("?") - sql.count("?2") - sql.count("?3"))
    values = values[:1] if "?1" in sql else values
    values += ["1"] * (("?2" in sql) + ("?3" in sql))
    return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))


def test_tables_and_indexes_are_made_as_the_schema_says(connection: sqlite3.Connection) -> None:
    """Word by word, which a comparison of columns alone wouldn't show: row order, partial and expression indexes."""
    made = {name: _plain(sql) for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql > ''")}
    dialect = sqlite_dialect.dialect()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {*schema.metadata.tables, "alembic_version"}
    for table in schema.metadata.tables.values():
        assert made[table.name] == _plain(str(CreateTable(table).compile(dialect=dialect)))
        for index in table.indexes:
            assert made[str(index.name)] == _plain(str(CreateIndex(index).compile(dialect=dialect)))


def test_the_program_knows_the_newest_migration() -> None:
    """A new migration raises `VERSION`."""
    config = Config()
    config.set_main_option("script_location", "goldthread.adapters.sql:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION


def test_preparing_twice_changes_nothing(file: Path, connection: sqlite3.Connection) -> None:
    """A ledger that is up to date is left alone."""
    version = connection.execute("PRAGMA schema_version").fetchone()
    prepare(file)
    assert connection.execute("PRAGMA schema_version").fetchone() == version


def test_a_claim_walks_its_index(connection: sqlite3.Connection) -> None:
    """Ten thousand that wait aren't looked at, and nothing is sorted."""
    steps = plan(connection, sqlite_fetch.CLAIM)
    assert "USING INDEX message_claim (priority=? AND <expr><?)" in steps
    assert "TEMP B-TREE" not in steps


def test_what_is_held_is_found_by_its_installation(connection: sqlite3.Connection) -> None:
    """Without looking at what isn't held."""
    steps = plan(connection, sqlite_fetch.HELD)
    assert "USING INDEX message_held (held_by=?)" in steps
    assert "TEMP B-TREE" not in steps


def test_lanes_are_read_from_their_ends(connection: sqlite3.Connection) -> None:
    """The first by seat, and the last."""
    steps = plan(connection, sqlite_fetch.LANES)
    assert steps.count("message_lane (lane=?)") == 2
    assert "SCAN message" not in steps


@pytest.mark.parametrize("name", [name for name, value in vars(sqlite_fetch).items() if hasattr(value, "sql")])
def test_rows_are_fetched_by_their_keys(connection: sqlite3.Connection, name: str) -> None:
    """Only locks, which are few, are looked through."""
    steps = plan(connection, vars(sqlite_fetch)[name].sql)
    assert ("SCAN t" in steps) == (name == "_LOCKED_BY"), steps


def test_the_dead_are_found_by_what_is_held(connection: sqlite3.Connection) -> None:
    """Ten thousand messages that nobody holds aren't looked at."""
    assert "SEARCH message USING COVERING INDEX message_holder" in plan(connection, sqlite_fetch.DEAD)


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT * FROM entry WHERE trace = ? ORDER BY at", "entry_trace (trace=?)"),
        ("SELECT * FROM entry WHERE kind IN ('printed') AND is_rare = 1 ORDER BY at DESC", "entry_rare (kind=?)"),
        ("SELECT * FROM entity WHERE key = ? AND kind = ?", "PRIMARY KEY (key=? AND kind=?)"),
        ("SELECT * FROM entity WHERE trace = ?", "entity_trace (trace=?)"),
        ("SELECT * FROM run WHERE state = ? ORDER BY id DESC", "run_state (state=?)"),
        ("SELECT * FROM call WHERE id > ? AND id < ?", "PRIMARY KEY (id>? AND id<?)"),
        ("SELECT * FROM trash WHERE is_open = 1 ORDER BY message DESC", "trash_open"),
        ("SELECT digest FROM artifact WHERE expires_at <= ? ORDER BY expires_at", "artifact_expiry (expires_at<?)"),
    ],
)
def test_cold_reads_use_their_indexes(connection: sqlite3.Connection, sql: str, index: str) -> None:
    """However large the ledger is."""
    assert index in plan(connection, sql)


def _plain(sql: str) -> str:
    return " ".join(sql.replace('"', "").replace("( ", "(").split()).replace("( ", "(").replace(" )", ")")
