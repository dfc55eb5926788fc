"""Bytes kept by digest beside the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from goldthread.domain.artifact import Artifact


class Artifacts(Protocol):
    """Keeps bytes as they are. The same bytes are kept once."""

    async def keep(self, content: bytes, media_type: str, *, expires_at: datetime | None = None) -> Artifact:
        """Durable when it returns. Keeping again lengthens the lifetime, never shortens it."""

    async def refer(self, content: bytes, media_type: str) -> Artifact:
        """Durable when it returns, as part of something recorded. Whoever keeps the same bytes, before or after, says
        for how long; for good when nobody does.
        """

    async def read(self, digest: str) -> bytes | None:
        """The bytes, or None when they were erased or never kept."""

    async def erase(self, digest: str) -> bool:
        """Forget the bytes; whether there were any."""

    async def expired(self, now: datetime, limit: int = 100) -> list[str]:
        """Digests whose lifetime has ended."""
