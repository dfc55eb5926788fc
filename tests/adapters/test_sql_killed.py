"""A ledger whose process was killed keeps every write whose receipt was given, and nothing by half."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.audit.evidence import verify
from goldthread.flow.message import TraceId
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime
from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.adapters.system import SystemClock
from goldthread.flow.entry import Entry, Kind
from goldthread.ports.write import Note, Put

async def stream(ledger, name):
    for number in range(1_000_000):
        entry = Entry(kind=Kind.NOTED, at=datetime.now(UTC), trace=name, content=str(number))
        put = ledger.write(Put(table="number", key=name, value=str(number), entries=(entry,)))
        await put
        sys.stdout.write(f"{name} {number}\\n")
        sys.stdout.flush()

async def main():
    ledger = await SqlLedger.open(sys.argv[1], clock=SystemClock(), name="killed")
    await asyncio.gather(*(stream(ledger, f"s{n}") for n in range(8)))

asyncio.run(main())
"""


async def killed(file: Path, lines: int) -> dict[str, int]:
    """Write until so many receipts were told of, then kill; the last number of each stream."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(file), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    told: dict[str, int] = {}
    for _ in range(lines):
        name, number = (await process.stdout.readline()).split()
        told[name.decode()] = int(number)
    process.kill()
    for line in (await process.stdout.read()).splitlines():
        if len(parts := line.split()) == 2:
            told[parts[0].decode()] = int(parts[1])
    await process.wait()
    return told


@pytest.mark.parametrize("lines", [1, 200])
async def test_every_receipt_given_is_kept(tmp_path: Path, lines: int) -> None:
    """The ledger may know one more of each stream than was told, never one less; row and entry agree."""
    file = tmp_path / "ledger.db"
    told = await killed(file, lines)
    assert told
    ledger = await SqlLedger.open(file, clock=ManualClock(NOW))
    for name, number in told.items():
        row = await ledger.row("number", name)
        assert row is not None
        assert number <= int(row.value) <= number + 1
        assert [int(one.entry.content) for one in await ledger.story(TraceId(name))] == list(range(int(row.value) + 1))
    assert await ledger.problems() == []
    assert (await verify(ledger)).is_sound
    await ledger.close()
