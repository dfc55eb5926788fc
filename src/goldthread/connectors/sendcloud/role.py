"""What Sendcloud is in a flow."""

from typing import Final

from goldthread.connectors.sendcloud.address import address_for_sendcloud
from goldthread.connectors.sendcloud.application import sendcloud
from goldthread.connectors.sendcloud.check import check_shipment
from goldthread.connectors.sendcloud.shipment import cancel_shipment, label_order
from goldthread.connectors.sendcloud.subscription import TRACKING, ensure_hooks
from goldthread.connectors.sendcloud.tracking import event_key, list_tracking, read_tracking
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.role import Carrier
from goldthread.flow.start import Webhook

CARRIER: Final = Carrier(
    application=sendcloud,
    label=address_for_sendcloud >> label_order,
    list_tracking=list_tracking,
    tracking=Webhook(sendcloud, TRACKING, carries=TrackingEvent, read=read_tracking, once=event_key),
    cancel=cancel_shipment,
    check=address_for_sendcloud >> check_shipment,
    ensure_hooks=ensure_hooks,
)
