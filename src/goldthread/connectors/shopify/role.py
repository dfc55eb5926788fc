"""Shopify as a shop in a flow."""

from typing import Final

from goldthread.connectors.shopify.application import shopify
from goldthread.connectors.shopify.fulfilment import mark_shipped
from goldthread.connectors.shopify.hook_reading import read_order_placed
from goldthread.connectors.shopify.hooks import ensure_hooks
from goldthread.connectors.shopify.order import list_orders, order_key, reread_order, tell_erp_number
from goldthread.connectors.shopify.status import tell_shop_status
from goldthread.domain.order import Order
from goldthread.flow.role import Shop
from goldthread.flow.start import Webhook

SHOP: Final = Shop(
    application=shopify,
    placed=Webhook(shopify, "order.placed", carries=Order, read=read_order_placed, once=order_key, reread=reread_order),
    list_orders=list_orders,
    tell_number=tell_erp_number,
    mark_shipped=mark_shipped,
    tell_status=tell_shop_status,
    ensure_hooks=ensure_hooks,
)
