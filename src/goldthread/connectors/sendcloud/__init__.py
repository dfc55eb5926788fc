"""sendcloud: many carriers behind one contract."""

from goldthread.connectors.sendcloud.address import address_for_sendcloud
from goldthread.connectors.sendcloud.application import sendcloud
from goldthread.connectors.sendcloud.check import check_shipment
from goldthread.connectors.sendcloud.role import CARRIER
from goldthread.connectors.sendcloud.shipment import cancel_shipment, label_order
from goldthread.connectors.sendcloud.subscription import ensure_hooks
from goldthread.connectors.sendcloud.tracking import event_key, list_tracking, read_tracking

__all__ = [
    "CARRIER",
    "address_for_sendcloud",
    "cancel_shipment",
    "check_shipment",
    "ensure_hooks",
    "event_key",
    "label_order",
    "list_tracking",
    "read_tracking",
    "sendcloud",
]
