"""Persons, their passwords, sessions and one-time links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from goldthread.access.entrance import Entrance, TooOften
from goldthread.access.password import Passwords
from goldthread.access.person import Role, role_of
from goldthread.access.scope import Scope, may
from goldthread.access.session import KNOWN_FOR, LIFETIME
from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.adapters.memory.shelves import Shelves
from goldthread.adapters.system import SystemChance
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Conflict, Forbidden, Misuse, NotFound
from goldthread.testing.clock import ManualClock

PASSWORD = "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Counting(Passwords):
    """Counts how often a password is compared."""

    compared = 0

    async def fits(self, password: str, digest: str) -> bool:
        self.compared += 1
        return await super().fits(password, digest)


class Door:
    """The entrance of one process, over a ledger in memory."""

    def __init__(self, shelves: Shelves | None = None, clock: ManualClock | None = None) -> None:
        self.clock = clock or ManualClock()
        self.ledger = MemoryLedger(clock=self.clock, shelves=shelves or Shelves())
        self.passwords = Counting(CHEAP)
        self.entrance = Entrance(ledger=self.ledger, clock=self.clock, chance=SystemChance(), passwords=self.passwords)

    async def told(self, kind: Kind) -> list[str]:
        """The contents of the entries of a kind, newest first."""
        return [one.entry.content for one in await self.ledger.entries(kinds=[kind])]


async def test_a_password_opens_and_is_kept_as_argon2id() -> None:
    """The ledger never holds the password itself; signing in is an entry with its author."""
    door = Door()
    await door.entrance.people.add("Ada", Role.OPERATOR, password=PASSWORD, actor="root")
    secret = await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")
    signed_in = await door.entrance.sessions.check(secret)
    assert signed_in is not None
    assert signed_in.person.role is Role.OPERATOR
    row = await door.ledger.row("person", "Ada")
    assert row is not None
    assert "$argon2id$" in row.value
    assert PASSWORD not in row.value
    assert "signed in by password" in (await door.told(Kind.OPENED))[0]
    assert not any(secret in one.value for one in await door.ledger.rows("session"))


async def test_unknown_and_wrong_are_refused_alike() -> None:
    """The same sentence and the same work, so that nobody learns who exists; each refusal is an entry."""
    door = Door()
    await door.entrance.people.add("Ada", Role.VIEWER, password=PASSWORD)
    for name in ("Ada", "Nobody"):
        with pytest.raises(Forbidden, match=r"^Name or password is wrong\.$"):
            await door.entrance.by_password(name, "something else entirely", address="10.0.0.1")
    assert door.passwords.compared == 2
    assert len(await door.told(Kind.REFUSED)) == 2


async def test_a_person_without_a_password_needs_a_link() -> None:
    """An empty password opens nothing."""
    door = Door()
    await door.entrance.people.add("Ada", Role.VIEWER)
    with pytest.raises(Forbidden):
        await door.entrance.by_password("Ada", "", address="10.0.0.1")


async def test_too_many_tries_have_to_wait() -> None:
    """After five failures even the right password has to wait, no longer than a minute for the name's owner."""
    door = Door()
    await door.entrance.people.add("Ada", Role.VIEWER, password=PASSWORD)
    for _ in range(5):
        with pytest.raises(Forbidden):
            await door.entrance.by_password("Ada", "wrong wrong wrong", address="10.0.0.9")
    with pytest.raises(TooOften, match=r"Wait \d+ s"):
        await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")
    assert door.passwords.compared == 5
    door.clock.turn(timedelta(seconds=60))
    assert await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")


async def test_an_address_that_guesses_at_many_names_has_to_wait() -> None:
    """Others are let in meanwhile."""
    door = Door()
    await door.entrance.people.add("Ada", Role.VIEWER, password=PASSWORD)
    for place in range(20):
        with pytest.raises(Forbidden):
            await door.entrance.by_password(f"name {place}", "wrong wrong wrong", address="10.0.0.9")
    with pytest.raises(TooOften):
        await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.9")
    assert await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")


async def test_a_session_ends_with_its_time() -> None:
    """Twelve hours after it began, whatever was done in it."""
    door = Door()
    await door.entrance.people.add("Ada", Role.VIEWER, password=PASSWORD)
    secret = await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")
    door.clock.turn(LIFETIME - timedelta(seconds=1))
    assert await door.entrance.sessions.check(secret)
    door.clock.turn(timedelta(seconds=1))
    assert await door.entrance.sessions.check(secret) is None


async def test_a_revoked_session_ends_everywhere() -> None:
    """In the process that revokes it at once, in others within seconds."""
    shelves, clock = Shelves(), ManualClock()
    here, there = Door(shelves, clock), Door(shelves, clock)
    await here.entrance.people.add("Ada", Role.VIEWER, password=PASSWORD)
    secret = await here.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")
    assert await there.entrance.sessions.check(secret)
    (session,) = await here.entrance.sessions.list()
    await here.entrance.sessions.end(session.id, actor="root")
    assert await here.entrance.sessions.check(secret) is None
    clock.turn(KNOWN_FOR)
    assert await there.entrance.sessions.check(secret) is None
    with pytest.raises(NotFound):
        await here.entrance.sessions.end(session.id)


async def test_whoever_is_removed_is_out() -> None:
    """Sessions of somebody who is no longer there open nothing."""
    door = Door()
    await door.entrance.people.add("root", Role.ADMIN)
    await door.entrance.people.add("Ada", Role.ADMIN, password=PASSWORD)
    secret = await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")
    await door.entrance.people.remove("Ada", actor="root")
    door.clock.turn(KNOWN_FOR)
    assert await door.entrance.sessions.check(secret) is None


async def test_another_role_holds_from_the_next_request_on() -> None:
    """The session isn't asked for what it was when it began."""
    door = Door()
    await door.entrance.people.add("Ada", Role.OPERATOR, password=PASSWORD)
    secret = await door.entrance.by_password("Ada", PASSWORD, address="10.0.0.1")
    await door.entrance.people.set_role("Ada", Role.VIEWER, actor="root")
    door.clock.turn(KNOWN_FOR)
    signed_in = await door.entrance.sessions.check(secret)
    assert signed_in is not None
    assert not may(signed_in.person.scopes, Scope.REPAIR)


async def test_the_last_administrator_stays() -> None:
    """Somebody has to be able to let others in."""
    door = Door()
    await door.entrance.people.add("root", Role.ADMIN)
    await door.entrance.people.add("Ada", Role.VIEWER)
    with pytest.raises(Conflict, match="last administrator"):
        await door.entrance.people.set_role("root", Role.VIEWER)
    with pytest.raises(Conflict, match="last administrator"):
        await door.entrance.people.remove("root")


@pytest.mark.parametrize("password", ["short", "x" * 201])
async def test_a_password_is_neither_short_nor_endless(password: str) -> None:
    """Twelve to two hundred characters."""
    with pytest.raises(Misuse, match="12 to 200"):
        await Door().entrance.people.add("Ada", Role.VIEWER, password=password)


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "x" * 81])
async def test_a_name_can_be_printed(name: str) -> None:
    """It stands in every entry that the person causes."""
    with pytest.raises(Misuse, match="needs a name"):
        await Door().entrance.people.add(name, Role.VIEWER)


async def test_a_name_is_one_persons() -> None:
    """Nobody becomes somebody else by being added."""
    door = Door()
    await door.entrance.people.add("Ada", Role.VIEWER)
    with pytest.raises(Conflict, match="already"):
        await door.entrance.people.add("Ada", Role.ADMIN)


def test_an_unknown_role_names_those_there_are() -> None:
    """So that the next try is right."""
    with pytest.raises(Misuse, match="viewer, packer, operator, auditor, admin"):
        role_of("king")


async def test_a_link_signs_in_once() -> None:
    """Looking at it uses nothing up; the second use is refused with the reason."""
    door = Door()
    await door.entrance.people.add("Ada", Role.PACKER)
    code = await door.entrance.invitations.make("Ada", actor="root")
    assert (await door.entrance.invitations.look(code)).name == "Ada"
    assert await door.entrance.sessions.check(await door.entrance.by_link(code, address="10.0.0.1"))
    with pytest.raises(Forbidden, match="used already"):
        await door.entrance.by_link(code, address="10.0.0.1")


async def test_a_link_ends_after_a_quarter_of_an_hour() -> None:
    """Not before."""
    door = Door()
    await door.entrance.people.add("Ada", Role.PACKER)
    code = await door.entrance.invitations.make("Ada")
    door.clock.turn(timedelta(minutes=14, seconds=59))
    await door.entrance.invitations.look(code)
    door.clock.turn(timedelta(seconds=1))
    with pytest.raises(Forbidden, match="older than 15 minutes"):
        await door.entrance.by_link(code, address="10.0.0.1")


async def test_the_first_link_is_made_for_an_empty_house_alone() -> None:
    """There is no password by default, and no second way in."""
    door = Door()
    code = await door.entrance.first_link(actor="the first start")
    assert (await door.entrance.invitations.look(code)).role is Role.ADMIN
    assert await door.entrance.first_link(actor="the next start") == ""


async def test_every_change_of_people_is_an_entry() -> None:
    """With its author, and without any secret."""
    door = Door()
    await door.entrance.people.add("root", Role.ADMIN, actor="setup")
    await door.entrance.people.add("Ada", Role.VIEWER, actor="root")
    await door.entrance.people.set_password("Ada", PASSWORD, actor="root")
    await door.entrance.people.remove("Ada", actor="root")
    said = await door.told(Kind.CHANGED)
    assert [word in text for word, text in zip(("removed", "password set", "added"), said, strict=False)] == [True] * 3
    assert not any(PASSWORD in text for text in said)
