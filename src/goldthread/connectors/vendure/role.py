"""Vendure as the shop of a flow."""

from typing import Final

from goldthread.connectors.vendure.application import vendure
from goldthread.connectors.vendure.fulfilment import mark_shipped
from goldthread.connectors.vendure.number import tell_erp_number
from goldthread.connectors.vendure.order import list_orders, order_key, read_order_placed, reread_order
from goldthread.connectors.vendure.status import tell_shop_status
from goldthread.domain.order import Order
from goldthread.flow.role import Shop
from goldthread.flow.start import Webhook

SHOP: Final = Shop(
    application=vendure,
    placed=Webhook(vendure, "order.placed", carries=Order, read=read_order_placed, once=order_key, reread=reread_order),
    list_orders=list_orders,
    tell_number=tell_erp_number,
    mark_shipped=mark_shipped,
    tell_status=tell_shop_status,
)
