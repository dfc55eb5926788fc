"""The shipped flows, each readable on one screen and made to be copied."""

from typing import Any, Final

from goldthread.flow.topology import Topology
from goldthread.topologies.ingest import order_ingest, order_sweep
from goldthread.topologies.reprint import label_reprint
from goldthread.topologies.ship import order_ship, packed_sweep
from goldthread.topologies.station import station_assign
from goldthread.topologies.track import shipment_track
from goldthread.topologies.void import shipment_void
from goldthread.topologies.watch import shipment_watch

SHIPPED: Final[tuple[Topology[Any], ...]] = (
    order_ingest,
    order_sweep,
    order_ship,
    packed_sweep,
    shipment_track,
    shipment_watch,
    label_reprint,
    shipment_void,
    station_assign,
)
"""All of them; topologies carry different types, which a tuple cannot say."""
