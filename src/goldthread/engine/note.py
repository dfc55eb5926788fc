"""What one attempt writes down, until it is handed to the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from goldthread.domain.entity import Entity
from goldthread.engine.exchange import Taken
from goldthread.engine.routing import Moves
from goldthread.engine.world import World
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Unavailable
from goldthread.flow.message import CallId, Message, MessageId, cursor_of
from goldthread.ports.carried import Answer, Fate, Keeping
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Lost, Receipt, Recorded
from goldthread.ports.write import Intend, Note, Settle, Write

PATIENCE_S = 0.25
"""Between tries of a ledger that cannot be written."""


class Notebook:
    """Gathers entries and answers of one attempt (`Pen` of its calls)."""

    def __init__(self, world: World, message: Message, before: Awaitable[Receipt] | None = None) -> None:
        self._world = world
        self._message = message
        self._before = before
        self._entries: list[Entry] = []
        self._answers: list[Answer] = []
        self._handed: list[tuple[Write, asyncio.Future[Receipt]]] = []
        self._doubted: dict[CallId, None] = {}

    @property
    def unresolved(self) -> str:
        """The id of the first write that was sent and has no answer yet."""
        return next(iter(self._doubted), "")

    @property
    def message(self) -> Message:
        return self._message

    def add(self, kind: Kind, content: str) -> None:
        message = self._message
        self._entries.append(
            Entry(
                kind=kind,
                at=self._world.clock.now(),
                trace=message.trace,
                run=message.run,
                topology=message.topology,
                node=message.node,
                message=message.id,
                content=content,
            )
        )

    def answer(self, answer: Answer) -> None:
        self._answers.append(answer)
        self._doubted.pop(answer.call, None)

    def doubt(self, call: CallId) -> None:
        self._doubted[call] = None

    def send_answers(self) -> None:
        if self._answers:
            self.hand_over(Note(answers=tuple(self._answers)))
            self._answers = []

    def hand_over(self, write: Write) -> None:
        self._handed.append((write, asyncio.ensure_future(self._world.ledger.write(write))))

    async def kept(self) -> None:
        """Wait until everything that was handed over is durable, however long the ledger cannot be written."""
        handed, self._handed = self._handed, []
        for write, receipt in handed:
            try:
                await receipt
            except Unavailable:
                await surely(self._world.ledger, write)

    async def durable(self, write: Write) -> Receipt:
        self.flush()
        try:
            receipt = await self._world.ledger.write(write)
        except Unavailable:
            if isinstance(write, Intend):  # it is not going to be sent; what was done before it stays told
                self._entries[:0] = [entry for entry in write.entries if entry.kind is not Kind.INTENDED]
            raise
        if isinstance(receipt, Lost):
            raise Taken
        return receipt

    async def settled_before(self) -> None:
        before, self._before = self._before, None
        if before is not None and not isinstance(await before, Recorded):
            raise Taken

    def settle(
        self,
        fate: Fate,
        *,
        moves: Moves | None = None,
        entities: Sequence[Entity] = (),
        records: tuple[Keeping, ...] = (),
        cursor: str | None = None,
        taken: frozenset[MessageId] = frozenset(),
    ) -> Settle:
        """The settlement with everything written down so far."""
        moves = moves or Moves()
        return Settle(
            worker=self._world.worker,
            message=self._message.id,
            fate=fate,
            answers=tuple(self._answers),
            followers=tuple(moves.followers),
            taken=taken,
            arrivals=tuple(moves.arrivals),
            births=tuple(moves.births),
            entities=tuple(entities),
            records=records,
            cursor=cursor,
            cursor_of=cursor_of(self._message.node, self._message.origin),
            entries=tuple(self._entries),
            at=self._world.clock.now(),
        )

    def tear_off(self) -> tuple[Entry, ...]:
        self.send_answers()
        entries, self._entries = tuple(self._entries), []
        return entries

    def flush(self) -> None:
        """Hand over what was written down, without an outcome."""
        if not self._entries and not self._answers:
            return
        self.hand_over(Note(entries=tuple(self._entries), answers=tuple(self._answers)))
        self._entries, self._answers = [], []


async def surely(ledger: Ledger, write: Write) -> Receipt:
    """The receipt, however long the ledger cannot be written."""
    while True:
        try:
            return await ledger.write(write)
        except Unavailable:
            await asyncio.sleep(PATIENCE_S)
