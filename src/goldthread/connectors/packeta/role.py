"""What Packeta is in a flow."""

from typing import Final

from goldthread.connectors.packeta.address import address_for_packeta
from goldthread.connectors.packeta.application import packeta
from goldthread.connectors.packeta.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.packeta.tracking import event_key, list_tracking, read_tracking
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.role import Carrier
from goldthread.flow.start import Webhook

CARRIER: Final = Carrier(
    application=packeta,
    label=address_for_packeta >> label_order,
    list_tracking=list_tracking,
    tracking=Webhook(packeta, "tracking", carries=TrackingEvent, read=read_tracking, once=event_key),
    cancel=cancel_shipment,
    check=address_for_packeta >> check_shipment,
)
