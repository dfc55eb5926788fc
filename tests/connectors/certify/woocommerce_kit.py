"""WooCommerce against a stand-in by its documents and sources."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.connectors import woocommerce as package
from goldthread.connectors.woocommerce import (
    list_orders,
    mark_shipped,
    order_key,
    read_order_placed,
    reread_order,
    tell_erp_number,
    tell_shop_status,
    woocommerce,
)
from goldthread.domain.order import Order
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Has, Lacks, Settles
from goldthread.testing.fakes.woocommerce import WooCommerceFake
from goldthread.testing.fakes.woocommerce.shop import PATIENCE_S


class WooCommerceKit:
    """What there is to say of WooCommerce."""

    application = woocommerce
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake by the REST API v3's documents and WooCommerce 10's sources"
    settings: Mapping[str, str] = {}
    main = "POST /wp-json/wc/v3/orders/*/fulfillments"
    settles = Settles.LOOKUP
    throttle = timedelta(seconds=PATIENCE_S)
    expiry = Has()
    error_inside = Reply(
        status=200,
        content=b'{"code": "woocommerce_rest_cannot_edit", "message": "The order is being edited.", "data": null}',
    )
    ship = mark_shipped
    placed = Webhook(woocommerce, "order.placed", carries=Order, read=read_order_placed, once=order_key)
    sweep = list_orders
    sweep_page = ("GET /wp-json/wc/v3/orders", 103)
    reread = reread_order
    tell_number = tell_erp_number
    tell_status = tell_shop_status
    too_many = "/fulfilment/lines/0"
    unlisted_status = "the carrier says 'ZZZ'."
    signature_age = Lacks("The signature covers the body alone, not the time: age cannot be checked")

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[WooCommerceFake]:
        async with WooCommerceFake(now).running() as fake:
            yield fake


class WooCommerceNotesKit(WooCommerceKit):
    """What is different where the feature is switched off, and the plugin isn't there."""

    main = "POST /wp-json/wc/v3/orders/*/notes"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[WooCommerceFake]:
        async with WooCommerceFake(now, has_fulfilments=False).running() as fake:
            yield fake
