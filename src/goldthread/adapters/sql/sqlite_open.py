"""Opens SQLite files the way the ledger needs them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, pool

from goldthread.adapters.sql.migrate import VERSION, migrate, refuse_newer, version_of
from goldthread.flow.errors import Unsettled

BUSY_MS: Final = 5_000
"""How long a writer waits for another process's writer."""
_CACHE_KIB: Final = 8_192


def file_of(place: str | Path) -> Path:
    """The file of a path or of an address like `sqlite:///var/goldthread.db`. Raises `Unsettled`."""
    text = str(place)
    if text.startswith("sqlite:///"):
        text = text.removeprefix("sqlite:///")
    if "://" in text or not text or text == ":memory:":
        raise Unsettled(f"The ledger is a file, as sqlite:///goldthread.db; {place!s} isn't one.")
    return Path(text).absolute()


def connect(file: Path) -> sqlite3.Connection:
    """A connection for one thread at a time, in autocommit mode; commits are on the disk when they return."""
    try:
        connection = sqlite3.connect(
            file, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        for pragma in (
            f"busy_timeout = {BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "wal_autocheckpoint = 0",
            f"cache_size = -{_CACHE_KIB}",
            "temp_store = MEMORY",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:
        raise Unsettled(f"The ledger {file} cannot be opened: {error}. Correct its place or its rights.") from error
    return connection


def prepare(file: Path) -> None:
    """Make the file and its tables what this program knows. Several processes may do so at once.

    Raises `Unsettled` when the file is no ledger, or one of a newer program.
    """
    connection = connect(file)
    try:
        version = version_of(connection)
    except sqlite3.DatabaseError as error:
        raise Unsettled(f"The file {file} is no ledger: {error}.") from error
    finally:
        connection.close()
    refuse_newer(version, str(file))
    if version != VERSION:
        _upgrade(file)


def _upgrade(file: Path) -> None:
    engine = create_engine("sqlite://", creator=lambda: connect(file), poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            migrate(connection)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
