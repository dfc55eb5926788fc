"""One-time sign-in links: used once, within a quarter of an hour."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Final

from goldthread.access.people import People
from goldthread.access.person import Person
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Forbidden, NotFound
from goldthread.ports.clock import Chance, Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Beaten
from goldthread.ports.view import Row
from goldthread.ports.write import Put

TABLE: Final = "invitation"
LIFETIME = timedelta(minutes=15)


class Invitations:
    """Makes codes for links, and takes each once."""

    def __init__(self, *, ledger: Ledger, clock: Clock, chance: Chance, people: People) -> None:
        self._ledger = ledger
        self._clock = clock
        self._chance = chance
        self._people = people

    async def make(self, name: str, *, actor: str = "") -> str:
        """A code that signs the person in once, within 15 minutes. Raises `NotFound`."""
        person = await self._people.get(name)
        code = f"{self._chance.token()}{self._chance.token()}"
        now = self._clock.now()
        value = json.dumps({"person": person.name, "expires_at": (now + LIFETIME).isoformat(), "by": actor})
        words = {"person": person.name, "change": "one-time sign-in link made"}
        entry = Entry(kind=Kind.CHANGED, at=now, actor=actor, content=json.dumps(words))
        await self._ledger.write(Put(table=TABLE, key=_digest(code), value=value, version=0, entries=(entry,)))
        return code

    async def look(self, code: str) -> Person:
        """Whom the code would sign in; it stays good. Raises `Forbidden` with the reason."""
        return await self._person(await self._living(code))

    async def take(self, code: str) -> Person:
        """Whom the code signs in; it is used up. Raises `Forbidden` with the reason."""
        row = await self._living(code)
        person = await self._person(row)
        receipt = await self._ledger.write(Put(table=TABLE, key=row.key, value=None, version=row.version))
        if isinstance(receipt, Beaten):
            raise Forbidden("This link was used already; ask for a new one.")
        return person

    async def _living(self, code: str) -> Row:
        row = await self._ledger.row(TABLE, _digest(code))
        if row is None:
            raise Forbidden("This link was used already, or it was never made here; ask for a new one.")
        if self._clock.now() >= datetime.fromisoformat(json.loads(row.value)["expires_at"]):
            raise Forbidden("This link is older than 15 minutes; ask for a new one.")
        return row

    async def _person(self, row: Row) -> Person:
        name: str = json.loads(row.value)["person"]
        try:
            return await self._people.get(name)
        except NotFound:
            raise Forbidden(f"{name} isn't among the people here any more.") from None


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
