"""The journal: decides batches of writes against a store, and hangs what they say on its chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from goldthread.adapters.journal.ask import first_need, second_need, segments
from goldthread.adapters.journal.decide import decide
from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.seal import seal
from goldthread.adapters.journal.store import Store
from goldthread.flow.chain import Head, genesis, listed
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Broken
from goldthread.ports.clock import Clock
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Write

Outcome: TypeAlias = Receipt | Broken

ROOT_EVERY: Final = 10_000
"""Entries between two roots."""
ROOT_AFTER_S: Final = 60.0
"""Seconds of writing between two roots."""


class Journal:
    """One writer's way into the ledger: one chain, one batch at a time.

    Every batch runs in a transaction of the caller, who then calls `committed` or `rolled_back`.
    """

    def __init__(self, clock: Clock, name: str) -> None:
        self._clock = clock
        self._name = name
        self._head: Head | None = None
        self._stored: Head | None = None
        self._rooted_seq = -1
        self._rooted_at = 0.0

    def perform(self, store: Store, writes: Sequence[Write]) -> list[Outcome]:
        """Decide the writes in their order and put them into the store; their receipts, to be given after the commit.

        A write that makes no sense has its error for an outcome and leaves nothing behind.
        """
        outcomes: list[Outcome] = []
        for segment in segments(writes):
            desk = Desk()
            desk.found = store.fetch(first_need(segment))
            desk.admit(desk.found)
            second = second_need(segment, desk)
            if second.runs or second.lanes:
                desk.admit(store.fetch(second))
            outcomes.extend([_decided(desk, write) for write in segment])
            store.flush(desk)
            self._append(store, desk.entries)
        return outcomes

    def root(self, store: Store) -> None:
        """List the heads of all chains, if this chain has grown since they were listed."""
        if self._head is not None and self._head.seq > self._rooted_seq:
            self._seal(store, [self._root(store)])
            self._note_root()

    def committed(self) -> None:
        """What was performed is durable."""
        self._stored = self._head

    def rolled_back(self) -> None:
        """What was performed never was."""
        self._head = self._stored
        if self._head is None or self._head.seq < self._rooted_seq:
            self._rooted_seq = -1

    def _append(self, store: Store, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        if self._head is None:
            entries = [self._begin(store), *entries]
        elif self._is_root_due(self._head):
            entries = [*entries, self._root(store)]
            self._seal(store, entries)
            self._note_root()
            return
        self._seal(store, entries)

    def _begin(self, store: Store) -> Entry:
        now, number = self._clock.now(), store.next_chain()
        heads = store.unrooted(number)
        start = genesis(number, self._name, heads)
        store.begin_chain(number, self._name, start)
        self._head = Head(number, -1, start)
        self._rooted_seq, self._rooted_at = 0, self._clock.monotonic()
        return Entry(kind=Kind.ROOTED, at=now, content=listed(heads))

    def _is_root_due(self, head: Head) -> bool:
        return head.seq - self._rooted_seq >= ROOT_EVERY or self._clock.monotonic() - self._rooted_at >= ROOT_AFTER_S

    def _root(self, store: Store) -> Entry:
        if self._head is None:
            raise ValueError("A chain that doesn't exist cannot list others.")
        heads = store.unrooted(self._head.chain)
        return Entry(kind=Kind.ROOTED, at=self._clock.now(), content=listed(heads))

    def _note_root(self) -> None:
        if self._head is not None:
            self._rooted_seq, self._rooted_at = self._head.seq, self._clock.monotonic()

    def _seal(self, store: Store, entries: Sequence[Entry]) -> None:
        if self._head is None:
            raise ValueError("A chain that doesn't exist cannot grow.")
        sealing = seal(self._head, entries)
        store.seal(sealing)
        self._head = sealing.head


def _decided(desk: Desk, write: Write) -> Outcome:
    try:
        return decide(desk, write)
    except Broken as error:
        return error
