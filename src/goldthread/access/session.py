"""Sessions: kept in the ledger under the digest of what the browser holds, revocable at any time."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from goldthread.access.people import TABLE as PEOPLE
from goldthread.access.person import Person, from_row
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import NotFound
from goldthread.ports.clock import Chance, Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Row
from goldthread.ports.write import Put

TABLE: Final = "session"
LIFETIME = timedelta(hours=12)
"""A working day; then one signs in again."""
KNOWN_FOR = timedelta(seconds=2)
"""How long a session that was revoked by another process may still be taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """Somebody's browser, signed in."""

    id: str
    """For people to tell sessions apart; opens nothing."""
    person: str
    started_at: datetime
    expires_at: datetime
    address: str
    agent: str
    """What the browser calls itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn:
    """Who is behind a request."""

    person: Person
    session: Session


class Sessions:
    """Starts, checks, lists and ends sessions."""

    def __init__(self, *, ledger: Ledger, clock: Clock, chance: Chance) -> None:
        self._ledger = ledger
        self._clock = clock
        self._chance = chance
        self._sessions: dict[str, Session] = {}
        self._people: dict[str, Person] = {}
        self._read_at: datetime | None = None
        self._reading = asyncio.Lock()

    async def start(self, person: Person, *, how: str, address: str = "", agent: str = "") -> str:
        """What the browser is to hold; it is kept nowhere. Sessions whose time is over are cleared away."""
        now = self._clock.now()
        secret = f"{self._chance.token()}{self._chance.token()}"
        key = _digest(secret)
        session = Session(
            id=key[:10],
            person=person.name,
            started_at=now,
            expires_at=now + LIFETIME,
            address=address,
            agent=agent[:200],
        )
        words = {"text": f"signed in {how}", "session": session.id, "address": address}
        entry = Entry(kind=Kind.OPENED, at=now, actor=person.name, content=json.dumps(words))
        await self._ledger.write(Put(table=TABLE, key=key, value=_to_row(session), version=0, entries=(entry,)))
        for row in await self._ledger.rows(TABLE):
            if _from_row(row).expires_at <= now:
                await self._ledger.write(Put(table=TABLE, key=row.key, value=None))
        await self._read()
        return secret

    async def check(self, secret: str) -> SignedIn | None:
        """Who holds the living session; None when nobody does."""
        key = _digest(secret)
        if self._is_old() or key not in self._sessions:
            await self._read()
        session = self._sessions.get(key)
        person = self._people.get(session.person) if session else None
        if session is None or person is None or self._clock.now() >= session.expires_at:
            return None
        return SignedIn(person=person, session=session)

    async def list(self) -> list[Session]:
        """All living sessions, the newest first."""
        await self._read()
        now = self._clock.now()
        living = [one for one in self._sessions.values() if one.expires_at > now]
        return sorted(living, key=lambda one: one.started_at, reverse=True)

    async def end(self, id_: str, *, actor: str = "") -> Session:
        """End one session by its id. Raises `NotFound`."""
        await self._read()
        key = next((key for key, one in self._sessions.items() if one.id == id_), None)
        if key is None:
            raise NotFound(f"There is no session {id_!r}; it may have ended already.")
        session = self._sessions[key]
        await self._end(key, session, actor)
        await self._read()
        return session

    async def end_all(self, person: str, *, actor: str = "") -> int:
        """End every session of a person; how many there were."""
        await self._read()
        mine = {key: one for key, one in self._sessions.items() if one.person == person}
        for key, session in mine.items():
            await self._end(key, session, actor)
        await self._read()
        return len(mine)

    async def _end(self, key: str, session: Session, actor: str) -> None:
        words = {"person": session.person, "session": session.id, "change": "session ended"}
        entry = Entry(kind=Kind.CHANGED, at=self._clock.now(), actor=actor, content=json.dumps(words))
        await self._ledger.write(Put(table=TABLE, key=key, value=None, entries=(entry,)))

    def _is_old(self) -> bool:
        return self._read_at is None or self._clock.now() - self._read_at >= KNOWN_FOR

    async def _read(self) -> None:
        async with self._reading:
            self._sessions = {row.key: _from_row(row) for row in await self._ledger.rows(TABLE)}
            self._people = {row.key: from_row(row).person for row in await self._ledger.rows(PEOPLE)}
            self._read_at = self._clock.now()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _to_row(session: Session) -> str:
    return json.dumps(
        {
            "person": session.person,
            "started_at": session.started_at.isoformat(),
            "expires_at": session.expires_at.isoformat(),
            "address": session.address,
            "agent": session.agent,
        }
    )


def _from_row(row: Row) -> Session:
    kept = json.loads(row.value)
    return Session(
        id=row.key[:10],
        person=kept["person"],
        started_at=datetime.fromisoformat(kept["started_at"]),
        expires_at=datetime.fromisoformat(kept["expires_at"]),
        address=kept["address"],
        agent=kept["agent"],
    )
