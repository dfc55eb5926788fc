"""Bearer tokens: shown once, kept as digests, checked without reading the ledger each time."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from goldthread.access.scope import scopes_of
from goldthread.access.stored import StoredToken, Token, from_row, to_row
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Conflict, Misuse, NotFound, Unavailable
from goldthread.ports.clock import Chance, Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Beaten
from goldthread.ports.write import Put

TABLE = "token"
PREFIX = "gt"

KNOWN_FOR = timedelta(seconds=5)
"""How long a revoked token may still be taken by another process."""
ASKED_AGAIN = timedelta(seconds=1)
"""How soon an unknown token makes us read again; it may have just been created elsewhere."""
USED_STEP = timedelta(hours=1)
"""How coarse the last use is kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """A token that was just created. Its secret is shown once and kept nowhere."""

    token: Token
    secret: str
    """What the caller sends: `Authorization: Bearer gt_…`."""


class Tokens:
    """All tokens of this ledger."""

    def __init__(self, *, ledger: Ledger, clock: Clock, chance: Chance) -> None:
        self._ledger = ledger
        self._clock = clock
        self._chance = chance
        self._known: dict[str, StoredToken] = {}
        self._read_at: datetime | None = None
        self._reading = asyncio.Lock()
        self._touching: set[asyncio.Task[None]] = set()

    async def create(
        self, name: str, scopes: Iterable[str], *, actor: str = "", lifetime: timedelta | None = None
    ) -> Issued:
        """A new token. Raises `Misuse` (no name, unknown scope) or `Conflict` (a living token has the name)."""
        if not name.strip():
            raise Misuse("A token needs a name that says who uses it.")
        held = scopes_of(scopes)
        if lifetime is not None and lifetime <= timedelta(0):
            raise Misuse("A token's lifetime lies above zero.")
        if any(one.name == name for one in await self.list() if one.is_living(self._clock.now())):
            raise Conflict(f"A living token is called {name!r} already; revoke it first, or choose another name.")
        now = self._clock.now()
        token = Token(
            id=_public(self._chance.token()),
            name=name,
            scopes=held,
            created_at=now,
            created_by=actor,
            expires_at=None if lifetime is None else now + lifetime,
        )
        secret = f"{PREFIX}_{token.id}_{self._chance.token()}"
        await self._keep(StoredToken(token=token, digest=_digest(secret), version=0), actor, "created")
        return Issued(token=token, secret=secret)

    async def list(self) -> list[Token]:
        """All tokens, oldest first; revoked and expired ones as well."""
        await self._read()
        return sorted((one.token for one in self._known.values()), key=lambda token: (token.created_at, token.id))

    async def revoke(self, id_or_name: str, *, actor: str = "") -> Token:
        """End a token for good. Raises `NotFound`; revoking again changes nothing."""
        try:
            return await self._revoke(id_or_name, actor)
        except Conflict:
            return await self._revoke(id_or_name, actor)  # its last use was noted in between

    async def _revoke(self, id_or_name: str, actor: str) -> Token:
        await self._read()
        now = self._clock.now()
        matching = [one for one in self._known.values() if id_or_name in (one.token.id, one.token.name)]
        if not matching:
            names = ", ".join(sorted(one.token.name for one in self._known.values())) or "none"
            raise NotFound(f"There is no token {id_or_name!r}; there are: {names}.")
        stored = next((one for one in matching if one.token.is_living(now)), matching[-1])
        if stored.token.revoked_at is not None:
            return stored.token
        ended = replace(stored, token=replace(stored.token, revoked_at=now))
        await self._keep(ended, actor, "revoked")
        return ended.token

    async def check(self, secret: str) -> Token | None:
        """The living token of a secret; None when there is none."""
        now = self._clock.now()
        parts = secret.split("_", 2)
        if len(parts) != 3 or parts[0] != PREFIX:
            return None
        if self._is_older(KNOWN_FOR) or (parts[1] not in self._known and self._is_older(ASKED_AGAIN)):
            await self._read()
        stored = self._known.get(parts[1])
        expected = stored.digest if stored else _digest("nobody's")
        if not hmac.compare_digest(expected, _digest(secret)) or stored is None or not stored.token.is_living(now):
            return None
        self._note_use(stored, now)
        return stored.token

    def _is_older(self, age: timedelta) -> bool:
        return self._read_at is None or self._clock.now() - self._read_at >= age

    async def _read(self) -> None:
        async with self._reading:
            rows = await self._ledger.rows(TABLE)
            self._known = {row.key: from_row(row) for row in rows}
            self._read_at = self._clock.now()

    async def _keep(self, stored: StoredToken, actor: str, done: str) -> None:
        token = stored.token
        words = {"token": token.name, "id": token.id, "scopes": sorted(token.scopes), "change": done}
        entry = Entry(kind=Kind.CHANGED, at=self._clock.now(), actor=actor, content=json.dumps(words))
        receipt = await self._ledger.write(
            Put(table=TABLE, key=token.id, value=to_row(stored), version=stored.version, entries=(entry,))
        )
        if isinstance(receipt, Beaten):
            raise Conflict(f"The token {token.name!r} was changed by somebody else meanwhile; look again.")
        await self._read()

    def _note_use(self, stored: StoredToken, now: datetime) -> None:
        used = stored.token.last_used_at
        if used is not None and now - used < USED_STEP:
            return
        fresh = replace(
            stored, token=replace(stored.token, last_used_at=now.replace(minute=0, second=0, microsecond=0))
        )
        self._known[stored.token.id] = replace(fresh, version=stored.version + 1)
        task = asyncio.ensure_future(self._touch(fresh))
        self._touching.add(task)
        task.add_done_callback(self._touching.discard)

    async def _touch(self, stored: StoredToken) -> None:
        """When the ledger cannot be written, or the row changed, the use goes unnoted: it is a convenience."""
        with suppress(Unavailable):
            await self._ledger.write(
                Put(table=TABLE, key=stored.token.id, value=to_row(stored), version=stored.version)
            )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _public(text: str) -> str:
    """A short id without the separator, for people to tell tokens apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]
