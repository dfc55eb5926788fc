"""Two shops and two carriers of different applications in one house: each order stays with its own."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from typing import Any

from bazaar_kit import BazaarKit
from packeta_kit import PacketaKit
from printer_kits import PressKit
from stockhouse_kit import StockhouseKit
from swiftpost_kit import SwiftpostKit
from whole_house import TURNS
from woocommerce_kit import WooCommerceKit

from goldthread.adapters.http import AioWire
from goldthread.connectors import bazaar, packeta, press, stockhouse, swiftpost, woocommerce
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from goldthread.domain.status import Status
from goldthread.engine.installation import Installation
from goldthread.testing.contract.scene import fresh
from goldthread.testing.house import MemoryHouse, memory_house
from goldthread.topologies import flows

PLACES: dict[str, Any] = {
    "north": BazaarKit(),
    "south": WooCommerceKit(),
    "erp": StockhouseKit(),
    "quick": SwiftpostKit(),
    "points": PacketaKit(),
    "press-1": PressKit(),
}


def by_shop(order: ReadyOrder) -> str:
    return "packeta" if order.shop == "south" else "swiftpost"


TOPOLOGIES = flows(
    shops=(bazaar.SHOP, woocommerce.SHOP),
    erp=stockhouse.ERP,
    carriers=(swiftpost.CARRIER, packeta.CARRIER),
    printers=(press.PRINTER,),
    send=by_shop,
)


async def hear(house: MemoryHouse, name: str, deliveries: Any) -> None:
    for one in deliveries:
        await house.engine.intake.hook(name, one.event, one.headers, one.body)
    await house.settle(turns=TURNS)


async def expect_nobody_needed(house: MemoryHouse) -> None:
    rows = await house.ledger.trash()
    assert [f"{row.message.topology} {row.message.node}: {row.why.reason}" for row in rows] == []
    assert await house.ledger.problems() == []


async def test_each_order_goes_back_to_the_shop_it_came_from() -> None:
    """Two doors in, one ERP, two carriers out; every number is told where it belongs and nowhere else."""
    memory = fresh()
    async with AsyncExitStack() as stack:
        wire = AioWire()
        stack.push_async_callback(wire.close)
        fakes = {name: await stack.enter_async_context(kit.open(memory.clock.now)) for name, kit in PLACES.items()}
        installed = [
            (
                Installation(
                    name=name, application=kit.application.name, base_url=fakes[name].url, settings=dict(kit.settings)
                ),
                dict(fakes[name].secrets),
            )
            for name, kit in PLACES.items()
        ]
        house = await stack.enter_async_context(memory_house(TOPOLOGIES, wire, installed, memory=memory))
        for shop in ("north", "south"):
            await hear(house, shop, await fakes[shop].place())
        await expect_nobody_needed(house)
        assert len(fakes["erp"].effects()) == 2

        packed = await fakes["erp"].pack()
        stations = {json.loads(one.body)["shipment"]["packing_station"] for one in packed}
        for station in stations:
            profile = StationProfile(
                station=station,
                printer="press-1",
                language=PrinterLanguage.PDF,
                dpi=203,
                media=Media(width=100, height=150),
            )
            await house.engine.intake.start("station.assign", profile)
        await house.settle(turns=TURNS)
        await hear(house, "erp", packed)
        await expect_nobody_needed(house)

        quick, points = list(fakes["quick"].parcels()), list(fakes["points"].parcels())
        assert quick
        assert points
        assert all(number in fakes["north"].effects()[0] for number in quick)
        assert all(number in fakes["south"].effects()[0] for number in points)
        assert len(fakes["north"].effects()) == len(fakes["south"].effects()) == 1
        assert len(fakes["press-1"].effects()) == len(quick) + len(points)

        for name, numbers in (("quick", quick), ("points", points)):
            code = next(code for code, status in PLACES[name].codes if status is Status.DELIVERED)
            for number in numbers:
                told = await fakes[name].scan(number, code)
                await hear(house, name, [told] if told else [])
        await expect_nobody_needed(house)
        orders = [json.loads(one.body) for one in await house.ledger.records("order")]
        assert {(one["shop"], parcel["status"]) for one in orders for parcel in one["parcels"]} == {
            ("north", "delivered"),
            ("south", "delivered"),
        }
