"""What twenty open pages cost the benchmark: its steps per second with and without them, turn by turn.

The pages are held open by a process of its own, which asks for each and keeps its socket as a browser does; it draws
nothing, since people draw on machines of their own.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from goldthread.bench.load import sink as application
from goldthread.bench.sink import sink
from goldthread.bench.steps import Pace, Running, loaded, running
from goldthread.bootstrap.house import topologies_of
from goldthread.bootstrap.settings import Settings
from goldthread.flow.errors import Broken
from goldthread.flow.start import Cron
from goldthread.flow.topology import Topology
from load.house import WHO, Served, entered
from load.play import LEDGER

IN_FLIGHT: Final = 64
OPEN: Final = 20
VIEWED: Final = (
    "/",
    "/",
    "/?hours=24",
    "/?hours=168",
    "/trash",
    "/topologies",
    "/limiter",
    "/orders",
    "/labels",
    "/shipments",
)
"""Twice each; those that follow the time draw themselves anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """Steps per second without and with the pages, in pairs of turns."""

    without: Sequence[float]
    with_pages: Sequence[float]
    worked_without: Sequence[float]
    """Microseconds of processor time for a step, which other programs don't change."""
    worked_with: Sequence[float]
    updates: int
    """Messages that the pages were sent during the turns with them."""

    @property
    def worked(self) -> float:
        """By how much more the process works for a step with the pages, as a share of one."""
        pairs = zip(self.worked_without, self.worked_with, strict=True)
        return statistics.median(after / before for before, after in pairs) - 1

    @property
    def share(self) -> float:
        """By how much the pages slow the engine down: the median of the pairs' ratios, as a share of one."""
        return 1 - statistics.median(
            after / before for before, after in zip(self.without, self.with_pages, strict=True)
        )


async def cost(folder: Path, *, turns: int, runs: int, known: Sequence[str], say: Callable[[str], None]) -> Cost:
    """Measure on the loaded ledger; `known` are the paths that exist."""
    more = topologies_of(Settings())
    paths = [path for path in VIEWED if path.partition("?")[0] in known]
    paths = [paths[place % len(paths)] for place in range(OPEN)]
    without: list[Pace] = []
    with_pages: list[Pace] = []
    updates = 0
    async with sink() as url, running(folder, url, ledger=LEDGER, more=more) as house:
        try:
            async with entered(house.house) as served:
                await _switch(house, more, is_on=False)
                await loaded(house, runs=runs // 2, in_flight=IN_FLIGHT)
                for turn in range(turns):
                    say(f"the benchmark without and with {OPEN} open pages, {turn + 1} of {turns}")
                    without.append(await loaded(house, runs=runs, in_flight=IN_FLIGHT))
                    async with viewers(served, paths) as watching:
                        with_pages.append(await loaded(house, runs=runs, in_flight=IN_FLIGHT))
                    updates += watching.updates
        finally:
            await _switch(house, more, is_on=True)
            await house.house.world.installations.remove(application.name)
    return Cost(
        without=[round(one.steps_per_second) for one in without],
        with_pages=[round(one.steps_per_second) for one in with_pages],
        worked_without=[round(one.cpu_us_per_step) for one in without],
        worked_with=[round(one.cpu_us_per_step) for one in with_pages],
        updates=updates,
    )


async def _switch(house: Running, topologies: Sequence[Topology[Any]], *, is_on: bool) -> None:
    """The schedules; there is nobody whom they could ask."""
    for topology in topologies:
        if isinstance(topology.start, Cron):
            await house.engine.settings.switch(topology.name, is_on=is_on, actor=WHO)


@dataclass(slots=True)
class Watching:
    """Pages that are open."""

    updates: int = 0


@asynccontextmanager
async def viewers(served: Served, paths: Sequence[str]) -> AsyncIterator[Watching]:
    """Keep these pages open within the block."""
    said = [sys.executable, "-m", "load.viewers", served.url, served.secret, *(f"/console{path}" for path in paths)]
    process = await asyncio.create_subprocess_exec(*said, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    if process.stdout is None or process.stdin is None or (await process.stdout.readline()).strip() != b"ready":
        raise Broken("The viewers did not open their pages; see above.")
    found = Watching()
    try:
        yield found
    finally:
        process.stdin.close()
        found.updates = int((await process.stdout.read()).strip() or b"0")
        await process.wait()
