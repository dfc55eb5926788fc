"""One order through any four connectors, from the shop's webhook to the doorstep, with their fakes on loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from goldthread.adapters.http import AioWire
from goldthread.adapters.raw import RawWire
from goldthread.adapters.wire import SchemeWire
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from goldthread.domain.status import Status
from goldthread.engine.installation import Installation
from goldthread.engine.trash import Act
from goldthread.flow.role import Carrier, Erp, Printer, Shop
from goldthread.flow.start import Webhook
from goldthread.testing.contract import sample
from goldthread.testing.contract.carrier import CarrierFake, CarrierKit
from goldthread.testing.contract.contract import Kit
from goldthread.testing.contract.erp import ErpFake, ErpKit
from goldthread.testing.contract.fake import Delivery, Fake
from goldthread.testing.contract.printer import PrinterFake, PrinterKit
from goldthread.testing.contract.scene import fresh
from goldthread.testing.contract.shop import ShopFake, ShopKit
from goldthread.testing.house import MemoryHouse, memory_house
from goldthread.topologies import flows

TURNS = 3000
ACT = Act(actor="test", reason="a printer stands there now")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who plays what."""

    shop: tuple[Shop, ShopKit]
    erp: tuple[Erp, ErpKit]
    carrier: tuple[Carrier, CarrierKit]
    printer: tuple[Printer, PrinterKit]


@dataclass(frozen=True, kw_only=True)
class WholeHouse:
    """All four, and the engine between them."""

    house: MemoryHouse
    roles: Cast
    shop: ShopFake
    erp: ErpFake
    carrier: CarrierFake
    printer: PrinterFake

    async def order_comes_in(self) -> None:
        """A shopper orders; the shop tells, or is swept."""
        await self._told(sample.SHOP, self.roles.shop[0].placed, await self.shop.place(), "order.sweep")

    async def order_is_packed(self) -> None:
        """The warehouse packs it; the ERP tells, or is swept. The first time a printer is put at its station."""
        await self._told(sample.ERP, self.roles.erp[0].packed, await self.erp.pack(), "packed.sweep")
        for row in await self.house.ledger.trash():
            assert row.message.node == "assign_printer", f"{row.message.node}: {row.why.reason}"
            station = json.loads(row.message.body)["fulfilment"]["station"]
            profile = StationProfile(
                station=station,
                printer=sample.PRINTER,
                language=PrinterLanguage.PDF,
                dpi=203,
                media=Media(width=100, height=150),
            )
            await self.house.engine.intake.start("station.assign", profile)
            await self._settle()
            await self.house.engine.trash.resume(row.message.id, ACT)
        await self._settle()

    async def parcel_arrives(self) -> None:
        """The carrier delivers what it took on; it tells, or the watch asks."""
        code = next(code for code, status in self.roles.carrier[1].codes if status is Status.DELIVERED)
        tracking = self.roles.carrier[0].tracking
        for number in self.carrier.parcels():
            told = await self.carrier.scan(number, code)
            await self._told(sample.CARRIER, tracking, [told] if told else [], "shipment.watch")

    async def expect_nobody_needed(self) -> None:
        """Nothing lies in the trash, and the ledger finds nothing wrong with itself."""
        rows = await self.house.ledger.trash()
        assert [f"{row.message.topology} {row.message.node}: {row.why.reason}" for row in rows] == []
        assert await self.house.ledger.problems() == []

    async def record(self, kind: str) -> Any:
        """The only record of a kind."""
        (found,) = await self.house.ledger.records(kind)
        return json.loads(found.body)

    async def label_digests(self) -> list[str]:
        """SHA-256 of every label as the carrier drew it."""
        return [sha256(self.carrier.label(number)).hexdigest() for number in self.carrier.parcels()]

    async def _told(self, name: str, start: object, deliveries: Any, sweep: str) -> None:
        engine = self.house.engine
        heard: list[Delivery] = list(deliveries)
        if isinstance(start, Webhook) and heard:
            for one in heard:
                await engine.intake.hook(name, one.event, one.headers, one.body)
        else:
            now = self.house.clock.now()
            await engine.intake.tick(sweep, now, key=f"{sweep}@{now.isoformat()}")
        await self._settle()

    async def _settle(self) -> None:
        await self.house.settle(turns=TURNS)


@asynccontextmanager
async def a_whole_house(roles: Cast) -> AsyncIterator[WholeHouse]:
    """Four fakes and an engine, all on one clock."""
    memory = fresh()
    parts: list[tuple[str, Kit]] = [
        (sample.SHOP, roles.shop[1]),
        (sample.ERP, roles.erp[1]),
        (sample.CARRIER, roles.carrier[1]),
        (sample.PRINTER, roles.printer[1]),
    ]
    topologies = flows(
        shops=(roles.shop[0],), erp=roles.erp[0], carriers=(roles.carrier[0],), printers=(roles.printer[0],)
    )
    wire = SchemeWire(http=AioWire(), raw=RawWire())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(wire.close)
        fakes: dict[str, Any] = {}
        installed = []
        for name, kit in parts:
            fake: Fake = await stack.enter_async_context(kit.open(memory.clock.now))
            fakes[name] = fake
            place = Installation(
                name=name, application=kit.application.name, base_url=fake.url, settings=dict(kit.settings)
            )
            installed.append((place, dict(fake.secrets)))
        house = await stack.enter_async_context(memory_house(topologies, wire, installed, memory=memory))
        yield WholeHouse(
            house=house,
            roles=roles,
            shop=fakes[sample.SHOP],
            erp=fakes[sample.ERP],
            carrier=fakes[sample.CARRIER],
            printer=fakes[sample.PRINTER],
        )
