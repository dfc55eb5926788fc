"""What karrio is in a flow."""

from typing import Final

from goldthread.connectors.karrio.application import karrio
from goldthread.connectors.karrio.hooks import ensure_hooks
from goldthread.connectors.karrio.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.karrio.tracking import event_key, list_tracking, read_tracking
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.role import Carrier
from goldthread.flow.start import Webhook

CARRIER: Final = Carrier(
    application=karrio,
    label=label_order,
    list_tracking=list_tracking,
    tracking=Webhook(karrio, "tracking", carries=TrackingEvent, read=read_tracking, once=event_key),
    cancel=cancel_shipment,
    check=check_shipment,
    ensure_hooks=ensure_hooks,
)
