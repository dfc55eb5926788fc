"""Tryton's records in memory: written with their relations, searched by domains, read along dotted names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from goldthread.testing.fakes.tryton.complaints import ServerFaultError, UserError
from goldthread.testing.fakes.tryton.schema import MODELS, Model

Row: TypeAlias = dict[str, Any]


class Tables:
    """All records, by model and id. A relation to many is the set of records that lead back."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._writes = 0
        self.rows: dict[str, dict[int, Row]] = defaultdict(dict)

    def add(self, model: str, **values: object) -> int:
        """Make a record, with those that it brings along (`["create", […]]`, `["add", […]]`)."""
        shape, id_ = _shape(model), max(self.rows[model], default=0) + 1
        own = {name: value for name, value in values.items() if name not in shape.many}
        self._check(shape, own)
        self.rows[model][id_] = own
        self.touch(model, id_)
        for name, (other, back) in shape.many.items():
            for what, given in _operations(values.get(name)):
                for one in given:
                    if what == "create":
                        self.add(other, **{**one, back: id_})
                    else:
                        self.change(other, int(one), {back: id_})
        return id_

    def change(self, model: str, id_: int, values: Mapping[str, object]) -> None:
        """Write fields of one record."""
        shape = _shape(model)
        if id_ not in self.rows[model]:
            message = f'You are trying to write to records "{id_}" of "{shape.label}" that don\'t exist.'
            raise UserError(message)
        self._check(shape, values)
        self.rows[model][id_] |= values
        self.touch(model, id_)

    def touch(self, model: str, id_: int) -> None:
        """Note when a record was written: no two writes have one time."""
        self._writes += 1
        self.rows[model][id_]["_timestamp"] = f"{self._now().timestamp() + self._writes / 1_000_000:.6f}"

    def find(self, model: str, domain: Sequence[Any]) -> list[int]:
        """The ids of the records that a domain finds, in the order of their making."""
        return [id_ for id_ in sorted(self.rows[model]) if self._holds(model, id_, domain)]

    def read(self, model: str, id_: int, names: Iterable[str]) -> Row:
        """One record with these fields; `party.name` brings `{"party.": {"id": …, "name": …}}`."""
        found: Row = {"id": id_}
        nested: dict[str, list[str]] = defaultdict(list)
        for name in names:
            head, _, rest = name.partition(".")
            if rest:
                nested[head].append(rest)
            else:
                found[name] = self._value(model, id_, name)
        for head, rests in nested.items():
            found[f"{head}."] = self._related(model, id_, head, rests)
        return found

    def _related(self, model: str, id_: int, name: str, fields: list[str]) -> Row | list[Row] | None:
        shape, value = _shape(model), self._value(model, id_, name)
        if name in shape.many:
            return [self.read(shape.many[name][0], one, fields) for one in value]
        return None if value is None else self.read(shape.one[name], value, fields)

    def _value(self, model: str, id_: int, name: str) -> Any:
        shape = _shape(model)
        if not shape.knows(name):
            raise ServerFaultError(repr(name))
        if name == "id":
            return id_
        if name in shape.many:
            other, back = shape.many[name]
            return [one for one, row in sorted(self.rows[other].items()) if row.get(back) == id_]
        return self.rows[model][id_].get(name)

    def _holds(self, model: str, id_: int, domain: Sequence[Any]) -> bool:
        match list(domain):
            case ["OR", *clauses]:
                return any(self._holds(model, id_, clause) for clause in clauses)
            case ["AND", *clauses]:
                return all(self._holds(model, id_, clause) for clause in clauses)
            case [str(path), str(operator), wanted, *_]:
                return any(_compares(value, operator, wanted) for value in self._values(model, id_, path.split(".")))
            case clauses:
                return all(self._holds(model, id_, clause) for clause in clauses)

    def _values(self, model: str, id_: int, path: list[str]) -> Iterator[Any]:
        """What a dotted name leads to; several where it passes a relation to many."""
        value, shape = self._value(model, id_, path[0]), _shape(model)
        if len(path) == 1:
            yield value
            return
        other = shape.many[path[0]][0] if path[0] in shape.many else shape.one[path[0]]
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield from self._values(other, one, path[1:])

    def _check(self, shape: Model, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            if not shape.knows(name):
                raise ServerFaultError(repr(name))
            if name in shape.one and value is not None and value not in self.rows[shape.one[name]]:
                label = name.replace("_", " ").title()
                raise UserError(f'The value "{value}" for field "{label}" in "{shape.label}" does not exist.')


_PATTERN: Final = {"%": ".*", "_": "."}


def _compares(value: Any, operator: str, wanted: Any) -> bool:
    match operator:
        case "=":
            return bool(value == wanted)
        case "!=":
            return bool(value != wanted)
        case "in":
            return value in wanted
        case ">":
            return value is not None and bool(value > wanted)
        case "like" | "ilike":
            flags = re.DOTALL | (re.IGNORECASE if operator == "ilike" else 0)
            return isinstance(value, str) and re.fullmatch(_regex(wanted), value, flags) is not None
        case _:
            raise ServerFaultError(repr(operator))


def _regex(pattern: str) -> str:
    """A pattern of SQL, with `%`, `_` and the backslash before either."""
    pieces = re.findall(r"\\.|.", pattern, re.DOTALL)
    return "".join(re.escape(one[-1]) if one[0] == "\\" else _PATTERN.get(one, re.escape(one)) for one in pieces)


def _operations(given: object) -> list[tuple[str, list[Any]]]:
    if not isinstance(given, list):
        return []
    return [(what, list(records)) for what, records in given]


def _shape(model: str) -> Model:
    if model not in MODELS:
        raise ServerFaultError(repr(model))
    return MODELS[model]
