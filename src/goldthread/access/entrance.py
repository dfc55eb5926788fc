"""The way in for people: by password, or by a one-time link; what was tried is written down."""

from __future__ import annotations

import json
import math

from goldthread.access.invitation import Invitations
from goldthread.access.password import Passwords
from goldthread.access.people import People
from goldthread.access.person import Person, Role
from goldthread.access.session import Sessions
from goldthread.access.throttle import Throttle
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Forbidden, NotFound
from goldthread.ports.clock import Chance, Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.write import Note

FIRST = "admin"
"""What the first person is called when nobody said otherwise."""


class TooOften(Forbidden):
    """Too many tries; the sentence says how long to wait."""


class Entrance:
    """People, their sessions, and how one begins."""

    def __init__(self, *, ledger: Ledger, clock: Clock, chance: Chance, passwords: Passwords | None = None) -> None:
        self._ledger = ledger
        self._clock = clock
        self._passwords = passwords or Passwords()
        self._throttle = Throttle(clock)
        self.people = People(ledger=ledger, clock=clock, passwords=self._passwords)
        self.sessions = Sessions(ledger=ledger, clock=clock, chance=chance)
        self.invitations = Invitations(ledger=ledger, clock=clock, chance=chance, people=self.people)

    async def by_password(self, name: str, password: str, *, address: str, agent: str = "") -> str:
        """The secret of a new session. Raises `Forbidden`, in the same words for an unknown name, or `TooOften`."""
        name = name.strip()
        if wait := self._throttle.wait(name, address):
            seconds = math.ceil(wait.total_seconds())
            raise TooOften(f"Too many tries. Wait {seconds} s, then try again.")
        self._throttle.fail(name, address)
        person, digest = await self._known(name)
        if not await self._passwords.fits(password, digest) or person is None:
            await self._refuse(name, address, "the password or the name is wrong")
            raise Forbidden("Name or password is wrong.")
        self._throttle.succeed(name, address)
        return await self.sessions.start(person, how="by password", address=address, agent=agent)

    async def by_link(self, code: str, *, address: str, agent: str = "") -> str:
        """The secret of a new session; the link is used up. Raises `Forbidden` with the reason, or `TooOften`."""
        if self._throttle.wait("", address):
            raise TooOften("Too many tries from here. Wait a quarter of an hour.")
        try:
            person = await self.invitations.take(code)
        except Forbidden as error:
            self._throttle.fail("", address)
            await self._refuse("a link", address, str(error))
            raise
        return await self.sessions.start(person, how="by a one-time link", address=address, agent=agent)

    async def first_link(self, *, actor: str) -> str:
        """A code for the first administrator, who is made for it; empty as soon as anybody exists."""
        if await self.people.list():
            return ""
        person = await self.people.add(FIRST, Role.ADMIN, actor=actor)
        return await self.invitations.make(person.name, actor=actor)

    async def _known(self, name: str) -> tuple[Person | None, str]:
        try:
            stored = await self.people.stored(name)
        except NotFound:
            return None, ""
        return stored.person, stored.digest

    async def _refuse(self, name: str, address: str, reason: str) -> None:
        words = {"event": f"the sign-in of {name[:80]}", "installation": address, "reason": reason}
        entry = Entry(kind=Kind.REFUSED, at=self._clock.now(), content=json.dumps(words))
        await self._ledger.write(Note(entries=(entry,)))
