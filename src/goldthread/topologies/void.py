"""A shipment taken back: `shipment.void` has the carrier cancel it, and then blocks its labels. Never the reverse."""

from goldthread.connectors.books import record_void
from goldthread.connectors.swiftpost import cancel_shipment
from goldthread.domain.request import VoidRequest
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology

shipment_void = Topology(
    "shipment.void",
    title="A shipment taken back",
    start=Manual(VoidRequest),
    path=cancel_shipment >> record_void,
)
