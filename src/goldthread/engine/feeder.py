"""Keeps the transport filled with what the ledger has open, and this worker known to be alive."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from goldthread.engine.world import World
from goldthread.flow.errors import Unavailable
from goldthread.ports.receipt import Claimed, Freed
from goldthread.ports.transport import Closed
from goldthread.ports.write import Beat, Claim

logger = structlog.get_logger(__name__)

LEASE = timedelta(seconds=5)
BEAT_S = 1.0
POLL_S = 0.2
BATCH = 256


class Feeder:
    """Claims due messages while there is room; woken at once when this process leaves some to be claimed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._more = asyncio.Event()

    def wake(self) -> None:
        """There may be something to claim."""
        self._more.set()

    async def run(self) -> None:
        """Claim and deliver, until cancelled or the transport is closed."""
        while True:
            try:
                if not await self._feed():
                    await self._rest()
            except Unavailable:
                await asyncio.sleep(POLL_S)
            except Closed:
                return

    async def _rest(self) -> None:
        self._more.clear()
        try:
            async with asyncio.timeout(POLL_S):  # wait_for of Python 3.11 may swallow a cancellation
                await self._more.wait()
        except TimeoutError:
            return

    async def _feed(self) -> bool:
        """Whether there may be more."""
        world = self._world
        limit = min(world.transport.room(), BATCH)
        if limit < 1 or not world.lease.is_valid:
            return False
        receipt = await world.ledger.write(Claim(worker=world.worker, limit=limit, now=world.clock.now()))
        if not isinstance(receipt, Claimed) or not receipt.messages:
            return False
        await world.transport.deliver(*receipt.messages)
        return len(receipt.messages) == limit


class Heart:
    """Beats for this worker, and frees what dead workers held."""

    def __init__(self, world: World, feeder: Feeder) -> None:
        self._world = world
        self._feeder = feeder

    async def beat(self) -> None:
        """One beat. Raises `Unavailable`."""
        world = self._world
        since, now = world.clock.monotonic(), world.clock.now()
        receipt = await world.ledger.write(Beat(worker=world.worker, now=now, until=now + LEASE))
        world.lease.prolong(LEASE.total_seconds(), since)
        if isinstance(receipt, Freed) and receipt.count:
            logger.info("took over what a dead worker held", messages=receipt.count)
            self._feeder.wake()

    async def run(self) -> None:
        """Beat until cancelled; a ledger that cannot be written lets the lease run out."""
        missed = 0
        while True:
            try:
                await self.beat()
            except Unavailable as error:
                missed += 1
                logger.warning("the ledger cannot be written", error=str(error))
            else:
                if missed:  # the log may lie on the disk that was full
                    logger.warning("the ledger can be written again", missed_beats=missed)
                missed = 0
            await asyncio.sleep(BEAT_S)
