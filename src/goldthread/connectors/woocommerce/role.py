"""WooCommerce as a shop."""

from typing import Final

from goldthread.connectors.woocommerce.application import woocommerce
from goldthread.connectors.woocommerce.fulfilment import mark_shipped
from goldthread.connectors.woocommerce.order import (
    list_orders,
    order_key,
    read_order_placed,
    reread_order,
    tell_erp_number,
)
from goldthread.connectors.woocommerce.status import tell_shop_status
from goldthread.connectors.woocommerce.subscription import ensure_hooks
from goldthread.domain.order import Order
from goldthread.flow.role import Shop
from goldthread.flow.start import Webhook

SHOP: Final = Shop(
    application=woocommerce,
    placed=Webhook(
        woocommerce, "order.placed", carries=Order, read=read_order_placed, once=order_key, reread=reread_order
    ),
    list_orders=list_orders,
    tell_number=tell_erp_number,
    mark_shipped=mark_shipped,
    tell_status=tell_shop_status,
    ensure_hooks=ensure_hooks,
)
