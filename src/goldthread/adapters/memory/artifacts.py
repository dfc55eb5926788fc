"""Artifacts in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from goldthread.domain.artifact import Artifact


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    content: bytes
    media_type: str
    expires_at: datetime | None
    is_unsaid: bool = False
    """Only referred to: nobody has said how long it is kept."""


class MemoryArtifacts:
    """Keeps bytes for as long as it lives itself."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    async def keep(self, content: bytes, media_type: str, *, expires_at: datetime | None = None) -> Artifact:
        """Keep; the same bytes once, for the longer of the lifetimes."""
        digest = sha256(content).hexdigest()
        known = self._kept.get(digest)
        if known is not None:
            media_type = known.media_type
        if known is not None and not known.is_unsaid:
            both = (known.expires_at, expires_at)
            expires_at = None if None in both else max(at for at in both if at is not None)
        self._kept[digest] = _Kept(content=content, media_type=media_type, expires_at=expires_at)
        return Artifact(digest=digest, media_type=media_type, size=len(content))

    async def refer(self, content: bytes, media_type: str) -> Artifact:
        """Keep for as long as whoever else keeps them wants."""
        digest = sha256(content).hexdigest()
        new = _Kept(content=content, media_type=media_type, expires_at=None, is_unsaid=True)
        return Artifact(digest=digest, media_type=self._kept.setdefault(digest, new).media_type, size=len(content))

    async def read(self, digest: str) -> bytes | None:
        """The bytes, if they are kept."""
        kept = self._kept.get(digest)
        return kept.content if kept else None

    async def erase(self, digest: str) -> bool:
        """Forget the bytes."""
        return self._kept.pop(digest, None) is not None

    async def expired(self, now: datetime, limit: int = 100) -> list[str]:
        """Digests whose lifetime has ended, the oldest first."""
        over = [(one.expires_at, digest) for digest, one in self._kept.items() if one.expires_at is not None]
        return [digest for at, digest in sorted(over) if at <= now][:limit]
