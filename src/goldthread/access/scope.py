"""What a token may do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from goldthread.flow.errors import Misuse


class Scope(StrEnum):
    """One permission. A token has some of them; `admin` stands for all."""

    READ = "read"
    """See runs, stories, trash, labels and shipments, personal data masked."""
    PERSONAL = "personal"
    """See personal data as it is; each look is an entry."""
    START = "start"
    """Start runs."""
    REPAIR = "repair"
    """Act on the trash, for which bodies are seen as they are."""
    PRINT = "print"
    """See, reprint and share labels."""
    OPERATE = "operate"
    """Pause and resume, switch topologies, change limits, retries and schedules."""
    ADMIN = "admin"
    """Everything, with installations and tokens."""


def scopes_of(names: Iterable[str]) -> frozenset[Scope]:
    """The scopes of their names. Raises `Misuse`, naming those that exist, for others or for none."""
    given = list(names)
    unknown = [name for name in given if name not in set(Scope)]
    if unknown or not given:
        said = f"There is no scope {unknown[0]!r}" if unknown else "A token needs a scope"
        raise Misuse(f"{said}; there are: {', '.join(Scope)}.")
    return frozenset(Scope(name) for name in given)


def may(scopes: frozenset[Scope], *needed: Scope) -> bool:
    """Whether the scopes hold any of those needed."""
    return Scope.ADMIN in scopes or any(one in scopes for one in needed)
