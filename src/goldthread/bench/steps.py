"""Steps per second, one message alone, and messages under load, through the whole engine."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from goldthread.bench.load import STEPS, Parcel, sink, taken, tell
from goldthread.bench.observed import Finish, Observed
from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.process import settle_process
from goldthread.bootstrap.settings import Settings
from goldthread.engine.engine import Engine
from goldthread.engine.installation import Installation
from goldthread.flow.errors import Broken
from goldthread.flow.limit import Priority
from goldthread.flow.topology import Topology

SECRET = "bench"  # noqa: S105 - guards nothing but this benchmark


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """What a run of the load gave."""

    steps_per_second: float
    cpu_us_per_step: float
    latencies_ms: list[float]

    def percentile(self, share: float) -> float:
        """The latency that this share of the messages stays under."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass(frozen=True, slots=True)
class Running:
    """A house that runs the load, and the ends of its runs."""

    house: House
    engine: Engine
    finish: Finish

    async def carry(self, number: str) -> float:
        """Carry one parcel to its end: the milliseconds it took."""
        began = time.perf_counter()
        begun = await self.engine.intake.start(tell.name, Parcel(number=number), priority=Priority.EVENT)
        await self.finish.wait(begun.run)
        return (time.perf_counter() - began) * 1000


@asynccontextmanager
async def running(
    folder: Path, url: str, *, ledger: str = "bench.db", more: Sequence[Topology[Any]] = ()
) -> AsyncIterator[Running]:
    """A house on a fresh or existing ledger in the folder, with the sink installed and the engine started.

    `more`: topologies that an existing ledger tells of.
    """
    settings = Settings(ledger=folder / ledger, key_file=folder / f"{Path(ledger).stem}.key", port=0, queue=1000)
    async with open_house(settings, topologies=(tell, taken, *more)) as house:
        await house.world.installations.put(
            Installation(name="sink", application=sink.name, base_url=url), secrets={"webhook_secret": SECRET}
        )
        finish = Finish()
        world = replace(house.world, ledger=Observed(house.world.ledger, finish.ended))
        engine = Engine(world, width=settings.width)
        await engine.start()
        settle_process()
        try:
            yield Running(replace(house, engine=engine), engine, finish)
        finally:
            await engine.stop()


async def alone(running: Running, *, count: int) -> Pace:
    """One message at a time."""
    await running.carry("warm")
    return await loaded(running, runs=count, in_flight=1, name="alone")


async def loaded(running: Running, *, runs: int, in_flight: int, name: str = "load") -> Pace:
    """So many messages in flight at any time."""
    gate = asyncio.Semaphore(in_flight)
    stamp = time.time_ns()

    async def one(number: int) -> float:
        async with gate:
            return await running.carry(f"{name}-{stamp}-{number}")

    cpu, began = time.process_time(), time.perf_counter()
    latencies = await asyncio.gather(*(one(number) for number in range(runs)))
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    steps = runs * STEPS
    return Pace(steps_per_second=steps / took, cpu_us_per_step=cpu / steps * 1e6, latencies_ms=list(latencies))


async def fill_waiting(running: Running, count: int) -> None:
    """Let messages wait in the ledger: the sink is paused while they are started."""
    gate = asyncio.Semaphore(256)

    async def one(number: int) -> None:
        async with gate:
            await running.engine.intake.start(tell.name, Parcel(number=f"waiting-{number}"), priority=Priority.EVENT)

    await running.engine.settings.switch(tell.name, is_on=False, actor="bench")
    for first in range(0, count, 500):
        await asyncio.gather(*(one(number) for number in range(first, min(first + 500, count))))
    for _ in range(600):
        if (await running.house.world.ledger.tally(running.house.world.clock.now())).held >= count:
            return
        await asyncio.sleep(0.1)
    raise Broken(f"Of {count} messages not all were held within a minute.")


def middle(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)
