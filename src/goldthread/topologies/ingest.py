"""From the shop into the ERP: `order.ingest`, and `order.sweep` for orders whose webhook was lost.

An order's customer is found in the ERP by e-mail or created there, the order is injected once (with delivery address
and articles made on the way where they are missing), and the shop is told the ERP's number.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from goldthread.domain.order import Order
from goldthread.flow.node import hand_over, whichever
from goldthread.flow.role import Erp, Shop
from goldthread.flow.start import Cron, Handover, Webhook
from goldthread.flow.topology import Topology
from goldthread.topologies.doors import doors, one_start

NAME: Final = "order.ingest"


def order_ingest(shops: Sequence[Shop], erp: Erp) -> Iterator[Topology[Any]]:
    """How orders come in, one sweep for each shop."""
    starts = [shop.placed for shop in shops]
    yield Topology(
        NAME,
        title="An order comes in",
        start=one_start(starts, Order, once=lambda order: f"{order.shop}/{order.id}"),
        path=erp.identify >> erp.inject >> whichever(*(shop.tell_number for shop in shops)),
    )
    yield from doors("order.placed", starts, NAME, Order, title="An order is placed")
    for shop in shops:
        yield Topology(
            "order.sweep" if len(shops) == 1 else f"order.sweep.{shop.application.name}",
            title="Orders nobody told of",
            start=_sweep(shop.placed),
            path=shop.list_orders >> hand_over(NAME, Order),
        )


def _sweep(placed: Webhook[Order] | Handover[Order]) -> Cron:
    """Every minute where nobody tells us, else now and then."""
    return Cron("* * * * *" if isinstance(placed, Handover) else "*/15 * * * *")
