"""The engine of one process: everything that moves messages, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime

import structlog

from goldthread.engine.attempt import Attempter
from goldthread.engine.feeder import Feeder, Heart
from goldthread.engine.housekeeping import Housekeeping
from goldthread.engine.intake import Intake
from goldthread.engine.recording import Recorder
from goldthread.engine.redaction import Redactor
from goldthread.engine.schedule import Scheduler
from goldthread.engine.settings import Settings
from goldthread.engine.trash import Trash
from goldthread.engine.worker import Worker
from goldthread.engine.world import World
from goldthread.flow.errors import Unavailable
from goldthread.ports.write import Leave, Unhold

logger = structlog.get_logger(__name__)

REFRESH_S = 1.0


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
        self.scheduler = Scheduler(catalog=world.catalog, ledger=world.ledger, clock=world.clock, start=self._tick)
        world.pauses.on_resume = self._resumed
        world.pauses.on_probe = self._probe
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Read what is installed and set, without moving anything (enough for a door that only asks)."""
        await self._refresh()

    async def start(self) -> None:
        """Open, and move messages from now on."""
        await self.open()
        await self.heart.beat()
        for one in self.world.installations:
            if self.world.pauses.reason(one.name) is None:  # resumed by a process that died before it could say so
                await self.world.ledger.write(Unhold(installation=one.name))
        self._spawn("heart", self.heart.run())
        self._spawn("feeder", self.feeder.run())
        self._spawn("worker", self.worker.run())
        self._spawn("housekeeping", Housekeeping(self.world).run())
        self._spawn("refresh", self._keep_fresh())
        self._spawn("scheduler", self.scheduler.run())

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

    def _spawn(self, name: str, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_report)
        self._tasks.append(task)

    async def _keep_fresh(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            try:
                await self._refresh()
            except Unavailable as error:
                logger.warning("settings could not be read again", error=str(error))

    async def _refresh(self) -> None:
        world = self.world
        for name in await world.installations.load():
            world.authoriser.refuse(name)
            world.pauses.renewed(name)
        for one in world.installations:
            limits = world.installations.limits(one.name)
            world.limiter.set_limits(one.name, limits, world.installations.concurrency(one.name))
        await self.settings.load()
        world.pauses.refresh(await world.ledger.rows("pause"))

    async def _resumed(self, installation: str) -> None:
        """An installation works again: what was held for it goes on."""
        await self.world.ledger.write(Unhold(installation=installation))
        self.feeder.wake()

    async def _probe(self, installation: str) -> None:
        """Let one held message test an installation."""
        await self.world.ledger.write(Unhold(installation=installation, limit=1))
        self.feeder.wake()

    async def _tick(self, topology: str, due: datetime, key: str) -> None:
        await self.intake.tick(topology, due, key=key)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and isinstance(error := task.exception(), Exception):
        logger.critical("a part of the engine ended", part=task.get_name(), exc_info=error)
