"""Takes messages and carries each along its path, as far as it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from goldthread.engine.attempt import Attempter, Task
from goldthread.engine.calls import Taken
from goldthread.engine.ending import Ended
from goldthread.engine.note import Notebook
from goldthread.engine.world import World
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Unavailable
from goldthread.flow.message import Message, MessageId
from goldthread.ports.carried import Gone
from goldthread.ports.receipt import Receipt, Recorded, Stale
from goldthread.ports.transport import Closed
from goldthread.ports.write import Note, Release, Settle, Write

logger = structlog.get_logger(__name__)

PATIENCE_S = 0.25
"""Between tries of a ledger that cannot be written."""


class Worker:
    """Carries up to `width` messages at once.

    A follower is worked on before the settlement of its predecessor is durable. That is safe, because nothing is
    sent that cannot be repeated before the ledger has confirmed an intent, and the ledger keeps the order: an
    intent of the follower is never confirmed before the settlement that made the follower.
    """

    def __init__(self, world: World, attempter: Attempter, *, width: int, wake: Callable[[], None]) -> None:
        self._world = world
        self._attempter = attempter
        self._width = asyncio.Semaphore(width)
        self._wake = wake
        self._carrying: dict[asyncio.Task[None], MessageId] = {}
        self._is_stopping = False

    @property
    def busy(self) -> int:
        """How many messages are being carried."""
        return len(self._carrying)

    async def run(self) -> None:
        """Take and carry until the transport is closed."""
        while True:
            await self._width.acquire()
            try:
                delivery = await self._world.transport.take()
            except Closed:
                self._width.release()
                return
            task = asyncio.create_task(self._carry_delivery(delivery.message, delivery.ack))
            self._carrying[task] = delivery.message.id
            task.add_done_callback(self._carried)

    def _carried(self, task: asyncio.Task[None]) -> None:
        del self._carrying[task]
        self._width.release()
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            logger.error("a message could not be carried on", error=repr(error), exc_info=error)

    async def stop(self, grace_s: float) -> None:
        """Let what is under way finish its node; release what doesn't within the grace."""
        self._is_stopping = True
        if self._carrying:
            await asyncio.wait(list(self._carrying), timeout=grace_s)
        for task in list(self._carrying):
            task.cancel()
        if self._carrying:
            await asyncio.wait(list(self._carrying), timeout=1)

    async def _carry_delivery(self, message: Message, ack: Callable[[], Awaitable[None]]) -> None:
        is_fresh = message.id in self._world.fresh
        self._world.fresh.discard(message.id)
        await self._carry(Task(message=message, is_fresh=is_fresh))
        await ack()

    async def _carry(self, task: Task | None) -> None:
        before: Awaitable[Receipt] | None = None
        while task is not None:
            notebook = Notebook(self._world, task.message, before)
            try:
                ended = await self._attempter.attempt(task, notebook)
                if before is not None and ended.following is None:
                    await notebook.settled_before()
            except Taken:
                notebook.flush()
                await self._give_back(task.message)
                return
            except Unavailable:
                await self._give_back(task.message)
                return
            task, before = await self._settle(ended, task.message)

    async def _settle(self, ended: Ended, message: Message) -> tuple[Task | None, Awaitable[Receipt] | None]:
        """Hand the settlement over; go on at once with the follower when there is just one."""
        settle, following = ended.settle, ended.following
        if following is not None and not self._is_stopping:
            receipt = asyncio.ensure_future(self._world.ledger.write(settle))
            receipt.add_done_callback(lambda done: self._check(done, settle))
            return Task(message=following, body=ended.moves.bodies.get(following.id), is_fresh=True), receipt
        if settle.followers:
            room = 0 if self._is_stopping else self._world.transport.room()
            settle = replace(settle, taken=frozenset(follower.id for follower in settle.followers[:room]))
        await self._settle_surely(settle)
        if message.lane or settle.arrivals or settle.births or settle.followers or not isinstance(settle.fate, Gone):
            self._wake()
        return None, None

    def _check(self, done: asyncio.Future[Receipt], settle: Settle) -> None:
        """A settlement that others build on wasn't written: write it again, for whoever claims."""
        if not done.cancelled() and isinstance(done.exception(), Unavailable):
            task = asyncio.create_task(self._settle_surely(replace(settle, taken=frozenset())))
            self._carrying[task] = settle.message
            task.add_done_callback(lambda done: self._carrying.pop(done, None))

    async def _settle_surely(self, settle: Settle) -> None:
        """Write the settlement, however long the ledger cannot be written; then deliver what it made."""
        receipt = await self._surely(settle)
        if isinstance(receipt, Stale):
            await self._again(settle)
        elif isinstance(receipt, Recorded):
            made = (*settle.followers, *receipt.born)
            free = [one for one in made if one.id in settle.taken and one.id not in receipt.blocked]
            if free:
                self._world.fresh.update(one.id for one in free)
                await self._world.transport.deliver(*free)

    async def _again(self, settle: Settle) -> None:
        """A record changed under the attempt: what it did stays written down, and it is made once more."""
        entries = tuple(entry for entry in settle.entries if entry.kind is not Kind.SETTLED)
        self._world.ledger.write(Note(entries=entries, answers=settle.answers))
        await self._world.ledger.write(Release(worker=self._world.worker, messages=(settle.message,)))

    async def _give_back(self, message: Message) -> None:
        """Let whoever claims have it, if it is still this worker's: nobody here goes on with it."""
        await self._surely(Release(worker=self._world.worker, messages=(message.id,)))
        self._wake()

    async def _surely(self, write: Write) -> Receipt:
        while True:
            try:
                return await self._world.ledger.write(write)
            except Unavailable:
                await asyncio.sleep(PATIENCE_S)
