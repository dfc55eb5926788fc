"""What is kept of a shipment once the carrier has taken it on: its labels, and where they are found again."""

from datetime import timedelta

from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.ids import LabelId, ParcelId, ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.money import Money
from goldthread.domain.printing import StationProfile
from goldthread.domain.record import (
    LabelRecord,
    OrderAlias,
    OrderRecord,
    ParcelRecord,
    order_key,
    parcel_key,
    shipment_key,
)
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.domain.tracking import Tracking
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected


async def format_for(order: ReadyOrder, api: Client) -> LabelFormat:
    """What the printer of the order's packing station reads; PDF where no printer stands yet."""
    station = await api.recall("station", order.fulfilment.station, into=StationProfile)
    return LabelFormat.PDF if station is None else LabelFormat(station.language.value)


async def kept_label(
    content: bytes,
    format_: LabelFormat,
    *,
    order: ReadyOrder,
    parcel: ShippedParcel,
    shipment: ShipmentId,
    api: Client,
    days: int = 30,
    cost: Money | None = None,
    dpi: int | None = None,
) -> Label:
    """Keep a label's bytes as the carrier sent them.

    Raises:
        Rejected: they aren't what they claim to be; a page of a proxy in place of a PDF must not reach a printer.

    """
    if not format_.fits(content):
        raise Rejected(
            f"{api.installation}'s label for {parcel.tracking_number} isn't {format_}: it begins {content[:40]!r}. "
            f"Resume to fetch it again, or void shipment {shipment}.",
            field="/fulfilment/parcels",
            code="label.format",
        )
    lifetime = timedelta(days=days)
    return Label(
        id=LabelId(f"{api.installation}-{shipment}-{_part(parcel.id)}"),
        parcel=parcel.id,
        tracking_number=parcel.tracking_number,
        format=format_,
        artifact=await api.keep(content, format_.media_type, lifetime=lifetime),
        station=order.fulfilment.station,
        expires_at=api.now() + lifetime,
        dpi=dpi,
        cost=cost,
    )


async def remember_shipment(shipment: Shipment, api: Client) -> None:
    """Keep the shipment, its order, its parcels and its labels, all with the outcome of this attempt."""
    key = shipment_key(shipment)
    await api.recall("shipment", key, into=Shipment)
    api.remember("shipment", key, shipment)
    await _remember_order(shipment, api)
    for parcel in shipment.parcels:
        await _remember_parcel(shipment, parcel.tracking_number, api)
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


async def _remember_parcel(shipment: Shipment, number: TrackingNumber, api: Client) -> None:
    place = parcel_key(shipment.carrier, number)
    await api.recall("parcel", place, into=ParcelRecord)
    tracking = Tracking(carrier=shipment.carrier, tracking_number=number)
    api.remember("parcel", place, ParcelRecord(shipment=shipment_key(shipment), tracking=tracking))


def _part(parcel: ParcelId) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in parcel)
