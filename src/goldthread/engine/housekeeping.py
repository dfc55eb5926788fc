"""What is kept only for a time goes when its time is over."""

from __future__ import annotations

from datetime import timedelta

import structlog

from goldthread.engine.codec import canonical
from goldthread.engine.world import World
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Unavailable
from goldthread.ports.write import Note

logger = structlog.get_logger(__name__)

EVERY = timedelta(hours=1)
BATCH = 100


class Housekeeping:
    """Erases the bytes of artifacts whose lifetime has ended; each erasure is an entry."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def run(self) -> None:
        """Tidy up every hour, until cancelled."""
        while True:
            try:
                await self.tidy()
            except Unavailable as error:
                logger.warning("could not tidy up", error=str(error))
            await self._world.clock.sleep(EVERY)

    async def tidy(self) -> int:
        """Erase what is over its time; how many. Raises `Unavailable`."""
        world, erased = self._world, 0
        while digests := await world.artifacts.expired(world.clock.now(), BATCH):
            gone = [digest for digest in digests if await world.artifacts.erase(digest)]
            if not gone:
                break
            content = canonical({"artifacts": gone, "reason": "their lifetime has ended"})
            await world.ledger.write(Note(entries=(Entry(kind=Kind.ERASED, at=world.clock.now(), content=content),)))
            erased += len(gone)
        return erased
