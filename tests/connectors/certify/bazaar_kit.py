"""bazaar against the sandbox's shop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sandbox_fake import PATIENCE_S, SandboxFake, sandboxed

from goldthread.connectors import bazaar as package
from goldthread.connectors.bazaar import (
    bazaar,
    list_orders,
    mark_shipped,
    order_key,
    read_order_placed,
    reread_order,
    tell_erp_number,
    tell_shop_status,
)
from goldthread.domain.order import Order
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Delivery, Has, Lacks, Settles
from goldthread.testing.contract.sample import an_order

ADDRESS = an_order().shipping
WISH = {
    "currency": "EUR",
    "total": "24.80",
    "customer": {"email": "jana@example.test", "firstName": "Jana", "lastName": "Nováková", "phone": "+420601123456"},
    "shippingAddress": {
        "name": ADDRESS.name,
        "street": ADDRESS.street[0],
        "city": ADDRESS.city,
        "zip": ADDRESS.postal_code,
        "countryCode": "CZ",
        "region": None,
        "latin": None,
    },
    "lines": [{"lineId": "1", "sku": "TEA-1", "title": "Green tea", "quantity": 2, "unitPrice": "9.95"}],
}


class BazaarFake(SandboxFake):
    """The sandbox's shop."""

    def effects(self) -> Sequence[str]:
        return [
            " ".join([order["id"], *(parcel["trackingNumber"] for parcel in one["parcels"])])
            for order in self._orders.values()
            for one in order["fulfilments"]
        ]

    async def place(self, count: int = 1) -> Sequence[Delivery]:
        await self.sandbox.place_orders(wishes=[WISH] * count)
        return await self.told()

    def waiting(self) -> Sequence[str]:
        return [key for key, order in self._orders.items() if order["externalReference"] is None]

    def stir(self) -> None:
        first = next(iter(self._orders.values()))
        self.sandbox.shop.orders.amend(first, {"note": "Please ring twice."})

    def number_told(self, order_id: str) -> str | None:
        return cast("str | None", self._orders[order_id]["externalReference"])

    def status(self, order_id: str) -> str:
        return str(self._orders[order_id]["status"])

    def amend(self, order_id: str, city: str) -> None:
        self.sandbox.shop.orders.amend(self._orders[order_id], {"shippingAddress": {"city": city}})

    @property
    def _orders(self) -> Mapping[str, dict[str, Any]]:
        return self.sandbox.shop.orders.by_id


class BazaarKit:
    """What there is to say of bazaar."""

    application = bazaar
    notes = Path(package.__file__).parent / "README.md"
    against = "the sandbox's bazaar"
    settings: Mapping[str, str] = {}
    main = "POST /api/orders/*/fulfilments"
    settles = Settles.LOOKUP
    throttle = timedelta(seconds=PATIENCE_S)
    expiry = Has()
    error_inside = Reply(
        status=200, content=b'{"error": {"code": "LOCKED", "message": "The order is being edited.", "field": null}}'
    )
    ship = mark_shipped
    placed = Webhook(bazaar, "order.placed", carries=Order, read=read_order_placed, once=order_key)
    sweep = list_orders
    sweep_page = ("GET /api/orders", 103)
    reread = reread_order
    tell_number = tell_erp_number
    tell_status = tell_shop_status
    too_many = "/fulfilment/lines/0"
    unlisted_status = "shipped"
    signature_age = Lacks("The signature covers the body alone, not the timestamp: age cannot be checked")

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[BazaarFake]:
        async with sandboxed(now) as (sandbox, ear):
            yield BazaarFake(sandbox, sandbox.bazaar, ear, routes="/api/*", form="seconds")
