"""Artifacts in the ledger's database, committed among its writes."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from hashlib import sha256
from typing import Final

from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.domain.artifact import Artifact
from goldthread.flow.chain import micros

UNSAID: Final = 4611686018427387904
"""The end of what is only referred to: later than any instant, and given way to by whoever says one."""
_REFER: Final = """
    INSERT INTO artifact (digest, media_type, size, expires_at, content) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (digest) DO UPDATE SET expires_at = artifact.expires_at
    RETURNING media_type"""
_KEEP: Final = """
    INSERT INTO artifact (digest, media_type, size, expires_at, content) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (digest) DO UPDATE SET expires_at = CASE
        WHEN expires_at = 4611686018427387904 THEN excluded.expires_at
        WHEN expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL
        ELSE max(expires_at, excluded.expires_at) END
    RETURNING media_type"""


class SqlArtifacts:
    """Keeps bytes in a table of the ledger, committed among its writes."""

    def __init__(self, ledger: SqlLedger) -> None:
        self._ledger = ledger

    async def keep(self, content: bytes, media_type: str, *, expires_at: datetime | None = None) -> Artifact:
        """Keep; the same bytes once, for the longer of the lifetimes. Raises `Unavailable`."""
        return await self._put(_KEEP, content, media_type, None if expires_at is None else micros(expires_at))

    async def refer(self, content: bytes, media_type: str) -> Artifact:
        """Keep for as long as whoever else keeps them wants. Raises `Unavailable`."""
        return await self._put(_REFER, content, media_type, UNSAID)

    async def _put(self, statement: str, content: bytes, media_type: str, end: int | None) -> Artifact:
        digest = sha256(content).hexdigest()
        values = (digest, media_type, len(content), end, content)

        def put(connection: sqlite3.Connection) -> str:
            return str(connection.execute(statement, values).fetchall()[0][0])

        return Artifact(digest=digest, media_type=await self._ledger.perform(put), size=len(content))

    async def read(self, digest: str) -> bytes | None:
        """The bytes, if they are kept."""
        return await self._ledger.artifact(digest)

    async def erase(self, digest: str) -> bool:
        """Forget the bytes. Raises `Unavailable`."""

        def erase(connection: sqlite3.Connection) -> bool:
            return connection.execute("DELETE FROM artifact WHERE digest = ?", (digest,)).rowcount > 0

        return await self._ledger.perform(erase)

    async def expired(self, now: datetime, limit: int = 100) -> list[str]:
        """Digests whose lifetime has ended, the oldest first."""
        return await self._ledger.expired_artifacts(now, limit)
