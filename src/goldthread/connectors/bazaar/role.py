"""bazaar as a shop in a flow."""

from typing import Final

from goldthread.connectors.bazaar.application import bazaar
from goldthread.connectors.bazaar.fulfilment import mark_shipped
from goldthread.connectors.bazaar.order import list_orders, order_key, read_order_placed, reread_order, tell_erp_number
from goldthread.connectors.bazaar.status import tell_shop_status
from goldthread.domain.order import Order
from goldthread.flow.role import Shop
from goldthread.flow.start import Webhook

SHOP: Final = Shop(
    application=bazaar,
    placed=Webhook(bazaar, "order.placed", carries=Order, read=read_order_placed, once=order_key, reread=reread_order),
    list_orders=list_orders,
    tell_number=tell_erp_number,
    mark_shipped=mark_shipped,
    tell_status=tell_shop_status,
)
