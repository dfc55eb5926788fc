"""Reads beside the writer: two threads, each read sees all that was committed before it began."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Executable, create_engine, pool

from goldthread.adapters.sql.sqlite_open import connect

T = TypeVar("T")

THREADS: Final = 2


class Reader:
    """Runs SELECTs out of the event loop's way."""

    def __init__(self, file: Path) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="ledger-reader")
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: _read_only(file),
            poolclass=pool.QueuePool,
            pool_size=THREADS,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
        )

    async def rows(self, statement: Executable, values: Mapping[str, object] | None = None) -> list[Any]:
        """All rows of a statement; `values` are for its named parameters."""
        return await self.read(lambda connection: list(connection.execute(statement, values)))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What some reads give, made on one connection."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, work)

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            return work(connection)

    def close(self) -> None:
        """Let the reads under way end."""
        self._threads.shutdown()
        self._engine.dispose()


def _read_only(file: Path) -> sqlite3.Connection:
    connection = connect(file)
    connection.execute("PRAGMA query_only = ON")
    return connection
