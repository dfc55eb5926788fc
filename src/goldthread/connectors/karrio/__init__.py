"""karrio: a carrier service, one API to the carriers behind it."""

from goldthread.connectors.karrio.application import karrio
from goldthread.connectors.karrio.hooks import ensure_hooks
from goldthread.connectors.karrio.purchase import buy_shipment, find_shipment, list_shipments
from goldthread.connectors.karrio.role import CARRIER
from goldthread.connectors.karrio.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.karrio.tracking import event_key, list_tracking, read_tracking

__all__ = [
    "CARRIER",
    "buy_shipment",
    "cancel_shipment",
    "check_shipment",
    "ensure_hooks",
    "event_key",
    "find_shipment",
    "karrio",
    "label_order",
    "list_shipments",
    "list_tracking",
    "read_tracking",
]
