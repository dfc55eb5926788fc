"""Vendure: a shop whose orders are asked for, and told of by a small plugin in it."""

from goldthread.connectors.vendure.application import vendure
from goldthread.connectors.vendure.fulfilment import mark_shipped
from goldthread.connectors.vendure.number import tell_erp_number
from goldthread.connectors.vendure.order import list_orders, order_key, read_order_placed, reread_order
from goldthread.connectors.vendure.role import SHOP
from goldthread.connectors.vendure.status import tell_shop_status

__all__ = [
    "SHOP",
    "list_orders",
    "mark_shipped",
    "order_key",
    "read_order_placed",
    "reread_order",
    "tell_erp_number",
    "tell_shop_status",
    "vendure",
]
