"""The persons of this ledger."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from goldthread.access.password import Passwords
from goldthread.access.person import Person, Role, StoredPerson, from_row, to_row
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Conflict, Misuse, NotFound
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Beaten
from goldthread.ports.write import Put

TABLE: Final = "person"
LONGEST_NAME = 80


class People:
    """Adds, lists and removes persons; every change is an entry."""

    def __init__(self, *, ledger: Ledger, clock: Clock, passwords: Passwords) -> None:
        self._ledger = ledger
        self._clock = clock
        self._passwords = passwords

    async def add(self, name: str, role: Role, *, password: str = "", actor: str = "") -> Person:
        """A new person. Raises `Misuse` (name or password) or `Conflict` (the name is taken)."""
        name = name.strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise Misuse(f"A person needs a name of 1 to {LONGEST_NAME} printable characters.")
        digest = await self._passwords.digest(password) if password else ""
        person = Person(
            name=name, role=role, created_at=self._clock.now(), created_by=actor, has_password=bool(password)
        )
        if await self._ledger.row(TABLE, name) is not None:
            raise Conflict(f"A person is called {name!r} already; choose another name.")
        await self._keep(StoredPerson(person=person, digest=digest, version=0), actor, "added")
        return person

    async def list(self) -> list[Person]:
        """All persons by name."""
        return sorted((from_row(row).person for row in await self._ledger.rows(TABLE)), key=lambda one: one.name)

    async def get(self, name: str) -> Person:
        """Raises `NotFound`, naming who exists."""
        return (await self.stored(name)).person

    async def stored(self, name: str) -> StoredPerson:
        """The person with the digest of the password. Raises `NotFound`."""
        row = await self._ledger.row(TABLE, name)
        if row is None:
            names = ", ".join(one.name for one in await self.list()) or "nobody"
            raise NotFound(f"There is no person {name!r}; there is: {names}.")
        return from_row(row)

    async def set_password(self, name: str, password: str, *, actor: str = "") -> Person:
        """Another password; whoever is signed in stays so until the sessions are revoked."""
        stored = await self.stored(name)
        digest = await self._passwords.digest(password)
        changed = replace(stored, digest=digest, person=replace(stored.person, has_password=True))
        await self._keep(changed, actor, "password set")
        return changed.person

    async def set_role(self, name: str, role: Role, *, actor: str = "") -> Person:
        """Another role, from the next request on. Raises `Conflict` when no administrator would be left."""
        stored = await self.stored(name)
        if stored.person.role is Role.ADMIN and role is not Role.ADMIN:
            await self._demand_another_admin(name)
        changed = replace(stored, person=replace(stored.person, role=role))
        await self._keep(changed, actor, f"role set to {role}")
        return changed.person

    async def remove(self, name: str, *, actor: str = "") -> Person:
        """Nobody of that name any more; what the person did stays told. Raises `Conflict` for the last administrator
        while others are left.
        """
        stored = await self.stored(name)
        if stored.person.role is Role.ADMIN and len(await self.list()) > 1:
            await self._demand_another_admin(name)
        await self._keep(stored, actor, "removed", is_gone=True)
        return stored.person

    async def _demand_another_admin(self, name: str) -> None:
        if not any(one.role is Role.ADMIN and one.name != name for one in await self.list()):
            raise Conflict(f"{name!r} is the last administrator; make another one first.")

    async def _keep(self, stored: StoredPerson, actor: str, done: str, *, is_gone: bool = False) -> None:
        person = stored.person
        words = {"person": person.name, "role": person.role.value, "change": done}
        entry = Entry(kind=Kind.CHANGED, at=self._clock.now(), actor=actor, content=json.dumps(words))
        value = None if is_gone else to_row(stored)
        receipt = await self._ledger.write(
            Put(table=TABLE, key=person.name, value=value, version=stored.version, entries=(entry,))
        )
        if isinstance(receipt, Beaten):
            raise Conflict(f"The person {person.name!r} was changed by somebody else meanwhile; look again.")
