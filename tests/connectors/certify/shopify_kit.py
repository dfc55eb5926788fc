"""Shopify against its stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.connectors import shopify as package
from goldthread.connectors.shopify import (
    list_orders,
    mark_shipped,
    order_key,
    read_order_placed,
    reread_order,
    shopify,
    tell_erp_number,
    tell_shop_status,
)
from goldthread.domain.order import Order
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Has, Lacks, Settles
from goldthread.testing.fakes.shopify import ShopifyFake

GRAPHQL = "POST /admin/api/2026-10/graphql.json"


class ShopifyKit:
    """What there is to say of Shopify."""

    application = shopify
    notes = Path(package.__file__).parent / "README.md"
    against = "a stand-in by Shopify's documentation of API version 2026-10"
    settings: Mapping[str, str] = {}
    main = f"{GRAPHQL}#Fulfil"
    settles = Settles.LOOKUP
    throttle = timedelta(seconds=3)
    expiry = Has()
    error_inside = Reply(
        status=200,
        content=b'{"data": {"fulfillmentCreate": {"fulfillment": null, "userErrors": [{"field": ["fulfillment"], '
        b'"message": "The order is being edited just now."}]}}}',
    )
    ship = mark_shipped
    placed = Webhook(shopify, "order.placed", carries=Order, read=read_order_placed, once=order_key)
    sweep = list_orders
    sweep_page = (f"{GRAPHQL}#ChangedOrders", 53)
    reread = reread_order
    tell_number = tell_erp_number
    tell_status = tell_shop_status
    too_many = "/fulfilment/lines/0"
    unlisted_status = "UNFULFILLED"
    signature_age = Lacks("The signature covers the body alone: its age cannot be checked")

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[ShopifyFake]:
        async with ShopifyFake(now).running() as fake:
            yield fake
