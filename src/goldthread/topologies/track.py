"""On the road: `shipment.track` folds what the carrier says into one status, and tells shop and ERP what changed."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any, Final

from goldthread.connectors.books import fold_status
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.node import fan_out, whichever
from goldthread.flow.role import Carrier, Erp, Shop
from goldthread.flow.start import Handover
from goldthread.flow.topology import Topology
from goldthread.topologies.doors import doors, one_start

NAME: Final = "shipment.track"


def shipment_track(shops: Sequence[Shop], erp: Erp, carriers: Sequence[Carrier]) -> Iterator[Topology[Any]]:
    """What becomes of news, whoever told them."""
    untold = Handover(TrackingEvent, once=one_event)
    starts = [carrier.tracking or untold for carrier in carriers]
    tell_shop = whichever(*(shop.tell_status for shop in shops))
    yield Topology(
        NAME,
        title="A parcel moves",
        start=one_start(starts, TrackingEvent, once=one_event),
        path=fold_status >> fan_out(tell_shop, erp.tell_status),
        ordered=(tell_shop, erp.tell_status),
    )
    yield from doors("shipment.heard", starts, NAME, TrackingEvent, title="A carrier tells of a parcel")


def one_event(event: TrackingEvent) -> str:
    """What makes two events one, whether a webhook or the watch told it."""
    at = event.at.astimezone(UTC).isoformat() if event.at else "-"
    return f"{event.carrier}/{event.tracking_number}/{event.raw_code}/{at}"
