"""Shopify: a shop that is talked to in GraphQL."""

from goldthread.connectors.shopify.application import shopify
from goldthread.connectors.shopify.fulfilment import mark_shipped
from goldthread.connectors.shopify.hook_reading import read_order_placed
from goldthread.connectors.shopify.hooks import ensure_hooks
from goldthread.connectors.shopify.order import list_orders, order_key, reread_order, tell_erp_number
from goldthread.connectors.shopify.role import SHOP
from goldthread.connectors.shopify.status import tell_shop_status

__all__ = [
    "SHOP",
    "ensure_hooks",
    "list_orders",
    "mark_shipped",
    "order_key",
    "read_order_placed",
    "reread_order",
    "shopify",
    "tell_erp_number",
    "tell_shop_status",
]
