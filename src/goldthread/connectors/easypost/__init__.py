"""EasyPost: labels of many carriers, bought in two steps."""

from goldthread.connectors.easypost.application import easypost
from goldthread.connectors.easypost.hooks import ensure_hooks
from goldthread.connectors.easypost.role import CARRIER
from goldthread.connectors.easypost.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.easypost.tracking import event_key, list_tracking, read_tracking

__all__ = [
    "CARRIER",
    "cancel_shipment",
    "check_shipment",
    "easypost",
    "ensure_hooks",
    "event_key",
    "label_order",
    "list_tracking",
    "read_tracking",
]
