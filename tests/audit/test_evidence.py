"""Evidence: every way to tamper with a ledger shows."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.audit.evidence import Evidence, verify
from goldthread.flow.chain import Head
from goldthread.flow.entry import Entry, Kind
from goldthread.ports.write import Note
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 3, 1, tzinfo=UTC)


async def write(file: Path, name: str, count: int) -> None:
    """Open, append so many entries, close."""
    ledger = await SqlLedger.open(file, clock=ManualClock(NOW), name=name)
    for number in range(count):
        entry = Entry(kind=Kind.NOTED, at=NOW, trace="t1", actor="ana", content=f'{{"text":"{name} {number}"}}')
        await ledger.write(Note(entries=(entry,)))
    await ledger.close()


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A ledger of two writers: chain 1 with entries 0 to 5, chain 2 with 0 to 4."""
    place = tmp_path / "ledger.db"
    await write(place, "first", 4)
    await write(place, "second", 3)
    return place


@pytest.fixture
async def ledger(file: Path) -> AsyncIterator[SqlLedger]:
    """The same, open."""
    opened = await SqlLedger.open(file, clock=ManualClock(NOW))
    yield opened
    await opened.close()


def tamper(file: Path, *statements: str) -> None:
    """Change the file as somebody who has it in hand could."""
    connection = sqlite3.connect(file)
    for trigger in ("entry_no_update", "entry_no_delete"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        assert connection.execute(statement).rowcount > 0, statement
    connection.commit()
    connection.close()


def places(evidence: Evidence) -> set[tuple[int, int]]:
    return {(flaw.chain, flaw.seq) for flaw in evidence.flaws}


async def test_an_untouched_ledger_is_sound(ledger: SqlLedger) -> None:
    """Everything verifies, and the report says how much that was."""
    seen: list[int] = []
    evidence = await verify(ledger, progress=seen.append)
    assert evidence.is_sound
    assert (evidence.entries, evidence.erased, evidence.roots) == (11, 0, 4)
    assert [(head.chain, head.seq) for head in evidence.heads] == [(1, 5), (2, 4)]
    assert seen == [6, 11]


async def test_a_ledger_that_is_written_meanwhile_is_sound(file: Path, ledger: SqlLedger) -> None:
    """A head that was rooted after its chain had been walked is no cut."""
    note = Note(entries=(Entry(kind=Kind.NOTED, at=NOW, content='{"text":"busy"}'),))
    third = await SqlLedger.open(file, clock=ManualClock(NOW), name="third")
    await third.write(note)
    fourth = await SqlLedger.open(file, clock=ManualClock(NOW), name="fourth")
    await fourth.write(note)

    class Busy:
        """Lets the third chain grow once it was walked, and the fourth vouch for that before it is."""

        async def chain(self, chain: int, *, after: int = -1, limit: int = 5000) -> object:
            page = await ledger.chain(chain, after=after, limit=limit)
            if chain == 3 and not page:
                await third.write(note)
                await fourth.write(note)
                await fourth.close()
            return page

        def __getattr__(self, name: str) -> object:
            return getattr(ledger, name)

    evidence = await verify(Busy())  # type: ignore[arg-type] # passes all else on
    await third.close()
    assert evidence.is_sound
    assert evidence.entries == 11 + 2 + 4


async def test_an_erased_content_still_verifies(ledger: SqlLedger) -> None:
    """Its digest stays in the chain; only what it said is gone."""
    assert await ledger.erase(1, 2)
    evidence = await verify(ledger)
    assert (evidence.is_sound, evidence.erased) == (True, 1)


async def test_a_ledger_refuses_to_change_its_entries(file: Path) -> None:
    """By mistake nobody gets that far."""
    connection = sqlite3.connect(file)
    for statement in ("UPDATE entry SET actor = 'bob'", "DELETE FROM entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "change",
    ["actor = 'bob'", "at = at + 1", "kind = 'changed'", "trace = 't2'", "node = 'x'", "message = 'm'", "run = 'r'"],
)
async def test_a_changed_entry_shows(file: Path, ledger: SqlLedger, change: str) -> None:
    """At the entry itself."""
    tamper(file, f"UPDATE entry SET {change} WHERE chain = 1 AND seq = 2")  # noqa: S608 - changes are listed above
    assert places(await verify(ledger)) == {(1, 2)}


async def test_texts_moved_between_fields_show(file: Path, ledger: SqlLedger) -> None:
    """The header has the length of each, so that `ana` here isn't `ana` there."""
    tamper(file, "UPDATE entry SET message = actor, actor = '' WHERE chain = 1 AND seq = 2")
    assert places(await verify(ledger)) == {(1, 2)}


async def test_a_changed_content_shows(file: Path, ledger: SqlLedger) -> None:
    """Its digest doesn't fit; the chain does."""
    tamper(file, "UPDATE content SET content = '{}' WHERE chain = 2 AND seq = 1")
    evidence = await verify(ledger)
    assert [str(flaw) for flaw in evidence.flaws] == ["Chain 2, entry 1: its content was changed."]


async def test_a_removed_entry_shows(file: Path, ledger: SqlLedger) -> None:
    """As a gap before the next."""
    tamper(file, "DELETE FROM entry WHERE chain = 1 AND seq = 2")
    evidence = await verify(ledger)
    assert [str(flaw) for flaw in evidence.flaws] == ["Chain 1, entry 3: entry 2 before it was removed."]


async def test_a_removed_and_renumbered_entry_shows(file: Path, ledger: SqlLedger) -> None:
    """Closing the gap breaks all hashes after it, and what other chains say of the end."""
    tamper(
        file,
        "DELETE FROM entry WHERE chain = 1 AND seq = 2",
        "DELETE FROM content WHERE chain = 1 AND seq = 2",
        "UPDATE entry SET seq = seq - 1 WHERE chain = 1 AND seq = 3",
        "UPDATE content SET seq = seq - 1 WHERE chain = 1 AND seq = 3",
    )
    assert (1, 2) in places(await verify(ledger))


async def test_a_chain_cut_at_its_end_shows(file: Path, ledger: SqlLedger) -> None:
    """The next chain knows where it ended."""
    tamper(file, "DELETE FROM entry WHERE chain = 1 AND seq > 3")
    evidence = await verify(ledger)
    assert [flaw.what for flaw in evidence.flaws] == ["it was cut off with all that followed, says chain 2, entry 0."]


async def test_a_removed_chain_shows(file: Path, ledger: SqlLedger) -> None:
    """The next chain knows that it was there."""
    tamper(file, "DELETE FROM entry WHERE chain = 1", "DELETE FROM chain WHERE number = 1")
    assert [flaw.what for flaw in (await verify(ledger)).flaws] == ["the whole chain is gone, says chain 2, entry 0."]


async def test_heads_kept_elsewhere_show_a_cut_of_everything(file: Path, ledger: SqlLedger) -> None:
    """Even the last chain cannot be cut when somebody wrote down its head."""
    known = (await verify(ledger)).heads
    tamper(file, "DELETE FROM entry WHERE chain = 2 AND seq > 2")
    assert (await verify(ledger)).is_sound
    evidence = await verify(ledger, known=known)
    assert places(evidence) == {(2, 4)}


async def test_a_chain_written_anew_shows(ledger: SqlLedger) -> None:
    """A forged chain may fit in itself; its head is another one."""
    known = (Head(1, 3, "0" * 64),)
    evidence = await verify(ledger, known=known)
    assert [flaw.what for flaw in evidence.flaws] == ["the chain was written anew, says who kept it elsewhere."]


async def test_another_genesis_shows(file: Path, ledger: SqlLedger) -> None:
    """A chain begins with the heads it lists."""
    tamper(file, f"UPDATE chain SET genesis = '{'0' * 64}' WHERE number = 2")  # noqa: S608 - a constant
    assert places(await verify(ledger)) == {(2, 0)}
