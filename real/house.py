"""All systems at once: booted in the right order, stopped whatever happened."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from real.goldthread import Place, RealGoldthread
from real.karrio import RealKarrio
from real.postgres import Postgres
from real.printers import RealPrinters
from real.tryton import RealTryton
from real.vendure import RealVendure

STATION = "station-1"
"""Where everything is packed; which printer stands there is changed as the day goes."""


@dataclass(frozen=True, kw_only=True)
class RealHouse:
    """Everything that takes part."""

    postgres: Postgres
    shop: RealVendure
    erp: RealTryton
    carrier: RealKarrio
    printers: RealPrinters
    goldthread: RealGoldthread

    async def versions(self) -> dict[str, str]:
        """What ran, by name."""
        parts = (self.postgres, self.shop, self.erp, self.carrier, self.printers)
        told = [await part.versions() for part in parts]
        return {name: version for one in told for name, version in one.items()}


@asynccontextmanager
async def a_house() -> AsyncIterator[RealHouse]:
    """Install what is missing (minutes, once), then start everything (seconds) with empty books."""
    postgres = Postgres()
    house = RealHouse(
        postgres=postgres,
        shop=RealVendure(postgres=postgres),
        erp=RealTryton(postgres=postgres),
        carrier=RealKarrio(postgres=postgres),
        printers=RealPrinters(),
        goldthread=RealGoldthread(),
    )
    async with AsyncExitStack() as stack:
        await postgres.start()
        stack.push_async_callback(postgres.stop)
        for name, part in (
            ("printers", house.printers),
            ("Tryton", house.erp),
            ("karrio", house.carrier),
            ("Vendure", house.shop),
        ):
            began = time.monotonic()
            await part.install()
            _say(f"{name} is installed", began)
            stack.push_async_callback(part.stop)
        began = time.monotonic()
        house.shop.hook_url = house.goldthread.hook("vendure", "order.placed")
        await house.shop.fresh()
        await asyncio.gather(house.printers.start(), house.erp.start(), house.carrier.start(), house.shop.start())
        await house.carrier.subscribe(house.goldthread.hook("karrio", "tracking"))
        await house.goldthread.furnish(_places(house), {STATION: "labels-1"})
        stack.push_async_callback(house.goldthread.stop)
        await house.goldthread.start()
        _say("everything runs", began)
        yield house


def _places(house: RealHouse) -> list[Place]:
    shop, erp, carrier = house.shop, house.erp, house.carrier
    return [
        Place(
            name="vendure", application="vendure", url=shop.url, settings=shop.settings, credentials=shop.credentials
        ),
        Place(
            name="tryton",
            application="tryton",
            url=erp.url,
            settings={**erp.settings, "station": STATION},
            credentials=erp.credentials,
        ),
        Place(
            name="karrio",
            application="karrio",
            url=carrier.url,
            settings=carrier.settings,
            credentials=carrier.credentials,
        ),
        *(
            Place(name=name, application=one.application, url=one.url, settings=one.settings)
            for name, one in house.printers.all.items()
        ),
    ]


def _say(text: str, began: float) -> None:
    print(f"  {text} ({time.monotonic() - began:.0f} s)", flush=True)  # noqa: T201 - a person waits
