"""swiftpost: a carrier that makes labels and follows parcels."""

from goldthread.connectors.swiftpost.address import address_for_swiftpost
from goldthread.connectors.swiftpost.application import swiftpost
from goldthread.connectors.swiftpost.role import CARRIER
from goldthread.connectors.swiftpost.shipment import (
    cancel_shipment,
    check_shipment,
    create_shipment,
    find_shipment,
    label_order,
)
from goldthread.connectors.swiftpost.tracking import event_key, list_tracking, read_tracking

__all__ = [
    "CARRIER",
    "address_for_swiftpost",
    "cancel_shipment",
    "check_shipment",
    "create_shipment",
    "event_key",
    "find_shipment",
    "label_order",
    "list_tracking",
    "read_tracking",
    "swiftpost",
]
