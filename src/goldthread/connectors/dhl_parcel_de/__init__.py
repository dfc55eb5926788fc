"""dhl_parcel_de: DHL Paket, by the interfaces Parcel DE Shipping v2 and Parcel DE Tracking."""

from goldthread.connectors.dhl_parcel_de.address import address_for_dhl_parcel_de
from goldthread.connectors.dhl_parcel_de.application import dhl_parcel_de
from goldthread.connectors.dhl_parcel_de.role import CARRIER
from goldthread.connectors.dhl_parcel_de.shipment import cancel_shipment, check_shipment, label_order
from goldthread.connectors.dhl_parcel_de.tracking import list_tracking

__all__ = [
    "CARRIER",
    "address_for_dhl_parcel_de",
    "cancel_shipment",
    "check_shipment",
    "dhl_parcel_de",
    "label_order",
    "list_tracking",
]
