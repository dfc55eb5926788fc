"""woocommerce: a shop of one's own on WordPress."""

from goldthread.connectors.woocommerce.application import woocommerce
from goldthread.connectors.woocommerce.fulfilment import mark_shipped
from goldthread.connectors.woocommerce.order import (
    list_orders,
    order_key,
    read_order_placed,
    reread_order,
    tell_erp_number,
)
from goldthread.connectors.woocommerce.role import SHOP
from goldthread.connectors.woocommerce.status import tell_shop_status
from goldthread.connectors.woocommerce.subscription import ensure_hooks

__all__ = [
    "SHOP",
    "ensure_hooks",
    "list_orders",
    "mark_shipped",
    "order_key",
    "read_order_placed",
    "reread_order",
    "tell_erp_number",
    "tell_shop_status",
    "woocommerce",
]
