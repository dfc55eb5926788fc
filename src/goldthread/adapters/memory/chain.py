"""A chain of entries in memory."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.adapters.journal.row import ContentRow, EntryRow
from goldthread.adapters.journal.show import show_entry
from goldthread.flow.chain import Head
from goldthread.ports.view import Sealed


class Chain:
    """Entries in order, and their contents while they aren't erased."""

    def __init__(self, number: int, name: str, genesis: str) -> None:
        self.name = name
        self.genesis = genesis
        self.head = Head(number, -1, genesis)
        self.rooted_seq = -1
        self.entries: list[EntryRow] = []
        self.contents: dict[int, ContentRow] = {}

    def append(self, entries: Sequence[EntryRow], contents: Sequence[ContentRow], head: Head) -> None:
        """The entries follow."""
        self.entries.extend(entries)
        self.contents.update((row.seq, row) for row in contents)
        self.head = head

    def sealed(self, row: EntryRow, *, salt: str = "") -> Sealed:
        """The entry in its place."""
        content = self.contents.get(row.seq)
        return show_entry(
            row,
            previous=self.entries[row.seq - 1].hash if row.seq else self.genesis,
            content=content.content if content else None,
            salt=salt,
        )

    def salt(self, seq: int) -> str | None:
        """The salt of a content that isn't erased."""
        content = self.contents.get(seq)
        return content.salt if content else None
