"""What happens on the stage: shoppers buy, the warehouse packs, the carrier drives, and things go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta

from goldthread.demo.stage import Stage
from goldthread.ports.clock import Clock

Say = Callable[[str], None]
"""Takes one line about something that happened."""

BURST = 4
BURST_PAUSE = timedelta(seconds=0.05)
PACKING_PAUSE = timedelta(seconds=0.25)
JAM = timedelta(seconds=3)
OUTAGE = timedelta(seconds=2)


class Script:
    """Plays the outside world."""

    def __init__(self, stage: Stage, *, orders: int, is_calm: bool, scan_s: float, say: Say) -> None:
        self._stage = stage
        self._orders = orders
        self._is_calm = is_calm
        self._scan_s = scan_s
        self._say = say
        self._clock: Clock = stage.house.world.clock
        self.placed = 0

    @asynccontextmanager
    async def playing(self) -> AsyncIterator[None]:
        """Everything at once, for as long as the body runs."""
        async with self._at_work(self._buy(), *(() if self._is_calm else (self._stumble(),))):
            yield

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """The warehouse packs and the carrier drives, for as long as the body runs."""
        async with self._at_work():
            yield

    @asynccontextmanager
    async def _at_work(self, *more: Coroutine[None, None, None]) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(one) for one in (self._pack(), *more)]
        await self._stage.sandbox.set_pace(self._scan_s)
        try:
            yield
        finally:
            await self._stage.sandbox.set_pace(None)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _buy(self) -> None:
        """Shoppers order, a few at a time."""
        self._say(f"Shoppers place {self._orders} orders.")
        while self.placed < self._orders:
            count = min(BURST, self._orders - self.placed)
            await self._stage.sandbox.place_orders(count)
            self.placed += count
            await self._clock.sleep(BURST_PAUSE)
        self._say("The last order is placed.")

    async def _pack(self) -> None:
        """The warehouse packs what the ERP has confirmed, for as long as the stage stands."""
        while True:
            await self._stage.sandbox.pack()
            await self._clock.sleep(PACKING_PAUSE)

    async def _stumble(self) -> None:
        """A printer jams, and the carrier is away for a while."""
        sandbox = self._stage.sandbox
        await self._share(0.3)
        self._say("press-2 jams: paper everywhere.")
        sandbox.jam("press-2")
        await self._share(0.6)
        self._say("swiftpost is down: nobody answers.")
        await sandbox.take_down("swiftpost")
        await self._clock.sleep(OUTAGE)
        await sandbox.bring_up("swiftpost")
        self._say("swiftpost is back.")
        await self._clock.sleep(JAM)
        sandbox.clear("press-2")
        self._say("Somebody pulled the paper out of press-2; it prints what it held.")

    async def _share(self, share: float) -> None:
        """Wait until so much of all orders is placed."""
        while self.placed < share * self._orders:
            await self._clock.sleep(BURST_PAUSE)
