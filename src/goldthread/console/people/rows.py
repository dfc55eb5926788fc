"""Rows of people, and what is said of roles, browsers and tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from goldthread.access.person import Person, Role
from goldthread.access.session import Session
from goldthread.access.stored import Token

ROLES: Final[Mapping[Role, str]] = {
    Role.VIEWER: "sees runs, stories, trash and labels, personal data masked",
    Role.PACKER: "finds labels and prints them again",
    Role.OPERATOR: "repairs, resumes, pauses, prints, and sees personal data",
    Role.AUDITOR: "sees everything and changes nothing",
    Role.ADMIN: "everything, with installations, people and tokens",
}
_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRow:
    """A person, with the living sessions."""

    person: Person
    sessions: int


def person_rows(people: Iterable[Person], sessions: Iterable[Session], *, text: str, role: str) -> list[PersonRow]:
    """Those whose name holds the text, of a role."""
    living: dict[str, int] = {}
    for one in sessions:
        living[one.person] = living.get(one.person, 0) + 1
    sought = text.casefold()
    return [
        PersonRow(person=one, sessions=living.get(one.name, 0))
        for one in people
        if sought in one.name.casefold() and (not role or one.role == role)
    ]


def browser_of(agent: str) -> str:
    """`Firefox on Windows`; the beginning of what it calls itself when that says nothing."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    known = " on ".join(part for part in (browser, system) if part)
    return known or agent[:40] or "unknown"


def token_state(token: Token, now: datetime) -> str:
    """`living`, `expired` or `revoked`."""
    if token.revoked_at is not None:
        return "revoked"
    return "living" if token.is_living(now) else "expired"


def token_rows(tokens: Iterable[Token], now: datetime, *, text: str, state: str) -> list[Token]:
    """Those whose name holds the text, in a state; the newest first."""
    sought = text.casefold()
    left = [one for one in tokens if sought in one.name.casefold() and (not state or token_state(one, now) == state)]
    return sorted(left, key=lambda one: one.created_at, reverse=True)
