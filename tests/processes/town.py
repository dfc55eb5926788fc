"""The outside world as a process of its own, directed through its hub."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from program import running

Books = Mapping[str, Mapping[str, Any]]

SYSTEMS = {
    "bazaar": "bazaar",
    "stockhouse": "stockhouse",
    "swiftpost": "swiftpost",
    "press-1": "press",
    "press-2": "press",
    "press-raw": "raw9100",
}
"""Every system with its application."""
LIMITED = ("bazaar", "stockhouse", "swiftpost")


@dataclass(kw_only=True)
class Town:
    """A shop, an ERP, a carrier and printers."""

    addresses: Mapping[str, Any]
    session: aiohttp.ClientSession
    placed: int = field(default=0)

    async def direct(self, action: str, **content: object) -> Any:
        """One POST at the hub."""
        url = f"{self.addresses['hub']}/__control/{action}"
        async with self.session.post(url, json=content) as reply:
            assert reply.status == 200, await reply.text()
            return await reply.json()

    async def books(self) -> Books:
        """Every system's own truth."""
        async with self.session.get(f"{self.addresses['hub']}/__control/books") as reply:
            found: Books = await reply.json()
            return found

    async def repairs(self) -> list[dict[str, Any]]:
        """The right values of what shoppers typed wrongly."""
        async with self.session.get(f"{self.addresses['hub']}/__control/repairs") as reply:
            said = await reply.json()
            found: list[dict[str, Any]] = said if isinstance(said, list) else said["repairs"]
            return found

    async def buy(self, count: int) -> None:
        """Shoppers order."""
        await self.direct("orders", count=count)
        self.placed += count

    @asynccontextmanager
    async def busy(self, *, each: float, count: int, seed: int = 1) -> AsyncIterator[None]:
        """For as long as the body runs shoppers buy, so many about every so many seconds, and the warehouse packs."""
        dice = random.Random(seed)  # noqa: S311 - shoppers, no secret
        async with self.packing(), during(self._buying(dice, each, count)):
            yield

    @asynccontextmanager
    async def packing(self) -> AsyncIterator[None]:
        """The warehouse packs what is confirmed, for as long as the body runs."""
        async with during(self._packing()):
            yield

    async def _buying(self, dice: random.Random, each: float, count: int) -> None:
        while True:
            await self.buy(count)
            await asyncio.sleep(each * dice.uniform(0.5, 1.5))

    async def _packing(self) -> None:
        while True:
            await self.direct("pack")
            await asyncio.sleep(0.25)


@asynccontextmanager
async def during(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """The work goes on for as long as the body runs."""
    task = asyncio.create_task(work)
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def a_town(folder: Path, *, seed: int, faults: str, api: str, pace: float = 0.3) -> AsyncIterator[Town]:
    """The sandbox, telling our API at this address what happens."""
    words = ("sandbox", "--seed", str(seed), "--faults", faults, "--webhooks", api, "--pace", str(pace), "--json")
    async with running(*words, log=folder / "sandbox.log") as program:
        addresses = await program.announced()
        assert addresses, (folder / "sandbox.log").read_text()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
            yield Town(addresses=addresses, session=session)
