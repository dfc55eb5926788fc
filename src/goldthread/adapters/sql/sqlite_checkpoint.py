"""Moves committed pages from the write-ahead log into the file, out of the writer's way."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event, Thread
from typing import Final

from goldthread.adapters.sql.sqlite_open import connect

COMMITS: Final = 64
"""Between two checkpoints."""
MOST_BYTES: Final = 64 * 1024 * 1024
"""A longer log is emptied by the writer itself, between two commits: only so can it start again from its beginning."""
_PAGE: Final = 4096


class Checkpointer:
    """A thread with a connection of its own. Its checkpoints wait for nobody and make nobody wait."""

    def __init__(self, file: Path) -> None:
        self._connection = connect(file)
        self._nudge = Event()
        self._commits = 0
        self._is_closing = False
        self._is_log_long = False
        self._thread = Thread(target=self._work, name="ledger-checkpoint", daemon=True)
        self._thread.start()

    def after_commit(self, writer: sqlite3.Connection) -> None:
        """Count a commit; called by the writer, which does the rest of a checkpoint itself when the log got long."""
        self._commits += 1
        if self._is_log_long:
            self._is_log_long = False
            checkpoint(writer)
        elif self._commits % COMMITS == 0:
            self._nudge.set()

    def close(self) -> None:
        """Finish, with the log emptied as far as readers allow."""
        self._is_closing = True
        self._nudge.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._is_closing:
            self._nudge.wait()
            self._nudge.clear()
            pages = checkpoint(self._connection)
            self._is_log_long = pages * _PAGE > MOST_BYTES
        self._connection.close()


def checkpoint(connection: sqlite3.Connection) -> int:
    """Move what can be moved; how many pages the log has. A disk that is full or busy is left for the next time."""
    try:
        _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except sqlite3.OperationalError:
        return 0
    return int(pages)
