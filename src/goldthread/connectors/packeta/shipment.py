"""Shipments of Packeta: a packet for every parcel, made once; checked without cost, taken back until handed over."""

from typing import Final

from goldthread.connectors.packeta.application import packeta
from goldthread.connectors.packeta.draft import drafts
from goldthread.connectors.packeta.field_table import fields_of
from goldthread.connectors.packeta.packet import LINK, ZPL_DPI, cancel_packet, check_packet, ensure_packet, label_of
from goldthread.connectors.packeta.rows import PacketaAttributes, PacketaPacket
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.ids import ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.printing import StationProfile
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.flow.addressing import suggestion
from goldthread.flow.client import Client
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.keeping import kept_label, remember_shipment

USUAL_DPI: Final = 203


@packeta.connector(name="label_order_packeta")
async def label_order(order: AddressedOrder, api: Client) -> LabelledOrder:
    """Have Packeta take on a packet for every parcel, and keep their labels as it drew them.

    Nothing is billed before it is handed over. Of several parcels all are checked before the first is made. A parcel
    whose packet lives gets no second one.
    """
    asked = drafts(order, api)
    failing = f"Could not create the label of order {order.order_number!r}"
    for change in order.changes:
        api.note(f"Wrote {change.before!r} as {change.after!r}.", field=f"/recipient{change.field}")
    parcels = [f"{order.reference}/{parcel.id}" for parcel in order.fulfilment.parcels]
    packets = []
    async with api.exclusive("packeta_packets", f"{api.installation}/{order.reference}"):
        if len(asked) > 1 and await api.linked(LINK, parcels[0]) is None:
            await _check(order, asked, failing, api)
        for place, (one, parcel) in enumerate(zip(asked, parcels, strict=True)):
            with in_our_words(failing, fields_of(order, place), lambda field: suggestion(order.recipient, field)):
                packets.append(await ensure_packet(one, parcel, api))
    shipment = await _shipment(order, packets, api)
    await remember_shipment(shipment, api)
    return order.labelled(shipment)


@packeta.connector(name="check_shipment_packeta")
async def check_shipment(order: AddressedOrder, api: Client) -> AddressedOrder:
    """Ask whether Packeta would take the order, without booking anything."""
    await _check(order, drafts(order, api), f"Packeta would refuse order {order.order_number!r}", api)
    return order


@packeta.connector(at="carrier", name="cancel_shipment_packeta")
async def cancel_shipment(request: VoidRequest, api: Client) -> VoidRequest:
    """Have Packeta take back every packet of the shipment; refused once one was handed over. Safe to repeat."""
    kept = await api.recall("shipment", f"{request.carrier}/{request.shipment}", into=Shipment)
    packets = [number.removeprefix("Z") for number in kept.tracking_numbers] if kept else [request.shipment]
    with in_our_words(f"Could not void shipment {request.shipment!r}", FieldNames({})):
        for packet in packets:
            await cancel_packet(packet, api)
    return request


async def _check(order: AddressedOrder, asked: tuple[PacketaAttributes, ...], failing: str, api: Client) -> None:
    for place, one in enumerate(asked):
        with in_our_words(failing, fields_of(order, place), lambda field: suggestion(order.recipient, field)):
            await check_packet(one, api)


async def _shipment(order: AddressedOrder, packets: list[PacketaPacket], api: Client) -> Shipment:
    """The packets as one shipment, under the first one's number."""
    id_ = ShipmentId(packets[0].id)
    station = await api.recall("station", order.fulfilment.station, into=StationProfile)
    parcels = tuple(
        ShippedParcel(id=ours.id, tracking_number=TrackingNumber(theirs.barcode))
        for ours, theirs in zip(order.fulfilment.parcels, packets, strict=True)
    )
    labels = [
        await _label(order, parcel, theirs, id_, station, api) for parcel, theirs in zip(parcels, packets, strict=True)
    ]
    return Shipment(
        carrier=api.installation,
        id=id_,
        reference=order.reference,
        created_at=api.now(),
        parcels=parcels,
        labels=tuple(labels),
        shop=order.shop,
        order_id=order.order_id,
        order_number=order.order_number,
        erp=order.erp,
        erp_order=order.erp_order,
        fulfilment=order.fulfilment.id,
    )


async def _label(
    order: AddressedOrder,
    parcel: ShippedParcel,
    packet: PacketaPacket,
    shipment: ShipmentId,
    station: StationProfile | None,
    api: Client,
) -> Label:
    wanted = LabelFormat(station.language.value) if station else LabelFormat.PDF
    dpi = station.dpi if station and station.dpi in ZPL_DPI else USUAL_DPI
    content = await label_of(packet, wanted, dpi, api)
    return await kept_label(
        content,
        wanted,
        order=order,
        parcel=parcel,
        shipment=shipment,
        api=api,
        days=int(api.setting("label_days") or 30),
        dpi=dpi if wanted is LabelFormat.ZPL else None,
    )
