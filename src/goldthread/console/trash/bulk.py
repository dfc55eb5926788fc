"""All messages of one cause at once: what would change, how far it is, and what became of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from goldthread.console.trash.words import subject
from goldthread.engine.trash import Trash
from goldthread.flow.errors import Misuse, Unfit
from goldthread.flow.pointer import at, put
from goldthread.flow.reply import Json
from goldthread.ports.view import Trashed

Deed: TypeAlias = Literal["resume", "change", "discard"]

PREVIEWED: Final = 50
"""Messages that a preview shows and checks; all others are checked when it is done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """One message, and what would become of its field."""

    message: str
    about: str
    before: Json
    after: Json
    problem: str
    """Why it would not fit; empty when it would."""


def forecasts(trash: Trash, members: Sequence[Trashed], field: str, value: Json) -> list[Forecast]:
    """The change of one field, message by message. Nothing is changed by it."""
    return [_forecast(trash, one, field, value) for one in members]


def _forecast(trash: Trash, one: Trashed, field: str, value: Json) -> Forecast:
    body: Json = json.loads(one.message.body)
    before: Json = None
    problem = ""
    try:
        before = at(body, field)
        trash.check(one, put(body, field, value))
    except Unfit as error:
        problem = error.faults[0].message if error.faults else str(error)
    except Misuse as error:
        problem = str(error)
    about = subject(one.message.body) or one.message.id[-8:]
    return Forecast(message=one.message.id, about=about, before=before, after=value, problem=problem)


def read_value(text: str, former: Json) -> Json:
    """What was typed for a field, as its kind: text where text (or nothing) stood, else JSON. Raises `Misuse`."""
    if isinstance(former, str | None):
        return text
    if isinstance(former, list) and all(isinstance(one, str) for one in former) and not text.lstrip().startswith("["):
        return list(text.split("\n"))
    try:
        value: Json = json.loads(text)
    except ValueError as error:
        raise Misuse(
            f"Where {json.dumps(former, ensure_ascii=False)[:40]} stood, {text!r} cannot be read: {error}."
        ) from error
    return value


def common_fields(members: Sequence[Trashed]) -> list[str]:
    """Pointers of the plain fields that the first message has, for a list to choose from."""
    if not members:
        return []
    return list(_pointers(json.loads(members[0].message.body), ""))[:300]


def _pointers(body: Json, place: str) -> Sequence[str]:
    if isinstance(body, dict):
        found: list[str] = []
        for name, value in body.items():
            found += _pointers(value, f"{place}/{name.replace('~', '~0').replace('/', '~1')}")
        return found
    if isinstance(body, list):
        found = []
        for number, value in enumerate(body):
            found += _pointers(value, f"{place}/{number}")
        return found
    return [place] if place else []
