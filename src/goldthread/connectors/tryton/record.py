"""Tryton's records as they come over JSON-RPC, read field by field with nothing lost on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldthread.flow.errors import Rejected


@dataclass(frozen=True, kw_only=True, slots=True)
class TrytonAnswer:
    """What every call answers: `{"id": 1, "result": …}`."""

    result: Any = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record; related ones stand under their field's name with a point: `{"id": 7, "party.": {"id": 3}}`.

    Numbers of the type Float come as JSON numbers and are read by their digits, those of the type Numeric come as
    `{"__class__": "Decimal", "decimal": "19.90"}`.
    """

    values: Mapping[str, Any]

    @property
    def id(self) -> int:
        """Tryton's own id, which is unique within its model. Raises `Rejected` where there is none."""
        found = self.values.get("id")
        if isinstance(found, bool) or not isinstance(found, int):
            raise Rejected(f"Tryton gave a record without an id: {dict(self.values)!r}.")
        return found

    def text(self, name: str) -> str:
        """A text; empty where there is none."""
        found = self.values.get(name)
        return found.strip() if isinstance(found, str) else ""

    def number(self, name: str) -> Decimal | None:
        """A number, exact; None where there is none."""
        match self.values.get(name):
            case bool():
                return None
            case int() | float() as found:
                return Decimal(str(found))
            case {"__class__": "Decimal", "decimal": str(digits)}:
                return Decimal(digits)
            case _:
                return None

    def one(self, name: str) -> "Record":
        """The related record; an empty one where there is none."""
        found = self.values.get(f"{name}.")
        return Record(found if isinstance(found, Mapping) else {})

    def many(self, name: str) -> "tuple[Record, ...]":
        """The related records."""
        found = self.values.get(f"{name}.")
        return records(found)

    def ids(self, name: str) -> tuple[int, ...]:
        """The ids of related records that weren't read themselves."""
        found = self.values.get(name)
        return tuple(one for one in found if isinstance(one, int)) if isinstance(found, list) else ()

    @property
    def is_there(self) -> bool:
        """Whether it is a record, not the lack of one."""
        return bool(self.values)


def records(found: object) -> tuple[Record, ...]:
    """The records of a list."""
    return tuple(Record(one) for one in found if isinstance(one, Mapping)) if isinstance(found, list | tuple) else ()
