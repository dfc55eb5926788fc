"""All flows of one house."""

from collections.abc import Callable, Sequence
from typing import Any

from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.errors import Miswired
from goldthread.flow.role import Carrier, Erp, Printer, Shop
from goldthread.flow.topology import Topology
from goldthread.topologies.hooks import hooks_watch
from goldthread.topologies.ingest import order_ingest
from goldthread.topologies.reprint import label_reprint
from goldthread.topologies.ship import order_ship
from goldthread.topologies.station import station_assign
from goldthread.topologies.track import shipment_track
from goldthread.topologies.void import shipment_void
from goldthread.topologies.watch import shipment_watch


def flows(
    *,
    shops: Sequence[Shop],
    erp: Erp,
    carriers: Sequence[Carrier],
    printers: Sequence[Printer],
    send: Callable[[ReadyOrder], str] | None = None,
) -> tuple[Topology[Any], ...]:
    """The whole life of an order between these systems, from the shop to the doorstep.

    Of each application there may be several installations; bodies name theirs. `send` names, for a packed order, the
    application of the carrier that takes it; it is needed where there are several.

    Raises:
        Miswired: a role is missing, or `send` is where there are several carriers.

    """
    for role, given in (("shop", shops), ("carrier", carriers), ("printer", printers)):
        if not given:
            raise Miswired(f"There is no {role}; give flows() one at least.")
    if len(carriers) > 1 and send is None:
        names = ", ".join(carrier.application.name for carrier in carriers)
        raise Miswired(f"Which of {names} takes an order? Give flows() send=, a function that names one of them.")
    return (
        *order_ingest(shops, erp),
        *order_ship(shops, erp, carriers, printers, send),
        *shipment_track(shops, erp, carriers),
        shipment_watch(carriers),
        label_reprint(printers),
        *shipment_void(carriers),
        station_assign(),
        *hooks_watch([*shops, erp, *carriers]),
    )
