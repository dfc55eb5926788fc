"""The only truth: append-only entries, and the projections that are committed with them.

Everything that changes the ledger is one of the writes of `write.py`. Writes are handed over in order and committed in
that order, many in one commit (group commit); each has its receipt when it is durable. A later write may rely on an
earlier one before its receipt came: if the earlier is refused, so is the later.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Protocol

from goldthread.domain.entity import Entity
from goldthread.flow.message import Message, MessageId, RunId, TraceId
from goldthread.ports.carried import TrashKind
from goldthread.ports.receipt import Receipt
from goldthread.ports.view import Call, Glance, Minute, Queue, Record, Row, RunRow, Sealed, Tally, Trashed
from goldthread.ports.write import Write


class Ledger(Protocol):
    """Keeps the truth. Every read sees everything whose receipt was given before it was called."""

    def write(self, write: Write) -> Awaitable[Receipt]:
        """Hand over a write; the order of the calls is the order of the writes. Its receipt may be awaited late.

        Raises `Unavailable` (when awaited) when it cannot be made durable; then nothing of it was written.
        """

    async def run(self, run: RunId) -> RunRow | None: ...

    async def runs(
        self, *, topology: str = "", state: str = "", trace: str = "", before: str = "", limit: int = 50
    ) -> Sequence[RunRow]:
        """Newest first; `before` is the id of the last run of the former page."""

    async def message(self, message: MessageId) -> Message | None: ...

    async def messages(
        self,
        *,
        run: str = "",
        trace: str = "",
        topology: str = "",
        node: str = "",
        has_trash: bool = True,
        after: str = "",
        limit: int = 200,
    ) -> Sequence[tuple[Message, str]]:
        """Open messages with their state (`ready`, `waiting`, `held`, `blocked`, `trash`), the oldest first; `after` is
        the id of the last one of the former page, `has_trash` whether those in the trash are among them.
        """

    async def calls(self, message: MessageId) -> Sequence[Call]:
        """All recorded writes of a message, in order."""

    async def trash(
        self, *, cause: str = "", kind: str = "", topology: str = "", trace: str = "", before: str = "", limit: int = 50
    ) -> Sequence[Trashed]:
        """Newest first; `before` is the message id of the last row of the former page."""

    async def trashed(self, message: MessageId) -> Trashed | None: ...

    async def causes(self) -> Sequence[tuple[str, TrashKind, str, str, int]]:
        """Groups of equal causes: cause, kind, node, an example of the reason, count; most first."""

    async def traces(self, text: str, limit: int = 20) -> Sequence[tuple[TraceId, Entity]]:
        """Traces by an entity's key (exact, else by prefix, any kind) or its text form `kind:key`."""

    async def entities(self, trace: TraceId) -> Sequence[Entity]: ...

    async def glances(self, traces: Sequence[TraceId]) -> Sequence[Glance]:
        """What a list shows of each, in the order given."""

    async def story(self, trace: TraceId, *, limit: int = 2000) -> Sequence[Sealed]:
        """All entries of a trace in the order they happened."""

    async def entries(
        self,
        *,
        kinds: Sequence[str] = (),
        run: str = "",
        actor: str = "",
        is_acted: bool = False,
        since: datetime | None = None,
        before: tuple[datetime, int, int] | None = None,
        limit: int = 200,
    ) -> Sequence[Sealed]:
        """Entries over all traces, newest first.

        `is_acted`: only those that say who did it. `before`: instant, chain and place of the former page's last entry.
        """

    async def chains(self) -> Sequence[tuple[int, str, str]]:
        """All chains: number, name, genesis hash."""

    async def chain(self, chain: int, *, after: int = -1, limit: int = 5000) -> Sequence[Sealed]:
        """Entries of a chain in order, for verification."""

    async def salt(self, chain: int, seq: int) -> str | None:
        """The salt of an entry's content; None when it was erased."""

    async def erase(self, chain: int, seq: int) -> bool:
        """Erase an entry's content and salt; its digest stays in the chain."""

    async def record(self, kind: str, key: str) -> Record | None: ...

    async def records(
        self, kind: str, *, is_live: bool | None = None, after: str = "", limit: int = 50
    ) -> Sequence[Record]:
        """In the order of their keys."""

    async def linked(self, kind: str, ours: str, installation: str) -> str | None: ...

    async def cursor(self, topology: str, node: str) -> str | None: ...

    async def row(self, table: str, key: str) -> Row | None: ...

    async def rows(self, table: str) -> Sequence[Row]: ...

    async def tally(self, now: datetime) -> Tally: ...

    async def queues(self, now: datetime) -> Sequence[Queue]:
        """All open messages, counted by topology, version, node, state and what holds them; in that order."""

    async def minutes(self, since: datetime, *, kinds: Sequence[str] = (), width: int = 1) -> Sequence[Minute]:
        """Entries by minute, topology and kind, from the minute of `since` on, the oldest first.

        `kinds`: of these alone. `width`: so many minutes since 1970 are counted as one, which is a hundred times
        quicker over a week.
        """

    async def problems(self) -> Sequence[str]:
        """What `goldthread check` found wrong in the ledger itself, in sentences; empty when all is well."""

    async def is_writable(self) -> bool:
        """Whether a write could be made durable now (a real one is tried)."""

    async def close(self) -> None:
        """Commit what was handed over, then close."""
