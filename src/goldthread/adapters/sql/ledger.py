"""The ledger in a database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar, cast

from goldthread.adapters.journal.journal import Journal
from goldthread.adapters.sql.artifact_reading import ArtifactReading
from goldthread.adapters.sql.book_reading import BookReading
from goldthread.adapters.sql.check import Checking
from goldthread.adapters.sql.entry_reading import EntryReading
from goldthread.adapters.sql.sqlite_open import file_of, prepare
from goldthread.adapters.sql.sqlite_reader import Reader
from goldthread.adapters.sql.sqlite_writer import Writer
from goldthread.adapters.sql.work_reading import WorkReading
from goldthread.flow.errors import Unavailable
from goldthread.ports.clock import Clock
from goldthread.ports.fuse import Fuse, NoFuse
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Write

T = TypeVar("T")

_PROBE = 65_536


class SqlLedger(WorkReading, BookReading, EntryReading, ArtifactReading, Checking):
    """Keeps the truth in a SQLite file. Several handles, in several processes, may be open on one file at once."""

    def __init__(self, *, writer: Writer, reader: Reader, clock: Clock) -> None:
        self._writer = writer
        self._reader = reader
        self._clock = clock

    @classmethod
    async def open(
        cls, place: str | Path, *, clock: Clock, fuse: Fuse | None = None, name: str = "ledger"
    ) -> SqlLedger:
        """Open the file, making it or bringing it up to date. `name` is what this writer's chain is called.

        Raises `Unsettled` when it isn't a file that can be used, or belongs to a newer program.
        """
        file = file_of(place)
        await asyncio.to_thread(prepare, file)
        writer = Writer(file, Journal(clock, name), fuse or NoFuse())
        return cls(writer=writer, reader=Reader(file), clock=clock)

    @property
    def reader(self) -> Reader:
        """The threads that read, for what is kept beside the entries."""
        return self._reader

    def write(self, write: Write) -> Awaitable[Receipt]:
        """Hand over; group-committed in this order."""
        return cast("asyncio.Future[Receipt]", self._writer.hand_over(write))

    async def perform(self, task: Callable[[sqlite3.Connection], T]) -> T:
        """What a task on the writer's connection gives, when it is durable; committed among the writes."""
        return cast("T", await self._writer.hand_over(task))

    async def erase(self, chain: int, seq: int) -> bool:
        """Erase an entry's content and salt; its digest stays in the chain."""

        def erase(connection: sqlite3.Connection) -> bool:
            return connection.execute("DELETE FROM content WHERE chain = ? AND seq = ?", (chain, seq)).rowcount > 0

        return await self.perform(erase)

    async def is_writable(self) -> bool:
        """Whether a write could be made durable now: some pages are written, and given back."""
        try:
            await self.perform(_probe)
        except Unavailable:
            return False
        return True

    async def close(self) -> None:
        """Commit what was handed over, then close."""
        await self._writer.close()
        await asyncio.to_thread(self._reader.close)


def _probe(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO small (place, key, value, version) VALUES ('probe', 'room', ?, 0)", ("x" * _PROBE,))
    connection.execute("DELETE FROM small WHERE place = 'probe'")
