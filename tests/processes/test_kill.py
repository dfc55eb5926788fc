"""`goldthread run` is killed again and again under load: nothing is lost, nothing done twice, nobody helps."""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

from scene import Scene, a_scene, assert_equal_books, until

KILLS = int(os.environ.get("KILLS", "8"))
"""`make crash` kills twenty times."""
SEED = int(os.environ.get("SEED", "1"))
FAULTS = os.environ.get("FAULTS", "default")
RESUMED_S = 10.0


@dataclass(frozen=True, kw_only=True)
class Death:
    """What a killed process held, and the writers that there were by then."""

    chain: int
    held: frozenset[str]


class Reaper:
    """Starts an engine, kills it at a moment, and starts the next one at once."""

    def __init__(self, scene: Scene, dice: random.Random) -> None:
        self._scene = scene
        self._dice = dice
        self._known: set[str] = set()
        self._last: Death | None = None
        self.took: list[float] = []
        """How long after their starts processes went on with what a dead one had held."""
        self.held: list[int] = []

    async def strike(self, turn: int) -> None:
        """Kill one while it starts, or soon after; every other one has first gone on with dead work."""
        program = await self._scene.run()
        match turn % 4:
            case 1:
                await self._scene.ready(program)
                await asyncio.sleep(self._dice.uniform(0, 1.5))
                await self._at_work()
            case 3:
                await asyncio.sleep(self._dice.uniform(0, 3))
            case _:
                await self._scene.ready(program)
                await self.resumed()
                await asyncio.sleep(self._dice.uniform(0, 1))
                await self._at_work()
        await program.kill()
        held = await self._scene.witness.held()
        mine = frozenset[str]().union(*(held[worker] for worker in held.keys() - self._known))
        self._known |= held.keys()
        self.held.append(len(mine))
        if mine:
            self._last = Death(chain=await self._scene.witness.chains(), held=mine)

    async def _at_work(self) -> None:
        """Wait until the engine holds something: a kill between two orders would show nothing."""

        async def holds_something() -> bool:
            return bool((await self._scene.witness.held()).keys() - self._known)

        await until(holds_something, "it has work", step=0.01)

    async def resumed(self) -> None:
        """Wait until the newest engine has settled a message that a dead one held."""
        death, began = self._last, time.time() - _age(self._scene)
        if death is None:
            return

        async def is_resumed() -> bool:
            at = await self._scene.witness.first_settled(death.held, after_chain=death.chain)
            if at is not None:
                self.took.append(max(0.0, at - began))
            return at is not None

        await until(is_resumed, "another process goes on with what a dead one held", within=RESUMED_S + 10)
        self._last = None


def _age(scene: Scene) -> float:
    return asyncio.get_running_loop().time() - scene.programs[-1].began


async def test_killed_again_and_again_under_load(tmp_path: Path) -> None:
    """Each time a new process goes on with dead work within ten seconds of its start; in the end all books agree."""
    dice = random.Random(SEED)  # noqa: S311 - moments, no secrets
    async with a_scene(tmp_path, seed=SEED, faults=FAULTS) as scene:
        reaper = Reaper(scene, dice)
        async with scene.town.busy(each=1.5, count=4, seed=SEED):
            for turn in range(KILLS):
                await reaper.strike(turn)
            await scene.ready(await scene.run())
            await reaper.resumed()
        async with scene.town.packing():
            await scene.finish(within=90)
        books, report = await scene.town.books(), await scene.check()
        assert_equal_books(books, report, orders=scene.town.placed)
        assert not scene.clerk.odd
        assert sum(count > 0 for count in reaper.held) >= KILLS // 2, f"most kills must meet work: {reaper.held}"
        assert reaper.took
        assert max(reaper.took) < RESUMED_S, reaper.took
