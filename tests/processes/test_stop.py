"""SIGTERM under load: what is under way is finished or given back, and the next process goes on at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from scene import a_scene, assert_equal_books, until

ORDERS = 60
GRACE_S = 3
LEASE_S = 5


async def test_a_stop_under_load_leaves_nothing_behind(tmp_path: Path) -> None:
    """It ends with 0 within its grace, holds nothing afterwards, and nobody waits for its lease."""
    loop = asyncio.get_running_loop()
    async with a_scene(tmp_path, grace_s=GRACE_S) as scene:
        async with scene.town.packing():
            first = await scene.run()
            await scene.ready(first)
            await scene.town.buy(ORDERS)
            await scene.settled(ORDERS)
            began = loop.time()
            assert await first.stop() == 0, first.log.read_text()
            assert loop.time() - began < GRACE_S + 2
            assert await scene.witness.held() == {}
            assert await scene.witness.rows("SELECT id FROM worker") == []
            open_ = {row[0] for row in await scene.witness.rows("SELECT id FROM message WHERE state = 'ready'")}
            assert open_, "it must have stopped in the middle of something"
            chain = await scene.witness.chains()
            await scene.ready(await scene.run())

            async def goes_on() -> bool:
                return await scene.witness.first_settled(open_, after_chain=chain) is not None

            await until(goes_on, "the next process goes on at once", within=LEASE_S / 2)
            await scene.finish(within=60)
        assert_equal_books(await scene.town.books(), await scene.check(), orders=scene.town.placed)
        assert not scene.clerk.odd
