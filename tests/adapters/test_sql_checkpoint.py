"""Checkpoints keep the write-ahead log short, beside the writer."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldthread.adapters.sql import sqlite_checkpoint
from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.adapters.sql.sqlite_checkpoint import Checkpointer
from goldthread.adapters.sql.sqlite_open import connect, prepare
from goldthread.flow.entry import Entry, Kind
from goldthread.ports.write import Note
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def a_note() -> Note:
    return Note(entries=(Entry(kind=Kind.NOTED, at=NOW, trace="t1", content='"' + "x" * 20_000 + '"'),))


def sizes(file: Path) -> tuple[int, int]:
    """Bytes of the file and of its log."""
    log = file.with_name(f"{file.name}-wal")
    return file.stat().st_size, log.stat().st_size if log.exists() else 0


async def test_a_long_log_starts_again_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays near its bound, however much is written."""
    monkeypatch.setattr(sqlite_checkpoint, "COMMITS", 4)
    monkeypatch.setattr(sqlite_checkpoint, "MOST_BYTES", 200_000)
    file = tmp_path / "ledger.db"
    ledger = await SqlLedger.open(file, clock=ManualClock(NOW))
    for _ in range(200):
        await ledger.write(a_note())
    written, log = sizes(file)
    assert written + log > 200 * 20_000
    assert log < 2_000_000
    await ledger.close()


async def test_a_closed_ledger_has_no_log(tmp_path: Path) -> None:
    """Everything is in the one file, which may be copied."""
    file = tmp_path / "ledger.db"
    ledger = await SqlLedger.open(file, clock=ManualClock(NOW))
    for _ in range(10):
        await ledger.write(a_note())
    await ledger.close()
    written, log = sizes(file)
    assert written > 10 * 20_000
    assert log == 0


def test_a_busy_file_is_left_for_the_next_time(tmp_path: Path) -> None:
    """A reader that looks at the past keeps the log as it is; nothing fails."""
    file = tmp_path / "ledger.db"
    prepare(file)
    writer, reader = connect(file), connect(file)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM small").fetchone()
    checkpointer = Checkpointer(file)
    writer.execute("INSERT INTO small VALUES ('t', 'k', '1', 1)")
    checkpointer.after_commit(writer)
    checkpointer.close()
    assert reader.execute("SELECT count(*) FROM small").fetchone() == (0,)
    reader.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM small").fetchone() == (1,)
    writer.close()
    reader.close()


def test_a_checkpoint_that_fails_is_tried_again_later() -> None:
    """Trouble with the disk is the writer's to tell of."""

    class Failing(sqlite3.Connection):
        def execute(self, *_: object) -> sqlite3.Cursor:
            raise sqlite3.OperationalError("disk I/O error")

    connection = sqlite3.connect(":memory:", factory=Failing)
    assert sqlite_checkpoint.checkpoint(connection) == 0
    connection.close()
