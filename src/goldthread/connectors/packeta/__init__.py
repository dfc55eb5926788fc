"""packeta: Packeta (Zásilkovna), pickup points and home delivery in Central Europe."""

from goldthread.connectors.packeta.address import address_for_packeta
from goldthread.connectors.packeta.application import packeta
from goldthread.connectors.packeta.role import CARRIER
from goldthread.connectors.packeta.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.packeta.tracking import event_key, list_tracking, read_tracking

__all__ = [
    "CARRIER",
    "address_for_packeta",
    "cancel_shipment",
    "check_shipment",
    "event_key",
    "label_order",
    "list_tracking",
    "packeta",
    "read_tracking",
]
