"""The SQLite ledger in trouble: full disks, locked files, writes that cannot be stored, newer programs."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldthread.adapters.sql import sqlite_open
from goldthread.adapters.sql.artifacts import SqlArtifacts
from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.audit.evidence import verify
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Broken, Unavailable, Unsettled
from goldthread.ports.receipt import Recorded
from goldthread.ports.write import Note, Put
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BIG = "x" * 100_000


def a_note(text: str = "") -> Note:
    return Note(entries=(Entry(kind=Kind.NOTED, at=NOW, trace="t1", content=f'"{text}"'),))


def filled(file: Path) -> bytes:
    """The file has something else in it."""
    file.write_bytes(b"something else" * 100)
    return contents(file)


def contents(file: Path) -> bytes:
    return file.read_bytes()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
async def ledger(file: Path) -> AsyncIterator[SqlLedger]:
    opened = await SqlLedger.open(file, clock=ManualClock(NOW))
    yield opened
    await opened.close()


async def limit_pages(ledger: SqlLedger, pages: int | None) -> None:
    """Make the disk as good as full, or roomy again."""

    def limit(connection: sqlite3.Connection) -> None:
        (used,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + pages if pages is not None else 1 << 30}")

    await ledger.perform(limit)


async def test_a_full_disk_acknowledges_nothing_and_work_goes_on_when_space_returns(ledger: SqlLedger) -> None:
    """Every write of the batch is told; nothing of it is there; the chain has no gap."""
    await ledger.write(a_note("before"))
    await limit_pages(ledger, 2)
    receipts = [ledger.write(write) for write in (a_note("small"), a_note(BIG))]
    for receipt in receipts:
        with pytest.raises(Unavailable, match="full"):
            await receipt
    assert not await ledger.is_writable()
    with pytest.raises(Unavailable):
        await SqlArtifacts(ledger).keep(BIG.encode(), "text/plain")
    await limit_pages(ledger, None)
    assert await ledger.is_writable()
    assert await ledger.write(a_note("after")) == Recorded()
    assert [one.entry.content for one in await ledger.entries(kinds=["noted"])] == ['"after"', '"before"']
    assert (await verify(ledger)).is_sound
    assert await ledger.problems() == []


async def test_one_write_that_cannot_be_stored_fails_alone(ledger: SqlLedger) -> None:
    """A lone surrogate is no text; the others of its batch don't suffer."""
    receipts = [ledger.write(write) for write in (a_note("a"), Put(table="t", key="\ud800", value="1"), a_note("b"))]
    assert await receipts[0] == Recorded()
    with pytest.raises(Broken, match="Put could not be written"):
        await receipts[1]
    assert await receipts[2] == Recorded()
    assert (await verify(ledger)).is_sound


async def test_a_task_that_fails_fails_alone(ledger: SqlLedger) -> None:
    """Whatever it raises."""

    def fail(_: sqlite3.Connection) -> None:
        raise ValueError("no")

    before, task, after = ledger.write(a_note()), asyncio.ensure_future(ledger.perform(fail)), ledger.write(a_note())
    with pytest.raises(Broken, match="ValueError: no"):
        await task
    assert (await before, await after) == (Recorded(), Recorded())


async def test_a_locked_file_is_unavailable_until_it_is_free(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that holds it too long is trouble like a full disk."""
    monkeypatch.setattr(sqlite_open, "BUSY_MS", 1)
    ledger = await SqlLedger.open(file, clock=ManualClock(NOW))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        await ledger.write(a_note())
    other.execute("ROLLBACK")
    assert await ledger.write(a_note()) == Recorded()
    other.close()
    await ledger.close()


async def test_a_receipt_nobody_waits_for_does_no_harm(ledger: SqlLedger) -> None:
    """Its write is durable all the same."""
    waiting = asyncio.ensure_future(ledger.write(a_note("alone")))
    waiting.cancel()
    await ledger.write(a_note("after"))
    assert len(await ledger.entries(kinds=["noted"])) == 2


async def test_a_ledger_of_a_newer_program_is_refused(file: Path) -> None:
    """Naming both versions; nothing is changed."""
    await (await SqlLedger.open(file, clock=ManualClock(NOW))).close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(Unsettled, match=r"version 9999.*up to 0001"):
        await SqlLedger.open(file, clock=ManualClock(NOW))


@pytest.mark.parametrize("place", ["postgresql://host/db", ":memory:", "", "sqlite:///:memory:"])
async def test_what_is_no_file_is_refused(place: str) -> None:
    """Saying what is expected."""
    with pytest.raises(Unsettled, match=r"sqlite:///goldthread\.db"):
        await SqlLedger.open(place, clock=ManualClock(NOW))


async def test_a_file_that_is_no_ledger_is_refused(file: Path) -> None:
    """Nor is it changed."""
    before = filled(file)
    with pytest.raises(Unsettled, match=r"no ledger|cannot be opened"):
        await SqlLedger.open(file, clock=ManualClock(NOW))
    assert contents(file) == before


async def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """Naming the file."""
    with pytest.raises(Unsettled, match=r"nowhere/ledger\.db cannot be opened"):
        await SqlLedger.open(tmp_path / "nowhere" / "ledger.db", clock=ManualClock(NOW))


async def test_an_address_is_a_file_too(file: Path) -> None:
    """`sqlite:///` before the path."""
    ledger = await SqlLedger.open(f"sqlite:///{file}", clock=ManualClock(NOW))
    await ledger.close()
    assert contents(file).startswith(b"SQLite format 3")


async def test_two_may_open_a_new_ledger_at_once(file: Path) -> None:
    """One makes the tables, the other finds them."""
    ledgers = await asyncio.gather(*(SqlLedger.open(file, clock=ManualClock(NOW), name=str(n)) for n in range(3)))
    for ledger in ledgers:
        await ledger.write(a_note())
    assert len(await ledgers[0].chains()) == 3
    for ledger in ledgers:
        await ledger.close()


async def test_a_commit_is_on_the_disk_when_its_receipt_comes(ledger: SqlLedger) -> None:
    """The writer waits for the disk at every commit, and leaves checkpoints to others."""

    def pragmas(connection: sqlite3.Connection) -> list[object]:
        names = ("synchronous", "journal_mode", "wal_autocheckpoint")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await ledger.perform(pragmas) == [2, "wal", 0]
