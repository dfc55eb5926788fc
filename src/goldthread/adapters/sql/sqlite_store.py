"""The journal's store in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.need import Found, Need
from goldthread.adapters.journal.store import Sealing
from goldthread.adapters.sql import sqlite_fetch, sqlite_flush
from goldthread.flow.chain import Head


class SqliteStore:
    """Rows behind one connection, within whatever transaction its owner has begun."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def fetch(self, need: Need) -> Found:
        """The rows there are."""
        return sqlite_fetch.fetch(self._connection, need)

    def flush(self, desk: Desk) -> None:
        """Write what changed on the desk."""
        sqlite_flush.flush(self._connection, desk)

    def seal(self, sealing: Sealing) -> None:
        """Append the entries and move the chain's head."""
        sqlite_flush.seal(self._connection, sealing)

    def next_chain(self) -> int:
        """A number that no chain has."""
        (number,) = self._connection.execute("SELECT coalesce(max(number), 0) + 1 FROM chain").fetchone()
        return int(number)

    def begin_chain(self, number: int, name: str, genesis: str) -> None:
        """Begin an empty chain."""
        self._connection.execute(
            "INSERT INTO chain (number, name, genesis, head_seq, head_hash, rooted_seq) VALUES (?, ?, ?, -1, ?, -1)",
            (number, name, genesis, genesis),
        )

    def unrooted(self, chain: int) -> Sequence[Head]:
        """Heads of all other chains that grew since a root listed them; they count as listed from now on."""
        rows = self._connection.execute(
            "UPDATE chain SET rooted_seq = head_seq WHERE number <> ? AND head_seq > rooted_seq"
            " RETURNING number, head_seq, head_hash",
            (chain,),
        ).fetchall()
        return sorted(Head(*row) for row in rows)
