"""What DHL Parcel DE is in a flow."""

from typing import Final

from goldthread.connectors.dhl_parcel_de.address import address_for_dhl_parcel_de
from goldthread.connectors.dhl_parcel_de.application import dhl_parcel_de
from goldthread.connectors.dhl_parcel_de.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.dhl_parcel_de.tracking import list_tracking
from goldthread.flow.role import Carrier

CARRIER: Final = Carrier(
    application=dhl_parcel_de,
    label=address_for_dhl_parcel_de >> label_order,
    list_tracking=list_tracking,
    cancel=cancel_shipment,
    check=address_for_dhl_parcel_de >> check_shipment,
)
