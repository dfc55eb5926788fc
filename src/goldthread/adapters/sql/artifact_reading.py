"""Reads of kept bytes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from goldthread.adapters.sql import schema
from goldthread.adapters.sql.sqlite_reader import Reader
from goldthread.flow.chain import micros


class ArtifactReading:
    """Bytes by their digest."""

    _reader: Reader

    async def artifact(self, digest: str) -> bytes | None:
        a = schema.artifact.c
        rows = await self._reader.rows(select(a.content).where(a.digest == digest))
        return rows[0].content if rows else None

    async def expired_artifacts(self, now: datetime, limit: int) -> list[str]:
        a = schema.artifact.c
        statement = select(a.digest).where(a.expires_at <= micros(now)).order_by(a.expires_at, a.digest).limit(limit)
        return [row.digest for row in await self._reader.rows(statement)]
