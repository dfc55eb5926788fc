"""The engine of one process: everything that moves messages, started and stopped together."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TypeAlias

import structlog

from goldthread.engine.attempt import Attempter
from goldthread.engine.codec import canonical
from goldthread.engine.dry_run import DryRun
from goldthread.engine.feeder import Feeder, Heart
from goldthread.engine.housekeeping import Housekeeping
from goldthread.engine.intake import Intake
from goldthread.engine.recording import Recorder
from goldthread.engine.redaction import Redactor
from goldthread.engine.schedule import Scheduler
from goldthread.engine.settings import Settings, held_by
from goldthread.engine.trash import Trash
from goldthread.engine.worker import Worker
from goldthread.engine.world import World
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import NotFound, Unavailable
from goldthread.flow.message import MessageId
from goldthread.ports.write import Leave, Note, Unhold

logger = structlog.get_logger(__name__)

Part: TypeAlias = "Callable[[], Coroutine[None, None, None]]"

REFRESH_S = 1.0
ECHO_S = 5.0
"""How long after a change it is told again: other processes know of it within a second."""


class Engine:
    """Moves messages in this process. `width`: how many at once."""

    def __init__(self, world: World, *, width: int = 256) -> None:
        self.world = world
        self.feeder = Feeder(world)
        self.heart = Heart(world, self.feeder)
        self.settings = Settings(world.ledger, world.codec, world.clock)
        self.intake = Intake(world, wake=self.feeder.wake, is_on=self.settings.is_on)
        recorder = Recorder(world.artifacts, Redactor())
        self.attempter = Attempter(world, recorder, self.intake.bear, self.settings)
        self.worker = Worker(world, self.attempter, width=width, wake=self.feeder.wake)
        self.trash = Trash(world, self.attempter, recorder, wake=self.feeder.wake)
        self.dry_run = DryRun(world, self.attempter, recorder, self.trash)
        self.scheduler = Scheduler(catalog=world.catalog, ledger=world.ledger, clock=world.clock, start=self._tick)
        world.pauses.on_resume = self._resumed
        world.pauses.on_probe = self._probe
        self._tasks: list[asyncio.Task[None]] = []
        self._letting_go: dict[str, float] = {}

    async def open(self) -> None:
        """Read what is installed and set, without moving anything (enough for a door that only asks)."""
        await self._refresh()
        self._letting_go.clear()

    async def start(self) -> None:
        """Open, and move messages from now on."""
        await self.open()
        await self.heart.beat()
        names = [one.name for one in self.world.installations]
        await self._unhold(*names, *map(held_by, self.world.catalog.topologies))  # a process may have died over it
        self._spawn("heart", self.heart.run)
        self._spawn("feeder", self.feeder.run)
        self._spawn("worker", self.worker.run)
        self._spawn("housekeeping", Housekeeping(self.world).run)
        self._spawn("refresh", self._keep_fresh)
        self._spawn("scheduler", self.scheduler.run)

    async def stop(self, *, grace_s: float = 10) -> None:
        """Take nothing more, finish the nodes under way or give them back, and leave."""
        await self.world.transport.close()
        await self.worker.stop(grace_s)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            await self.world.limiter.close()
            await self.world.pauses.close()
            await self.world.ledger.write(Leave(worker=self.world.worker))
        except Unavailable as error:
            logger.warning("could not give back what was held; its lease runs out", error=str(error))

    async def let_go(self, message: MessageId, *, actor: str) -> None:
        """A person lets one waiting or held message go on at once; where it may not yet, it waits again.

        Raises `NotFound` when it doesn't wait any more, `Unavailable`.
        """
        world = self.world
        found = await world.ledger.message(message)
        standing = {one.id: state for one, state in await world.ledger.messages(run=found.run)} if found else {}
        if found is None or standing.get(message) not in ("waiting", "held"):
            raise NotFound(f"The message {message} doesn't wait any more; the story of its trace tells where it is.")
        entry = Entry(
            kind=Kind.RESUMED,
            at=world.clock.now(),
            trace=found.trace,
            run=found.run,
            topology=found.topology,
            node=found.node,
            message=message,
            actor=actor,
            content=canonical({"node": found.node}),
        )
        await world.ledger.write(Note(entries=(entry,)))
        await world.ledger.write(Unhold(installation="", message=message))
        self.feeder.wake()

    def _spawn(self, name: str, part: Part) -> None:
        self._tasks.append(asyncio.create_task(_kept_going(name, part), name=name))

    async def _keep_fresh(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            try:
                await self._refresh()
                await self._unhold(*self._changed_lately())
            except Unavailable as error:
                logger.warning("settings could not be read again", error=str(error))

    async def _refresh(self) -> None:
        world = self.world
        await world.installations.load()
        for name in world.installations.take_changed():
            world.authoriser.refuse(name)
            world.pauses.renewed(name)
            self._let_go(name)
        for one in world.installations:
            limits = world.installations.limits(one.name)
            world.limiter.set_limits(one.name, limits, world.installations.concurrency(one.name))
        await self.settings.load()
        for topology in self.settings.take_switched_on():
            self._let_go(held_by(topology))
        world.pauses.refresh(await world.ledger.rows("pause"))

    def _let_go(self, holder: str) -> None:
        """What is held by it goes on, also what is being put on hold in this moment by somebody who knows it not."""
        self._letting_go[holder] = self.world.clock.monotonic() + ECHO_S

    def _changed_lately(self) -> list[str]:
        now = self.world.clock.monotonic()
        self._letting_go = {holder: until for holder, until in self._letting_go.items() if now <= until}
        return list(self._letting_go)

    async def _unhold(self, *holders: str) -> None:
        """Let go on what is held by these, unless they are paused; what still holds it is found by the attempt."""
        free = [holder for holder in holders if self.world.pauses.reason(holder) is None]
        if free:
            await asyncio.gather(*(self.world.ledger.write(Unhold(installation=holder)) for holder in free))
            self.feeder.wake()

    async def _resumed(self, installation: str) -> None:
        """An installation works again: what was held for it goes on."""
        await self.world.ledger.write(Unhold(installation=installation))
        self.feeder.wake()

    async def _probe(self, installation: str) -> None:
        """Let one held message test an installation."""
        await self.world.ledger.write(Unhold(installation=installation, limit=1))
        self.feeder.wake()

    async def _tick(self, topology: str, due: datetime, key: str) -> object:
        return await self.intake.tick(topology, due, key=key)


async def _kept_going(name: str, part: Part) -> None:
    """Run a part until it ends by itself; one that breaks is begun again."""
    while True:
        try:
            await part()
        except Exception as error:  # noqa: BLE001 - nothing may end a part of the engine
            where = "".join(traceback.format_exception(error, limit=-8))  # without locals: they hold personal data
            logger.error("a part of the engine broke, and is begun again", part=name, error=repr(error), where=where)  # noqa: TRY400
            await asyncio.sleep(REFRESH_S)
        else:
            return
