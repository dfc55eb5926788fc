"""What a carrier can print, and what was changed in a text so that it can."""

from dataclasses import dataclass
from enum import StrEnum

from goldthread.domain.address import Address
from goldthread.domain.problem import Problem


class Charset(StrEnum):
    """The characters that a carrier takes."""

    ASCII = "ascii"
    LATIN1 = "latin1"
    """ISO 8859-1: Western Europe."""
    LATIN2 = "latin2"
    """ISO 8859-2: Central Europe."""
    UNICODE = "unicode"


@dataclass(frozen=True, kw_only=True, slots=True)
class TextProfile:
    """What a carrier takes of an address, by its documentation."""

    charset: Charset = Charset.UNICODE
    german_umlauts: bool = True
    """Whether ä becomes ae where the charset lacks it, as Germans write it, and not a."""
    name_length: int = 35
    street_length: int = 35
    """Of one street line, in characters."""
    street_lines: int = 2
    city_length: int = 35
    spaced_postal_code: bool = True
    """Whether `110 00` is written with its blank; else `11000`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transliterated:
    """One text before and after, so that a person can see what was done."""

    field: str
    """JSON Pointer into the address: `/street/0`."""
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FittedAddress:
    """An address as one carrier takes it."""

    address: Address
    changes: tuple[Transliterated, ...]
    problems: tuple[Problem, ...]
    """What could not be made to fit without loss: a person looks."""
