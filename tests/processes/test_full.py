"""A full disk: nothing is acknowledged that isn't durable, and work goes on by itself when space returns."""

from __future__ import annotations

import asyncio
import base64
import hmac
from pathlib import Path

from scene import Scene, a_scene, assert_equal_books, until

FULL_S = 6
"""Longer than a lease."""


async def test_work_goes_on_by_itself_when_space_returns(tmp_path: Path) -> None:
    """While files cannot grow, webhooks are answered with 503 and Retry-After; afterwards nothing is missing."""
    async with a_scene(tmp_path) as scene:
        program = await scene.run()
        await scene.ready(program)
        async with scene.town.busy(each=0.6, count=5):
            await scene.settled(150)
            program.limit_files(0)

            async def is_unready() -> bool:
                return not await scene.api.is_ready()

            await until(is_unready, "it says that it cannot write", within=10)
            status, problem = await scene.api.get("/readyz")
            assert (status, problem["type"]) == (503, "urn:goldthread:problem:not-ready")
            status, problem, retry_after = await scene.api.hook("bazaar", "order.placed", signed(scene, b"{}"))
            assert (status, problem["type"]) == (503, "urn:goldthread:problem:unavailable")
            assert int(retry_after) > 0
            await asyncio.sleep(FULL_S)
            assert program.is_running
            program.limit_files(None)
            await until(scene.api.is_ready, "it is ready again", within=10)
        async with scene.town.packing():
            await scene.finish(within=60)
            assert program.is_running
        assert_equal_books(await scene.town.books(), await scene.check(), orders=scene.town.placed)
        assert not scene.clerk.odd
        assert await program.stop() == 0


def signed(scene: Scene, body: bytes) -> dict[str, str]:
    """Headers of a webhook as the shop would send it."""
    secret: str = scene.town.addresses["credentials"]["bazaar"]["webhook_secret"]
    signature = base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()
    return {"X-Bazaar-Signature": signature}
