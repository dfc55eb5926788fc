"""As much of GraphQL as the fake of Vendure needs: which fields are asked for, and nothing else is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"\.\.\.|[{}():$!\[\],]|[_A-Za-z][_0-9A-Za-z]*|\"[^\"]*\"|-?\d+")
SCALARS = frozenset({"data"})
"""Fields of the scalar type JSON, which are given whole."""


class InvalidQueryError(Exception):
    """The query doesn't fit the schema; the message is Vendure's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """A field that is asked for, with what is asked of it; `on` is the type that a fragment is for."""

    name: str
    fields: tuple[Selected, ...] = ()
    on: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """A whole request: `mutation AddNote { addNoteToOrder { id } }`."""

    kind: str
    name: str
    fields: tuple[Selected, ...]


def parse(query: str) -> Operation:
    """The operation of a document with one. Arguments and variables are read over."""
    tokens = _TOKEN.findall(query)
    kind, name = (tokens[0], tokens[1]) if tokens and tokens[0] in {"query", "mutation"} else ("query", "")
    if "{" not in tokens:
        raise InvalidQueryError("Syntax Error: Unexpected <EOF>.")
    place = _after_arguments(tokens, tokens.index(name) + 1 if name else 0)
    fields, _ = _fields(tokens, place + 1)
    return Operation(kind=kind, name=name, fields=fields)


def project(value: Any, fields: tuple[Selected, ...], type_: str = "Query") -> Any:
    """What is asked for of a value. Raises `InvalidQueryError` for a field that isn't there."""
    if value is None or (not fields and not isinstance(value, dict | list)):
        return value
    if isinstance(value, list):
        return [project(one, fields, type_) for one in value]
    if not isinstance(value, dict):
        raise InvalidQueryError(f'Field must not have a selection since type "{type_}" has no subfields.')
    return dict(pair for field in fields for pair in _projected(value, field, type_))


def _projected(value: Mapping[str, Any], field: Selected, type_: str) -> list[tuple[str, Any]]:
    actual = str(value.get("__typename", type_))
    if field.on:
        fits = field.on == actual or (field.on == "ErrorResult" and actual.endswith("Error"))
        return [pair for one in field.fields for pair in _projected(value, one, actual)] if fits else []
    if field.name not in value:
        raise InvalidQueryError(f'Cannot query field "{field.name}" on type "{actual}".')
    part = value[field.name]
    if field.name in SCALARS:
        return [(field.name, part)]
    if isinstance(part, dict) and not field.fields:
        raise InvalidQueryError(f'Field "{field.name}" of type "{actual}" must have a selection of subfields.')
    return [(field.name, project(part, field.fields, field.name))]


def _fields(tokens: list[str], place: int) -> tuple[tuple[Selected, ...], int]:
    found: list[Selected] = []
    while tokens[place] != "}":
        name, on = tokens[place], ""
        if name == "...":
            name, on = "", tokens[place + 2]
            place += 2
        place = _after_arguments(tokens, place + 1)
        inner: tuple[Selected, ...] = ()
        if tokens[place] == "{":
            inner, place = _fields(tokens, place + 1)
        found.append(Selected(name=name, fields=inner, on=on))
    return tuple(found), place + 1


def _after_arguments(tokens: list[str], place: int) -> int:
    if tokens[place] != "(":
        return place
    depth = 0
    for there in range(place, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[there], 0)
        if not depth:
            return there + 1
    raise InvalidQueryError("Syntax Error: Expected Name, found <EOF>.")
