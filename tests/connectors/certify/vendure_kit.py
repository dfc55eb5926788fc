"""Vendure against a fake that answers as Vendure 3.7.3 was seen to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.connectors import vendure as package
from goldthread.connectors.vendure import (
    SHOP,
    list_orders,
    mark_shipped,
    reread_order,
    tell_erp_number,
    tell_shop_status,
    vendure,
)
from goldthread.domain.order import Order
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Has, Settles, json_reply
from goldthread.testing.fakes.vendure import VendureFake

HANDLER = {
    "errorCode": "CREATE_FULFILLMENT_ERROR",
    "message": "errorResult.CREATE_FULFILLMENT_ERROR",
    "fulfillmentHandlerError": "The handler is out of order.",
}


def placed() -> Webhook[Order]:
    """How the shop tells of an order."""
    assert isinstance(SHOP.placed, Webhook)
    return SHOP.placed


class VendureKit:
    """What there is to say of Vendure."""

    application = vendure
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake of Vendure 3.7.3, and Vendure 3.7.3 itself in `make real`"
    settings: Mapping[str, str] = {"order_fields": "erpNumber", "variant_fields": "hsCode, origin, gtin, grams"}
    main = "POST /admin-api#AddFulfillment"
    settles = Settles.LOOKUP
    throttle = timedelta(seconds=5)
    expiry = Has()
    error_inside = json_reply(200, {"data": {"addFulfillmentToOrder": HANDLER}})
    ship = mark_shipped
    placed = placed()
    sweep = list_orders
    sweep_page = ("POST /admin-api#ListOrders", 103)
    reread = reread_order
    tell_number = tell_erp_number
    tell_status = tell_shop_status
    too_many = "/fulfilment/lines/0"
    unlisted_status = "PaymentSettled"
    signature_age = Has()

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[VendureFake]:
        fields = ("hsCode", "origin", "gtin", "grams")
        async with VendureFake(now, variant_fields=fields).running() as fake:
            yield fake


class PlainVendureKit(VendureKit):
    """A shop to which nobody added custom fields: the ERP's number goes into a note."""

    settings: Mapping[str, str] = {}

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[VendureFake]:
        async with VendureFake(now, order_fields=()).running() as fake:
            yield fake
