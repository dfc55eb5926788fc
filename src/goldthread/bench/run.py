"""One benchmark, whole: every figure in one process on one machine, the ceiling beside it."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from goldthread.api.app import create_app
from goldthread.api.server import listening
from goldthread.audit.check import check
from goldthread.bench.bare import bare_steps_per_second
from goldthread.bench.fill import fill
from goldthread.bench.load import tell
from goldthread.bench.sink import sink
from goldthread.bench.steps import SECRET, Pace, alone, fill_waiting, loaded, running
from goldthread.flow.errors import Broken

IN_FLIGHT = 64
SENDERS = 16
"""Connections that send webhooks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How much is done; the smaller one is for a first look."""

    repeats: int = 5
    runs: int = 1000
    alone: int = 200
    waiting: int = 10_000
    webhooks: int = 10_000
    grown: int = 1_000_000


SMALL = Size(repeats=2, runs=200, alone=50, waiting=2000, webhooks=2000, grown=20_000)


@dataclass(slots=True)
class Figures:
    """What was measured, with the spread of what was repeated."""

    values: dict[str, float] = field(default_factory=dict)
    spread: dict[str, tuple[float, float]] = field(default_factory=dict)

    def put(self, name: str, values: list[float]) -> None:
        """The median of repeated measurements, and their range."""
        self.values[name] = round(statistics.median(values), 2)
        self.spread[name] = (round(min(values), 2), round(max(values), 2))


async def run(size: Size, say: Callable[[str], None]) -> Figures:
    """All figures. `say` is told what is being done."""
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-") as name:
        folder = Path(name)
        async with sink() as url:
            await _speed(figures, folder / "speed", url, size, say)
            await _memory(figures, folder / "memory", url, size, say)
            await _intake(figures, folder / "intake", url, size, say)
            await _growth(figures, folder / "growth", url, size, say)
    return figures


async def _speed(figures: Figures, folder: Path, url: str, size: Size, say: Callable[[str], None]) -> None:
    made(folder)
    bare: list[float] = []
    paces: list[Pace] = []
    async with running(folder, url) as house:
        say("one message alone")
        single = await alone(house, count=size.alone)
        for turn in range(size.repeats):
            say(f"steps under load, {turn + 1} of {size.repeats}, and the ceiling beside it")
            paces.append(await loaded(house, runs=size.runs, in_flight=IN_FLIGHT))
            bare.append(await bare_steps_per_second(url, made(folder / str(turn)), runs=size.runs, in_flight=IN_FLIGHT))
        world = house.house.world
        report = await check(world.ledger, world.artifacts, world.clock.now())
        if report.findings:
            raise Broken(f"The ledger isn't in order after the load: {report.findings[0].text}")
    figures.put("p50_ms_alone", [single.percentile(0.5)])
    figures.put("p99_ms_alone", [single.percentile(0.99)])
    figures.put("steps_per_second", [pace.steps_per_second for pace in paces])
    figures.put("bare_steps_per_second", bare)
    pairs = zip(paces, bare, strict=True)
    figures.put("share_of_bare", [pace.steps_per_second / ceiling for pace, ceiling in pairs])
    figures.put("cpu_us_per_step", [pace.cpu_us_per_step for pace in paces])
    figures.put("p50_ms_loaded", [pace.percentile(0.5) for pace in paces])
    figures.put("p99_ms_loaded", [pace.percentile(0.99) for pace in paces])


async def _memory(figures: Figures, folder: Path, url: str, size: Size, say: Callable[[str], None]) -> None:
    """In a process of its own, so that nothing else counts."""
    say(f"memory, with {size.waiting} messages waiting")
    async with running(made(folder), url):
        pass  # the ledger is made here, so that the child has nothing to migrate
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(folder), url, str(size.waiting), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await child.communicate()
    if child.returncode:
        raise Broken("The process that measures memory failed; see above.")
    seen = json.loads(out)
    figures.put("rss_mb", [seen["empty"]])
    figures.put("rss_mb_10000_waiting", [seen["waiting"]])


async def _intake(figures: Figures, folder: Path, url: str, size: Size, say: Callable[[str], None]) -> None:
    say("webhooks taken in")
    async with running(made(folder), url) as house, listening(house.house, host="127.0.0.1", port=0) as address:
        seen = [await _shot(address.rpartition(":")[2], size.webhooks) for _ in range(size.repeats)]
    if any(one["refused"] for one in seen):
        raise Broken(f"Webhooks were refused: {[one['refused'] for one in seen]}")
    figures.put("intake_per_second", [one["per_second"] for one in seen])
    figures.put("intake_p99_ms", [one["p99_ms"] for one in seen])


async def _shot(port: str, count: int) -> dict[str, float]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "goldthread.bench.shooter", "127.0.0.1", port, SECRET, str(count), str(SENDERS)),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await child.communicate()
    seen: dict[str, float] = json.loads(out)
    return seen


async def _growth(figures: Figures, folder: Path, url: str, size: Size, say: Callable[[str], None]) -> None:
    """The cost of a step in a ledger of a million entries, as a ratio to one of a thousand, turn by turn."""
    small, large = made(folder / "small"), made(folder / "large")
    async with running(small, url) as young:
        await fill(young.house.world, 1000)
    say(f"a ledger of {size.grown} entries")
    async with running(large, url) as old:
        await fill(old.house.world, size.grown)
    ratios = []
    for turn in range(size.repeats):
        say(f"growth, {turn + 1} of {size.repeats}")
        costs = []
        for place in (small, large):
            async with running(place, url) as house:
                await loaded(house, runs=50, in_flight=IN_FLIGHT)
                costs.append((await loaded(house, runs=size.runs // 2, in_flight=IN_FLIGHT)).cpu_us_per_step)
        ratios.append(costs[1] / costs[0])
    figures.put("growth_1e3_to_1e6", ratios)


async def _measure_memory(folder: Path, url: str, waiting: int) -> dict[str, float]:
    async with running(folder, url) as house:
        create_app(house.house)
        await house.carry("warm")
        empty = _rss_mb()
        await fill_waiting(house, waiting)
        full = _rss_mb()
        await house.engine.settings.switch(tell.name, is_on=True, actor="bench")
    return {"empty": empty, "waiting": full}


def made(folder: Path) -> Path:
    """The folder, which is there now."""
    folder.mkdir(parents=True)
    return folder


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


if __name__ == "__main__":
    import uvloop

    _, given_folder, given_url, given_waiting = sys.argv
    seen = uvloop.run(_measure_memory(Path(given_folder), given_url, int(given_waiting)))
    sys.stdout.write(json.dumps(seen) + "\n")
