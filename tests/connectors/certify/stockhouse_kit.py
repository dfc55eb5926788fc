"""stockhouse against the sandbox's ERP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sandbox_fake import PATIENCE_S, SandboxFake, sandboxed

from goldthread.connectors import stockhouse as package
from goldthread.connectors.stockhouse import (
    fulfilment_key,
    identify_customer,
    inject_order,
    list_packed,
    read_packed,
    record_tracking,
    reread_order,
    stockhouse,
    tell_erp_status,
)
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.sandbox.stockhouse import Stockhouse
from goldthread.testing.contract import Delivery, Has, Settles
from goldthread.testing.contract.sample import an_address, an_order

KNOWN = {"sku": "TEA-1", "name": "Green tea", "gtin": "4006381333931", "hs_code": "090210", "origin": "JP"}
ADDRESS = {"recipient": "Jana", "street": "Dlouhá 12", "town": "Praha", "zip_code": "110 00", "country_code": "CZ"}


class StockhouseFake(SandboxFake):
    """The sandbox's ERP, which has one more article on its shelf."""

    @property
    def erp(self) -> Stockhouse:
        """The ERP itself, without its port."""
        return cast("Stockhouse", self.system.vendor)

    def stock(self) -> None:
        """Put the article of sample orders on the shelf."""
        self.erp.orders.products["TEA-1"] = {**KNOWN, "unit_weight_g": 120}

    def effects(self) -> Sequence[str]:
        return list(self.erp.orders.by_no)

    def customers(self) -> Sequence[str]:
        return [str(one["email"]) for one in self.erp.customers.by_id.values()]

    async def pack(self) -> Sequence[Delivery]:
        await self.sandbox.pack()
        return await self.told()

    def waiting(self) -> Sequence[str]:
        return cast("list[str]", self.erp.warehouse.books()["untracked_shipments"])

    async def pack_many(self, count: int) -> None:
        self.erp.customers.by_id["C-1"] = customer = {"customer_id": "C-1", "email": "jana@example.test"}
        customer |= {"full_name": "Jana Nováková", "phone": "+420601123456"}
        for number in range(1, count + 1):
            self.erp.orders.by_no[f"E-{number}"] = self._order(f"E-{number}", f"shop/o{number}/{number}")
        await self.pack()

    def stir(self) -> None:
        self._track(self.waiting()[0])

    def tracking(self, shipment: str) -> Sequence[str]:
        return [parcel["tracking_number"] for parcel in self.erp.warehouse.by_id[shipment]["parcels"]]

    def status(self, order: str) -> str:
        return str(self.erp.orders.by_no[order]["state"])

    def amend(self, order: str, city: str) -> None:
        self.erp.orders.by_no[order]["delivery_address"]["town"] = city

    def _order(self, number: str, reference: str) -> dict[str, Any]:
        return {
            "order_no": number,
            "state": "confirmed",
            "client_reference": reference,
            "customer_id": "C-1",
            "delivery_address": ADDRESS,
            "currency": "EUR",
            "items": [{"sku": "TEA-1", "quantity": 1, "unit_price_cents": 995}],
        }

    def _track(self, shipment: str) -> None:
        for parcel in self.erp.warehouse.by_id[shipment]["parcels"]:
            parcel["tracking_number"] = f"T-{shipment}-{parcel['parcel_no']}"


class StockhouseKit:
    """What there is to say of stockhouse."""

    application = stockhouse
    notes = Path(package.__file__).parent / "README.md"
    against = "the sandbox's stockhouse"
    settings: Mapping[str, str] = {}
    main = "POST /orders"
    settles = Settles.LOOKUP
    throttle = timedelta(seconds=PATIENCE_S)
    expiry = Has()
    error_inside = Reply(
        status=200,
        content=b'{"ok": false, "errors": [{"code": "closed", "text": "The month is closed.", "path": null}]}',
    )
    inject = identify_customer >> inject_order
    customer = "POST /customers"
    rejection = (an_order(shipping=replace(an_address(), city="")), "/shipping/city")
    unheard_of = an_order(sku="NEVER-HEARD-OF")
    packed = Webhook(stockhouse, "shipment.packed", carries=ReadyOrder, read=read_packed, once=fulfilment_key)
    sweep = list_packed
    sweep_page = ("GET /shipments", 53)
    reread = reread_order
    track = record_tracking
    tell_status = tell_erp_status
    unlisted_status = "shipped"
    signature_age = Has()

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[StockhouseFake]:
        async with sandboxed(now) as (sandbox, ear):
            fake = StockhouseFake(sandbox, sandbox.stockhouse, ear, routes="/[!s]*", form="http-date")
            fake.stock()
            yield fake
