"""A street line taken apart for carriers that want its house number alone, with nothing lost on the way."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from goldthread.domain.street_form import (
    ADDRESSES_BY_BLOCK,
    BLOCK,
    ENDS_IN_NUMBER,
    LONGEST_LINE,
    MANNHEIM_BLOCK,
    NUMBER_ALONE,
    NUMBER_FIRST,
    NUMBER_FIRST_COUNTRIES,
    NUMBER_LAST,
    POST_BOX,
    UNIT_ALONE,
    VILLAGE_NUMBER,
)

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_EDGE: Final = " \t\r\n,;"


@dataclass(frozen=True, kw_only=True, slots=True)
class StreetParts:
    """A street line in parts, each a piece of the line as it was written."""

    street: str
    """Empty in villages that number houses without streets."""
    house_number: str
    """With the word for it, where one was written: `č.p. 12`."""
    addition: str
    """What belongs to the number, with its slash: `/34a`, `bis`, `1/3`."""
    rest: str
    """Floor, door, building: everything else."""

    @property
    def number(self) -> str:
        """House number and addition together: `12/34a`, `12a`, `1 1/3`."""
        is_apart = self.addition[:1].isdigit() or (len(self.addition) > 1 and self.addition.isalpha())
        space = " " if is_apart else ""
        return f"{self.house_number}{space}{self.addition}"


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedsALook:
    """The line cannot be taken apart safely; a person says what is what."""

    why: str


def split_street(line: str, country_code: str) -> StreetParts | NeedsALook:
    """The parts of a street line, written as it is usual in the country.

    Together the parts hold every word and every number of the line. Where they wouldn't, or where two readings
    are possible, a person looks.
    """
    if len(line) > LONGEST_LINE:
        return NeedsALook(why=f"{line[:40]!r}… is longer than a street line.")
    if POST_BOX.search(line):
        return NeedsALook(why=f"{line!r} is a post office box or a parcel locker; it has no house number.")
    if country_code in ADDRESSES_BY_BLOCK:
        return _proved(line, _by_block(line))
    if country_code in NUMBER_FIRST_COUNTRIES:
        return _proved(line, _by_segments(line, NUMBER_FIRST, number_leads=True))
    if country_code == "DE" and (block := MANNHEIM_BLOCK.match(line)):
        return _proved(line, _parts(block))
    return _proved(line, _by_segments(line, NUMBER_LAST, number_leads=False))


def split_lines(lines: tuple[str, ...], country_code: str) -> StreetParts | NeedsALook:
    """The parts of an address's street lines: the one line with a house number is split, the others are rest."""
    if len(lines) == 1:
        return split_street(lines[0], country_code)
    return split_street(", ".join(line for line in lines if line.strip()), country_code)


def _by_block(line: str) -> StreetParts | NeedsALook:
    found = BLOCK.match(line) or NUMBER_FIRST.match(line.strip(_EDGE))
    return _parts(found) if found else NeedsALook(why=f"{line!r} has no block number.")


def _by_segments(line: str, form: re.Pattern[str], *, number_leads: bool) -> StreetParts | NeedsALook:
    pieces = [piece.strip(_EDGE) for piece in re.split(r"[,;\n]", line)]
    segments = _joined([piece for piece in pieces if piece], number_leads=number_leads)
    readings = [
        (place, found)
        for place, segment in enumerate(segments)
        if not UNIT_ALONE.match(segment) and (found := VILLAGE_NUMBER.match(segment) or form.match(segment))
    ]
    match readings:
        case []:
            return NeedsALook(why=f"{line!r} has no house number where one is expected.")
        case [(place, found)]:
            return _parts(found, before=segments[:place], after=segments[place + 1 :])
        case _:
            return NeedsALook(why=f"{line!r} has two house numbers.")


def _joined(segments: list[str], *, number_leads: bool) -> list[str]:
    """Segments with a lone number put back to its street: `Dlouhá, 12` and `12, rue de la Paix`."""
    joined: list[str] = []
    for segment in segments:
        if joined and _belong_together(joined[-1], segment, number_leads=number_leads):
            joined[-1] = f"{joined[-1]} {segment}"
        else:
            joined.append(segment)
    return joined


def _belong_together(left: str, right: str, *, number_leads: bool) -> bool:
    if number_leads:
        return NUMBER_ALONE.match(left) is not None
    return NUMBER_ALONE.match(right) is not None and not ENDS_IN_NUMBER.search(left)


def _parts(found: re.Match[str], *, before: list[str] | None = None, after: list[str] | None = None) -> StreetParts:
    named = found.groupdict()
    rest = [*(before or ()), named.get("rest") or "", *(after or ())]
    return StreetParts(
        street=(named.get("street") or "").strip(_EDGE),
        house_number=(named.get("number") or "").strip(_EDGE),
        addition=(named.get("addition") or "").strip(_EDGE),
        rest=", ".join(part.strip(_EDGE) for part in rest if part.strip(_EDGE)),
    )


def _proved(line: str, parts: StreetParts | NeedsALook) -> StreetParts | NeedsALook:
    if isinstance(parts, NeedsALook):
        return parts
    held = Counter(_TOKEN.findall(f"{parts.street} {parts.house_number} {parts.addition} {parts.rest}"))
    if held != Counter(_TOKEN.findall(line)):
        return NeedsALook(why=f"{line!r} cannot be taken apart without losing a part of it.")
    return parts
