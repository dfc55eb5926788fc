"""The clock of the demonstration: schedules that in real life run minutes and hours apart run every few seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from goldthread.demo.person import WHO
from goldthread.demo.stage import Stage
from goldthread.flow.start import Cron

ROUND = timedelta(seconds=4)
"""How often at least."""
STILL_ROUND = timedelta(seconds=1)
"""How often while nothing moves."""
WATCH = "shipment.watch"
"""Asks the carrier what no webhook told; not while webhooks are on their way, or it would find what is just coming."""


class Rounds:
    """Runs all schedules now and then."""

    def __init__(self, stage: Stage, say: Callable[[str], None]) -> None:
        self._stage = stage
        self._say = say
        self._clock = stage.house.world.clock
        self._last = self._clock.monotonic()
        self._has_begun = False

    async def is_due(self) -> bool:
        """Whether it is time for the next round."""
        since = self._clock.monotonic() - self._last
        return since >= ROUND.total_seconds() or (since >= STILL_ROUND.total_seconds() and await self.is_still())

    async def run(self) -> None:
        """Find the orders, shipments and scans whose webhooks were lost."""
        if not self._has_begun:
            self._say("The watch and the sweeps look for what no webhook told.")
        self._has_begun = True
        self._last = self._clock.monotonic()
        house, is_still = self._stage.house, await self.is_still()
        for topology in house.world.catalog.topologies.values():
            if isinstance(topology.start, Cron) and (is_still or topology.name != WATCH):
                await house.engine.scheduler.run_now(topology.name, actor=WHO)

    async def is_still(self) -> bool:
        """Whether no message moves and no webhook is on its way."""
        return not await under_way(self._stage) and not _webhooks_under_way(await self._stage.sandbox.books())


async def under_way(stage: Stage) -> int:
    """How many messages wait, are held, or are about to be worked on."""
    world = stage.house.world
    tally = await world.ledger.tally(world.clock.now())
    return tally.pending + tally.waiting + tally.held


def _webhooks_under_way(books: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(one.get("webhooks", {}).get("pending", 0) for one in books.values())
