"""swiftpost as a carrier in a flow."""

from typing import Final

from goldthread.connectors.swiftpost.address import address_for_swiftpost
from goldthread.connectors.swiftpost.application import swiftpost
from goldthread.connectors.swiftpost.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.swiftpost.tracking import event_key, list_tracking, read_tracking
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.role import Carrier
from goldthread.flow.start import Webhook

CARRIER: Final = Carrier(
    application=swiftpost,
    label=address_for_swiftpost >> label_order,
    tracking=Webhook(swiftpost, "tracking.updated", carries=TrackingEvent, read=read_tracking, once=event_key),
    list_tracking=list_tracking,
    cancel=cancel_shipment,
    check=address_for_swiftpost >> check_shipment,
)
