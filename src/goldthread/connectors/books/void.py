"""Shipments that the carrier has cancelled."""

from goldthread.connectors.books.application import books
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.record import LabelRecord, OrderRecord, ParcelRecord, order_key, parcel_key
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.tracking import Source, Tracking, TrackingEvent
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected


@books.connector
async def record_void(request: VoidRequest, api: Client) -> Shipment:
    """Mark the shipment and its labels as void, so that none is printed again, and its parcels as cancelled."""
    key = f"{request.carrier}/{request.shipment}"
    shipment = await api.recall("shipment", key, into=Shipment)
    if shipment is None:
        raise Rejected(f"No shipment {key} is kept; the carrier has cancelled it all the same.", field="/shipment")
    api.remember("shipment", key, shipment.voided(), is_live=False)
    for label in shipment.labels:
        record = await api.recall("label", label.id, into=LabelRecord)
        if record is not None:
            api.remember("label", label.id, record.voided(), is_live=False)
    await _cancel_parcels(shipment, api)
    api.note(f"Shipment {key} is void, says {request.who}: {request.why}.", who=request.who, why=request.why)
    return shipment.voided()


async def _cancel_parcels(shipment: Shipment, api: Client) -> None:
    place = order_key(shipment.shop, shipment.order_id)
    order = await api.recall("order", place, into=OrderRecord)
    for number in shipment.tracking_numbers:
        key = parcel_key(shipment.carrier, number)
        parcel = await api.recall("parcel", key, into=ParcelRecord)
        if parcel is None:
            continue
        tracking = parcel.tracking.heard(_cancelled(parcel.tracking, number, api))
        api.remember("parcel", key, ParcelRecord(shipment=parcel.shipment, tracking=tracking), is_live=tracking.is_live)
        order = order and order.moved(shipment.carrier, number, tracking.state)
    if order is not None:
        api.remember("order", place, order)


def _cancelled(tracking: Tracking, number: TrackingNumber, api: Client) -> TrackingEvent:
    return TrackingEvent(
        carrier=tracking.carrier,
        tracking_number=number,
        status=Status.CANCELLED,
        raw_code="void",
        received_at=api.now(),
        source=Source.PERSON,
        text="The carrier cancelled the shipment.",
    )
