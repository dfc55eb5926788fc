"""The watch: `shipment.watch` asks the carrier about parcels under way, and hands over what no webhook told."""

from goldthread.connectors.books import list_live, note_missed
from goldthread.connectors.swiftpost import list_tracking
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.node import hand_over
from goldthread.flow.start import Cron
from goldthread.flow.topology import Topology

shipment_watch = Topology(
    "shipment.watch",
    title="Parcels nobody told of",
    start=Cron("0 */4 * * *"),
    path=list_live >> list_tracking >> note_missed >> hand_over("shipment.track", TrackingEvent),
)
