"""How a contract claims things: in sentences, of a kit or of its notes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn


def expect(is_so: object, sentence: str) -> None:
    """Go on when it is so. Raises `AssertionError` with the sentence, which says what to do."""
    if not is_so:
        raise AssertionError(sentence)


def fill_in(what: str) -> NoReturn:
    """For what is still to be written. Raises `AssertionError` with the words."""
    raise AssertionError(f"Fill in {what}")


@dataclass(frozen=True, slots=True)
class Lacks:
    """That a connector cannot do something, in the very words that its notes use.

    `void = Lacks("A label cannot be cancelled; it is not billed before its first scan.")`. Whoever adopts a contract
    must state what is missing where users read it.
    """

    sentence: str

    def expect_stated(self, notes: Path) -> None:
        """The notes say so; line breaks don't matter."""
        said = _plain(notes.read_text(encoding="utf-8")) if notes.exists() else ""
        expect(_plain(self.sentence) in said, f"{notes} doesn't state what is lacking. Write there: {self.sentence}")


@dataclass(frozen=True, slots=True)
class Has:
    """That a connector can, where there is nothing more to say about it."""


class Settles(StrEnum):
    """How it is found out whether a write was done whose answer was lost."""

    LOOKUP = "lookup"
    """Asked for by our reference, and adopted."""
    NATIVE_KEY = "native key"
    """Sent again with the same idempotency key."""
    TWO_STEP = "two-step"
    """A stored draft is looked at, and completed."""
    REPEATED = "repeated"
    """Sent again: twice is as once over there."""
    ASKED = "asked"
    """A person is asked, with the cost."""


def _plain(text: str) -> str:
    return " ".join(text.split())
