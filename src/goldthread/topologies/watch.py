"""The watch: `shipment.watch` asks the carrier about parcels under way, and hands over what no webhook told."""

from collections.abc import Sequence
from typing import Any

from goldthread.connectors.books import list_live, note_missed
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.node import hand_over, whichever
from goldthread.flow.role import Carrier
from goldthread.flow.start import Cron
from goldthread.flow.topology import Topology


def shipment_watch(carriers: Sequence[Carrier]) -> Topology[Any]:
    """The watch over the parcels of all carriers."""
    list_tracking = whichever(*(carrier.list_tracking for carrier in carriers))
    return Topology(
        "shipment.watch",
        title="Parcels nobody told of",
        start=Cron("0 */4 * * *"),
        path=list_live >> list_tracking >> note_missed >> hand_over("shipment.track", TrackingEvent),
    )
