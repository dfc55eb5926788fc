"""What is kept of a shipment once the carrier has taken it on."""

from goldthread.domain.record import (
    LabelRecord,
    OrderAlias,
    OrderRecord,
    ParcelRecord,
    order_key,
    parcel_key,
    shipment_key,
)
from goldthread.domain.shipment import Shipment
from goldthread.domain.tracking import Tracking
from goldthread.flow.client import Client


async def remember_shipment(shipment: Shipment, api: Client) -> None:
    """Keep the shipment, its order, its parcels and its labels, all with the outcome of this attempt."""
    key = shipment_key(shipment)
    await api.recall("shipment", key, into=Shipment)
    api.remember("shipment", key, shipment)
    await _remember_order(shipment, api)
    for parcel in shipment.parcels:
        tracking = Tracking(carrier=shipment.carrier, tracking_number=parcel.tracking_number)
        place = parcel_key(shipment.carrier, parcel.tracking_number)
        await api.recall("parcel", place, into=ParcelRecord)
        api.remember("parcel", place, ParcelRecord(shipment=key, tracking=tracking))
    for label in shipment.labels:
        await api.recall("label", label.id, into=LabelRecord)
        api.remember("label", label.id, LabelRecord(label=label, shipment=key))


async def _remember_order(shipment: Shipment, api: Client) -> None:
    key = order_key(shipment.shop, shipment.order_id)
    known = await api.recall("order", key, into=OrderRecord)
    api.remember("order", key, (known or OrderRecord.of(shipment)).shipped(shipment))
    if shipment.order_number != shipment.order_id:
        alias = f"{shipment.shop}/{shipment.order_number}"
        await api.recall("order_number", alias, into=OrderAlias)
        api.remember("order_number", alias, OrderAlias(order=key), is_live=False)
