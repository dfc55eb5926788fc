"""From the shop into the ERP: `order.ingest`, and `order.sweep` for orders whose webhook was lost.

An order's customer is found in the ERP by e-mail or created there, the order is injected once (with delivery address
and articles made on the way where they are missing), and the shop is told the ERP's number.
"""

from goldthread.connectors.bazaar import (
    bazaar,
    list_orders,
    order_key,
    read_order_placed,
    reread_order,
    tell_erp_number,
)
from goldthread.connectors.stockhouse import identify_customer, inject_order
from goldthread.domain.order import Order
from goldthread.flow.node import hand_over
from goldthread.flow.start import Cron, Webhook
from goldthread.flow.topology import Topology

order_ingest = Topology(
    "order.ingest",
    title="An order comes in",
    start=Webhook(bazaar, "order.placed", carries=Order, read=read_order_placed, once=order_key, reread=reread_order),
    path=identify_customer >> inject_order >> tell_erp_number,
)

order_sweep = Topology(
    "order.sweep",
    title="Orders nobody told of",
    start=Cron("*/15 * * * *"),
    path=list_orders >> hand_over("order.ingest", Order),
)
