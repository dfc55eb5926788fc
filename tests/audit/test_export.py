"""Evidence that was taken away: it is checked without the ledger, and no change to it goes unseen."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.export import signed_export
from goldthread.audit.exported import check_export
from goldthread.audit.signer import Signer
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Misuse
from goldthread.ports.write import Note
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


async def a_ledger() -> MemoryLedger:
    ledger = MemoryLedger(clock=ManualClock())
    texts = [("t1", "přijato"), ("t2", "label"), ("t1", "sent")]
    entries = [Entry(kind=Kind.NOTED, at=NOW, trace=trace, content=json.dumps({"text": text})) for trace, text in texts]
    await ledger.write(Note(entries=tuple(entries)))
    return ledger


async def exported(*traces: str) -> list[str]:
    ledger = await a_ledger()
    return [line async for line in signed_export(ledger, Signer(ledger), traces or None)]


async def test_an_export_is_sound_as_it_came() -> None:
    """All entries, then the ends, then the signature."""
    lines = await exported()
    found = check_export(lines)
    assert found.is_sound
    assert (found.entries, len(found.key)) == (len(lines) - 2, 64)
    assert json.loads(lines[-2])["is_sound"] is True


async def test_the_stories_of_one_trace_stand_alone() -> None:
    """Each entry carries what its hash is made of."""
    lines = await exported("t1")
    assert [json.loads(line)["trace"] for line in lines[:-2]] == ["t1", "t1"]
    assert check_export(lines).is_sound


async def test_every_process_signs_with_the_same_key() -> None:
    """It is kept in the ledger."""
    ledger = await a_ledger()
    keys = {(await Signer(ledger).sign(b"x")).key for _ in range(2)}
    assert len(keys) == 1


async def test_a_changed_line_is_seen() -> None:
    """By its own hash, and by the signature."""
    lines = await exported()
    place = next(n for n, line in enumerate(lines) if "label" in line)
    lines[place] = lines[place].replace("label", "lapel")
    faults = check_export(lines).faults
    assert f"Line {place + 1}: its content was changed." in faults
    assert "The file was changed after it was signed." in faults


async def test_a_line_that_is_gone_or_added_is_seen() -> None:
    """Wherever it was."""
    lines = await exported()
    assert not check_export(lines[1:]).is_sound
    assert not check_export([*lines, lines[0]]).is_sound
    assert check_export(lines[:-1]).faults == ("Nobody signed the file, or its end was cut off.",)


def test_what_is_no_export_is_said_to_be_none() -> None:
    """With the line."""
    with pytest.raises(Misuse, match="Line 1 isn't JSON"):
        check_export(["hello\n"])
