"""The connector against Vendure itself, one line per operation: `python -m real.vendure_trial`."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from goldthread.connectors.vendure import SHOP, mark_shipped, reread_order, tell_erp_number, tell_shop_status, vendure
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.order import InjectedOrder, Order
from goldthread.domain.track import StatusChange
from goldthread.flow.start import Manual
from goldthread.testing.clock import ManualClock
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.scene import Scene, Way, never, playing
from goldthread.testing.house import Memory
from real.postgres import Postgres
from real.process import HOST, ROOT
from real.vendure import RealVendure

INSTALLATION: Final = "shop"
WAYS: Final = (
    Way(name="hook", start=SHOP.placed, gives=Order),
    Way(name="sweep", start=never(), path=SHOP.list_orders, gives=Order),
    Way(name="reread", start=Manual(Order), path=reread_order, gives=Order),
    Way(name="number", start=Manual(InjectedOrder), path=tell_erp_number, gives=InjectedOrder),
    Way(name="ship", start=Manual(LabelledOrder), path=mark_shipped, gives=LabelledOrder),
    Way(name="status", start=Manual(StatusChange), path=tell_shop_status, gives=StatusChange),
)


@dataclass(kw_only=True)
class RealFake:
    """The real shop where a contract expects a fake; its faults are not ours to order."""

    shop: RealVendure
    key: str = ""

    @property
    def url(self) -> str:
        """Where the shop listens."""
        return self.shop.url

    @property
    def secrets(self) -> dict[str, str]:
        """Its credentials, or others."""
        return {**self.shop.credentials, **({"api_key": self.key} if self.key else {})}

    def effects(self) -> list[str]:
        """Its books are asked for by questions."""
        return []

    def throttle(self) -> None:
        """Vendure never asks for patience."""

    def break_down(self) -> None:
        """It isn't broken on purpose."""

    def expire(self) -> None:
        """Its key doesn't end."""

    async def take_down(self) -> None:
        """Kill it."""
        await self.shop.kill()

    async def bring_up(self) -> None:
        """Serve again."""
        await self.shop.start()


@dataclass(kw_only=True)
class Ear:
    """Hears what the plugin posts."""

    heard: asyncio.Queue[Delivery] = field(default_factory=asyncio.Queue)
    url: str = ""

    async def hear(self, asked: web.Request) -> web.Response:
        """Take a delivery in."""
        headers = {name.lower(): value for name, value in asked.headers.items()}
        self.heard.put_nowait(Delivery(event="order.placed", body=await asked.read(), headers=headers))
        return web.Response(status=202)

    async def next(self) -> Delivery:
        """The delivery that comes next."""
        return await asyncio.wait_for(self.heard.get(), 10)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A shop, an ear, and how an engine is played over them."""

    shop: RealVendure
    ear: Ear

    @asynccontextmanager
    async def scene(self, *, key: str = "", **settings: str) -> AsyncIterator[Scene[RealFake]]:
        """A fresh engine with one installation."""
        memory = Memory(clock=ManualClock(datetime.now(UTC)))
        fake = RealFake(shop=self.shop, key=key)
        given = {**self.shop.settings, **settings}
        async with playing(fake, vendure, INSTALLATION, WAYS, memory=memory, settings=given) as scene:
            yield scene


@asynccontextmanager
async def trial() -> AsyncIterator[Trial]:
    """Boot everything, and stop it in the end."""
    ear = Ear()
    app = web.Application()
    app.router.add_post("/order.placed", ear.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    ear.url = f"http://{HOST}:{runner.addresses[0][1]}/order.placed"
    async with Postgres(home=ROOT / "vendure-postgres") as postgres:
        shop = RealVendure(postgres=postgres, hook_url=ear.url)
        try:
            await shop.install()
            await shop.fresh()
            await shop.start()
            yield Trial(shop=shop, ear=ear)
        finally:
            await shop.stop()
            await runner.cleanup()


async def main() -> int:
    """Play every step; 1 when one of them failed."""
    from real.vendure_steps import STEPS  # noqa: PLC0415 - the steps are written in terms of the trial

    failed = 0
    async with trial() as one:
        for name, version in (await one.shop.versions()).items():
            print(f"{name} {version}")  # noqa: T201 - this is what the program is for
        for step in STEPS:
            begun, said = time.monotonic(), (step.__doc__ or "").strip()
            try:
                await step(one)
                line = f"ok      {time.monotonic() - begun:5.1f} s  {said}"
            except Exception:  # noqa: BLE001 - a step that fails in any way is told, and the others go on
                failed += 1
                line = f"FAILED  {time.monotonic() - begun:5.1f} s  {said}\n{traceback.format_exc(limit=-3)}"
            print(line, flush=True)  # noqa: T201 - this is what the program is for
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
