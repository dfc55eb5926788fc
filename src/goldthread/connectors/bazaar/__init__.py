"""bazaar: a shop that takes orders and tells its shoppers where they are."""

from goldthread.connectors.bazaar.application import bazaar
from goldthread.connectors.bazaar.fulfilment import mark_shipped
from goldthread.connectors.bazaar.order import list_orders, order_key, read_order_placed, reread_order, tell_erp_number
from goldthread.connectors.bazaar.role import SHOP
from goldthread.connectors.bazaar.status import tell_shop_status

__all__ = [
    "SHOP",
    "bazaar",
    "list_orders",
    "mark_shipped",
    "order_key",
    "read_order_placed",
    "reread_order",
    "tell_erp_number",
    "tell_shop_status",
]
