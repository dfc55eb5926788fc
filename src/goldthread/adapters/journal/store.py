"""What the journal needs of a store, within one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.need import Found, Need
from goldthread.adapters.journal.row import ContentRow, EntryRow
from goldthread.flow.chain import Head


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealing:
    """Entries in their places."""

    entries: Sequence[EntryRow]
    contents: Sequence[ContentRow]
    head: Head
    minutes: Mapping[tuple[int, str, str], int]
    """Minute (since 1970), topology and kind, with how many entries came."""


class Store(Protocol):
    """Holds rows. The journal calls it within one transaction, which its owner begins and commits."""

    def fetch(self, need: Need) -> Found:
        """The rows there are."""

    def flush(self, desk: Desk) -> None:
        """Write what changed on the desk."""

    def seal(self, sealing: Sealing) -> None:
        """Append the entries and move the chain's head."""

    def next_chain(self) -> int:
        """A number that no chain has."""

    def begin_chain(self, number: int, name: str, genesis: str) -> None:
        """Begin an empty chain."""

    def unrooted(self, chain: int) -> Sequence[Head]:
        """Heads of all other chains that grew since a root listed them; they count as listed from now on."""
