"""From the packing table to the door: `order.ship`, and `packed.sweep` for shipments whose webhook was lost.

The carrier takes on all parcels and makes their labels; at once and independently the ERP gets the tracking numbers,
the shop's customer hears of it, and the printer of that packing station prints.
"""

from goldthread.connectors.bazaar import mark_shipped
from goldthread.connectors.books import assign_printer, is_raw
from goldthread.connectors.press import print_label
from goldthread.connectors.raw9100 import print_raw
from goldthread.connectors.stockhouse import (
    fulfilment_key,
    list_packed,
    read_packed,
    record_tracking,
    reread_order,
    stockhouse,
)
from goldthread.connectors.swiftpost import address_for_swiftpost, label_order
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.node import choose, fan_out, hand_over, when
from goldthread.flow.start import Cron, Webhook
from goldthread.flow.topology import Topology

order_ship = Topology(
    "order.ship",
    title="An order goes out",
    start=Webhook(
        stockhouse, "shipment.packed", carries=ReadyOrder, read=read_packed, once=fulfilment_key, reread=reread_order
    ),
    path=address_for_swiftpost
    >> label_order
    >> fan_out(
        record_tracking,
        mark_shipped,
        assign_printer >> choose(when(is_raw, print_raw), otherwise=print_label),
    ),
)

packed_sweep = Topology(
    "packed.sweep",
    title="Packed shipments nobody told of",
    start=Cron("*/5 * * * *"),
    path=list_packed >> hand_over("order.ship", ReadyOrder),
)
