"""Two engines on one ledger at the same time: shared budgets, shared work, and one that stands still for a while."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from caller import Caller
from program import Program
from scene import HOST, Scene, a_scene, assert_equal_books, free_port, until
from town import LIMITED

ORDERS = 40
BURST = 5
LIMIT = 40
LEASE_S = 5
FREEZES = 20


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two engines; webhooks know only the first."""

    scene: Scene
    first: Program
    worker: str
    """The first one's name in the ledger."""
    second: Caller

    @classmethod
    async def on(cls, scene: Scene) -> Pair:
        """Start one after the other."""
        first = await scene.run()
        await scene.ready(first)
        ((worker,),) = await scene.witness.rows("SELECT id FROM worker")
        port = free_port()
        await scene.ready(await scene.run(port=port))
        second = Caller(url=f"http://{HOST}:{port}", token=scene.token, session=scene.session)
        return cls(scene=scene, first=first, worker=worker, second=second)

    async def freeze(self) -> set[str]:
        """Freeze the first while it holds messages, but not the ledger's file; the messages.

        One that stands still in the middle of a commit keeps all others from writing until it goes on or is killed.
        """
        for _ in range(FREEZES):
            await until(self.second.is_ready, "the second is ready")
            self.first.freeze()
            held = (await self.scene.witness.held()).get(self.worker)
            if held and await self._can_second_write():
                return held
            self.first.thaw()
            await asyncio.sleep(0.2)
        raise AssertionError("it never held messages outside of a commit")

    async def _can_second_write(self) -> bool:
        """Whether it can; it looks at most once a second, so what it says must be new."""
        await asyncio.sleep(1.1)
        return await self.second.is_ready()

    async def settled(self) -> int:
        """How much the first one has settled."""
        ((chain,),) = await self.scene.witness.rows("SELECT number FROM chain WHERE name = ?", self.worker)
        return await self.scene.witness.settled(chain)

    async def is_taken_over(self) -> bool:
        """Whether the first one holds nothing any more."""
        return self.worker not in await self.scene.witness.held()


async def test_two_engines_share_work_and_budgets(tmp_path: Path) -> None:
    """Every message goes on once, both work, and together they never let more calls go in a second than one may."""
    async with a_scene(tmp_path, limit=LIMIT) as scene:
        both = await Pair.on(scene)
        await scene.town.direct("swiftpost/webhooks", base=both.second.url)
        async with scene.town.packing():
            for _ in range(ORDERS // BURST):
                await scene.town.buy(BURST)
                await asyncio.sleep(0.3)
            await scene.finish(within=120)
        books = await scene.town.books()
        assert_equal_books(books, await scene.check(), orders=scene.town.placed)
        assert await scene.witness.settled_twice() == []
        for name in LIMITED:
            assert books[name]["refused_by_limit"] == 0
            assert await scene.witness.peak(name, seconds=1) <= LIMIT
        assert await scene.witness.peak("stockhouse", seconds=1) > LIMIT / 2, "the budget must have been needed"
        first, total = await both.settled(), await scene.witness.settled()
        assert 0.1 < first / total < 0.9, (first, total)


async def test_one_that_stood_still_does_nothing_twice(tmp_path: Path) -> None:
    """Frozen beyond its lease, it finds its messages taken; what it writes late is refused, and it works on."""
    async with a_scene(tmp_path) as scene:
        both = await Pair.on(scene)
        async with scene.town.busy(each=0.5, count=5):
            await scene.settled(100)
            held = await both.freeze()
            await until(both.is_taken_over, "the other process took everything over", within=LEASE_S + 10)
            chain = await scene.witness.chains()
            before = await both.settled()
            both.first.thaw()
            await until(scene.api.is_ready, "the frozen one is ready again")
        async with scene.town.packing():
            await scene.finish(within=60)
            assert await both.settled() > before, "the frozen one must work again"
        assert_equal_books(await scene.town.books(), await scene.check(), orders=scene.town.placed)
        assert await scene.witness.settled_twice() == []
        assert await scene.witness.first_settled(held, after_chain=chain - 1) is not None
        assert not scene.clerk.odd
