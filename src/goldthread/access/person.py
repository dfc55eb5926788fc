"""A person as kept in the ledger, and what each role stands for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from goldthread.access.scope import Scope
from goldthread.flow.errors import Misuse
from goldthread.ports.view import Row


class Role(StrEnum):
    """What a person is here for; each has one."""

    VIEWER = "viewer"
    """Sees runs, stories, trash and labels, personal data masked."""
    PACKER = "packer"
    """Finds labels and prints them again."""
    OPERATOR = "operator"
    """Repairs, resumes, pauses, prints, and sees personal data."""
    AUDITOR = "auditor"
    """Sees everything, personal data as well, and changes nothing."""
    ADMIN = "admin"
    """Everything, with installations, people and tokens."""


SCOPES: Final[Mapping[Role, frozenset[Scope]]] = {
    Role.VIEWER: frozenset({Scope.READ}),
    Role.PACKER: frozenset({Scope.PRINT}),
    Role.OPERATOR: frozenset(
        {Scope.READ, Scope.PERSONAL, Scope.START, Scope.REPAIR, Scope.PRINT, Scope.OPERATE},
    ),
    Role.AUDITOR: frozenset({Scope.READ, Scope.PERSONAL}),
    Role.ADMIN: frozenset({Scope.ADMIN}),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who may sign in to the console."""

    name: str
    """As entries say it."""
    role: Role
    created_at: datetime
    created_by: str
    has_password: bool
    """Else a one-time link is the only way in."""

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the role may do."""
        return SCOPES[self.role]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredPerson:
    """A person with the digest of the password and the version of the row."""

    person: Person
    digest: str
    """Argon2id in its own notation; empty without a password."""
    version: int


def role_of(name: str) -> Role:
    """The role of a name. Raises `Misuse`, naming those that exist."""
    if name not in set(Role):
        raise Misuse(f"There is no role {name!r}; there are: {', '.join(Role)}.")
    return Role(name)


def to_row(stored: StoredPerson) -> str:
    """The row's JSON; the name is its key."""
    person = stored.person
    return json.dumps(
        {
            "role": person.role,
            "digest": stored.digest,
            "created_at": person.created_at.isoformat(),
            "created_by": person.created_by,
        }
    )


def from_row(row: Row) -> StoredPerson:
    """The person of a row."""
    kept = json.loads(row.value)
    person = Person(
        name=row.key,
        role=Role(kept["role"]),
        created_at=datetime.fromisoformat(kept["created_at"]),
        created_by=kept["created_by"],
        has_password=bool(kept["digest"]),
    )
    return StoredPerson(person=person, digest=kept["digest"], version=row.version)
