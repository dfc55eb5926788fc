"""A token as it is kept in the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from goldthread.access.scope import Scope
from goldthread.ports.view import Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A permission to call, with a name that says who uses it."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    """To the hour."""

    def is_living(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredToken:
    """A token with the SHA-256 of its secret and the version of its row."""

    token: Token
    digest: str
    version: int


def to_row(stored: StoredToken) -> str:
    """The row's JSON."""
    token = stored.token
    return json.dumps(
        {
            "name": token.name,
            "digest": stored.digest,
            "scopes": sorted(token.scopes),
            "created_at": token.created_at.isoformat(),
            "created_by": token.created_by,
            "expires_at": _text(token.expires_at),
            "revoked_at": _text(token.revoked_at),
            "last_used_at": _text(token.last_used_at),
        }
    )


def from_row(row: Row) -> StoredToken:
    """The token of a row."""
    kept = json.loads(row.value)
    token = Token(
        id=row.key,
        name=kept["name"],
        scopes=frozenset(Scope(name) for name in kept["scopes"]),
        created_at=datetime.fromisoformat(kept["created_at"]),
        created_by=kept["created_by"],
        expires_at=_instant(kept["expires_at"]),
        revoked_at=_instant(kept["revoked_at"]),
        last_used_at=_instant(kept["last_used_at"]),
    )
    return StoredToken(token=token, digest=kept["digest"], version=row.version)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
