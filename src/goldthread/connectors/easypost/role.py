"""EasyPost as a carrier in a flow."""

from typing import Final

from goldthread.connectors.easypost.application import easypost
from goldthread.connectors.easypost.hooks import TRACKING, ensure_hooks
from goldthread.connectors.easypost.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.easypost.tracking import event_key, list_tracking, read_tracking
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.role import Carrier
from goldthread.flow.start import Webhook

CARRIER: Final = Carrier(
    application=easypost,
    label=label_order,
    list_tracking=list_tracking,
    tracking=Webhook(easypost, TRACKING, carries=TrackingEvent, read=read_tracking, once=event_key),
    cancel=cancel_shipment,
    check=check_shipment,
    ensure_hooks=ensure_hooks,
)
