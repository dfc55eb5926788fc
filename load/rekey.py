"""Texts of one order that become texts of another: names, ids and instants are cut out once and put in per order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from goldthread.flow.chain import instant, micros

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
ID: Final = re.compile(r"(?<![0-9a-z])01[0-9a-hjkmnp-tv-z]{24}(?![0-9a-z])")
MOMENT: Final = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|\+00:00)"
CALM_S: Final = 600
"""What took a second on the stage takes ten minutes in the ledger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """One order to be."""

    number: int
    begins: int
    """In microseconds, as all of these."""
    began: int
    """When the order began that it is copied from."""
    lasted: int
    """How long that one's story was."""

    def moved(self, at: int) -> int:
        """An instant of the first order, in the life of this one."""
        into = at - self.began
        calm = min(max(into, 0), self.lasted)
        return self.begins + into + calm * (CALM_S - 1)


Slot: TypeAlias = Callable[[Copy], str]
Part: TypeAlias = str | Slot
Parts: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """What has to be another in every copy."""

    slots: Mapping[str, Slot]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, names: Iterable[str], ids: Sequence[str], start_keys: Iterable[str]) -> Keys:
        """Names of entities, ids of ours, and keys of starts; where one holds another the longer one counts."""
        slots: dict[str, Slot] = {name: _renamed(name) for name in names}
        slots |= {id_: _timed(id_, place) for place, id_ in enumerate(ids)}
        slots |= {key: _marked(key) for key in start_keys}
        found = "|".join(map(re.escape, sorted(slots, key=len, reverse=True)))
        return cls(slots, re.compile(f"({found}|{MOMENT})"))

    def cut(self, text: str) -> Parts:
        """The text's parts: what stays, and what is put in per copy."""
        pieces = self.pattern.split(text)
        return tuple(self._part(piece, place) for place, piece in enumerate(pieces) if piece)

    def _part(self, piece: str, place: int) -> Part:
        if place % 2 == 0:
            return piece
        return self.slots.get(piece) or _moment(piece)


def put_in(parts: Parts, copy: Copy) -> str:
    """The text of a copy."""
    return "".join([part if isinstance(part, str) else part(copy) for part in parts])


def _renamed(name: str) -> Slot:
    """`SW637542023CZ` → `SW900000017CZ`, `ord_0a63` → `ord_900000017`, `jana7@example.net` → `jana8@example.net`.

    Two orders share a customer.
    """
    if "@" in name:
        head, _, host = name.partition("@")
        who = head.rstrip("0123456789")
        return lambda copy: f"{who}{copy.number // 2}@{host}"
    found = re.fullmatch(r"(\D*)(.*?)([A-Z]*)", name)
    head, tail = (found[1], found[3]) if found else (name, "")
    own = sum(map(ord, name)) % 10
    return lambda copy: f"{head}{900_000_000 + copy.number * 10 + own}{tail}"


def _timed(id_: str, place: int) -> Slot:
    at = sum(ALPHABET.index(one) << 5 * (9 - index) for index, one in enumerate(id_[:10])) * 1000
    tail = _base32(place, 4)
    return lambda copy: f"{_base32(copy.moved(at) // 1000, 10)}{tail}{_base32(copy.number, 12)}"


def _marked(key: str) -> Slot:
    return lambda copy: f"{key}~{copy.number}"


def _moment(text: str) -> Slot:
    suffix = "Z" if text.endswith("Z") else "+00:00"
    at = micros(datetime.fromisoformat(text))
    return lambda copy: instant(copy.moved(at)).strftime("%Y-%m-%dT%H:%M:%S.%f") + suffix


def _base32(number: int, width: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(width)))
