"""Takes messages and carries each along its path, as far as it goes."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace

import structlog

from goldthread.engine.attempt import Attempter, Task
from goldthread.engine.ending import Ended
from goldthread.engine.exchange import Taken
from goldthread.engine.note import Notebook, surely
from goldthread.engine.world import World
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Broken, Unavailable
from goldthread.flow.message import Message, MessageId
from goldthread.ports.carried import Gone
from goldthread.ports.receipt import Receipt, Recorded, Stale
from goldthread.ports.transport import Closed
from goldthread.ports.write import Note, Release, Settle

logger = structlog.get_logger(__name__)


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
        self._carrying: set[asyncio.Task[None]] = set()
        self._carried: set[MessageId] = set()
        """What they carry: a message that is delivered a second time meanwhile isn't attempted twice at once."""
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
            if self._is_stopping:  # what is queued is given back with everything else
                self._width.release()
                return
            task = self._spawn(self._carry_delivery(delivery.message, delivery.ack))
            task.add_done_callback(lambda _: self._width.release())

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._carrying.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._carrying.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            where = "".join(traceback.format_exception(error, limit=-8))  # without locals: they hold personal data
            logger.error("a message could not be carried on", error=repr(error), where=where)

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
        while task is not None and task.message.id not in self._carried:
            message = task.message
            self._carried.add(message.id)
            try:
                notebook = Notebook(self._world, message, before)
                try:
                    ended = await self._attempter.attempt(task, notebook)
                    if before is not None and ended.following is None:
                        await notebook.settled_before()
                except (Taken, Unavailable):
                    await self._give_back(message, notebook)
                    return
                await notebook.kept()
                task, before = await self._settle(ended, message)
            finally:
                self._carried.discard(message.id)

    async def _settle(self, ended: Ended, message: Message) -> tuple[Task | None, Awaitable[Receipt] | None]:
        """Hand the settlement over; go on at once with the follower when there is just one."""
        settle, following = ended.settle, ended.following
        if following is not None and not self._is_stopping:
            receipt = asyncio.ensure_future(self._world.ledger.write(settle))
            receipt.add_done_callback(lambda done: self._check(done, settle, message))
            return Task(message=following, body=ended.moves.bodies.get(following.id), is_fresh=True), receipt
        if settle.followers:
            room = 0 if self._is_stopping else self._world.transport.room()
            settle = replace(settle, taken=frozenset(follower.id for follower in settle.followers[:room]))
        await self._settle_surely(settle, message)
        if message.lane or settle.arrivals or settle.births or settle.followers or not isinstance(settle.fate, Gone):
            self._wake()
        return None, None

    def _check(self, done: asyncio.Future[Receipt], settle: Settle, message: Message) -> None:
        """A settlement that others build on wasn't written: write it again, for whoever claims."""
        if not done.cancelled() and isinstance(done.exception(), Unavailable | Broken):
            self._spawn(self._settle_surely(replace(settle, taken=frozenset()), message))

    async def _settle_surely(self, settle: Settle, message: Message) -> None:
        """Write the settlement, however long the ledger cannot be written; then deliver what it made.

        One that the ledger refuses as senseless becomes the message's trash.
        """
        try:
            receipt = await surely(self._world.ledger, settle)
        except Broken as error:
            failed = self._attempter.fail(Notebook(self._world, message), error)
            receipt = await surely(self._world.ledger, failed.settle)
        if isinstance(receipt, Stale):
            await self._again(settle)
        elif isinstance(receipt, Recorded):
            made = (*settle.followers, *receipt.born)
            free = [one for one in made if one.id in settle.taken and one.id not in receipt.blocked]
            if free:
                self._world.fresh.update(one.id for one in free)
                with suppress(Closed):  # this worker stops, and gives them back
                    await self._world.transport.deliver(*free)

    async def _again(self, settle: Settle) -> None:
        """A record changed under the attempt: what it did stays written down, and it is made once more."""
        entries = tuple(entry for entry in settle.entries if entry.kind is not Kind.SETTLED)
        await surely(self._world.ledger, Note(entries=entries, answers=settle.answers))
        await surely(self._world.ledger, Release(worker=self._world.worker, messages=(settle.message,)))

    async def _give_back(self, message: Message, notebook: Notebook) -> None:
        """Let whoever claims have it, if it is still this worker's; what is known of its calls stays written down."""
        notebook.flush()
        await notebook.kept()
        await surely(self._world.ledger, Release(worker=self._world.worker, messages=(message.id,)))
        self._wake()
