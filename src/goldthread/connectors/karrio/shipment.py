"""Shipments of karrio: a label for every parcel, bought once; checked without cost, cancelled before the first scan."""

import base64
import binascii
from typing import Final

from goldthread.connectors.karrio.application import karrio
from goldthread.connectors.karrio.draft import drafts, rate_request
from goldthread.connectors.karrio.field_table import fields_of
from goldthread.connectors.karrio.purchase import buy_shipment, cancel, label_of, list_shipments
from goldthread.connectors.karrio.rows import KarrioRate, KarrioRates, KarrioShipment, KarrioTracker
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.money import Money
from goldthread.domain.problem import InvalidValueError
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.flow.addressing import suggestion
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Fault, Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.keeping import format_for, kept_label, remember_shipment

USUAL_DPI: Final = 203


@karrio.connector(name="label_order_karrio")
async def label_order(order: ReadyOrder, api: Client) -> LabelledOrder:
    """Buy a label for every parcel of the fulfilment, and keep them as the carrier drew them.

    **Every parcel is billed.** karrio knows no idempotency keys: a lost answer is resolved by our reference.
    """
    asked = drafts(order, await format_for(order, api), api)
    rows = []
    for place, one in enumerate(asked):
        with in_our_words(
            f"Could not create the label of order {order.order_number!r}",
            fields_of(place),
            lambda field: suggestion(order.recipient, field),
        ):
            rows.append(await buy_shipment(one, api))
    for row in rows:
        await _follow(row, api)
    shipment = await _shipment(order, rows, api)
    await remember_shipment(shipment, api)
    return order.labelled(shipment)


@karrio.connector(name="check_shipment_karrio")
async def check_shipment(order: ReadyOrder, api: Client) -> ReadyOrder:
    """Ask for the price of every parcel, without buying anything: what karrio refuses, it refuses here too."""
    for place, one in enumerate(drafts(order, LabelFormat.PDF, api)):
        with in_our_words(
            f"karrio would refuse order {order.order_number!r}",
            fields_of(place),
            lambda field: suggestion(order.recipient, field),
        ):
            rates = (await api.post("/v1/proxy/rates", json=rate_request(one), into=KarrioRates, is_read=True)).rates
            if one.service not in {rate.service for rate in rates}:
                message = f"The carrier has no service {one.service!r} for this parcel"
                raise Rejected(message, faults=(Fault(field="service", message=message),))
    return order


@karrio.connector(at="carrier", name="cancel_shipment_karrio")
async def cancel_shipment(request: VoidRequest, api: Client) -> VoidRequest:
    """Cancel the shipments of all parcels; refused once a parcel was scanned. Safe to repeat.

    A label that came after this one has its references, and other numbers.
    """
    kept = await api.recall("shipment", f"{request.carrier}/{request.shipment}", into=Shipment)
    ids = [str(request.shipment)]
    if kept is not None and len(kept.parcels) > 1:
        ours = {f"{kept.reference}/{parcel.id}" for parcel in kept.parcels}
        found = await list_shipments(kept.reference, api)
        numbers = frozenset(kept.tracking_numbers)
        ids = [row.id for row in found if row.reference in ours and row.tracking_number in numbers]
    with in_our_words(f"Could not void shipment {request.shipment!r}", FieldNames({})):
        for id_ in ids:
            await cancel(id_, api)
    return request


async def _follow(row: KarrioShipment, api: Client) -> None:
    """Have karrio keep a tracker where it made none with the label. Safe to repeat: it gives the one that is there.

    The label counts without it: where karrio cannot follow this carrier, the story says so.
    """
    if row.tracker_id is not None or not row.tracking_number:
        return
    asked = {"tracking_number": row.tracking_number, "carrier_name": row.carrier_name}
    try:
        await api.post(
            "/v1/trackers", json=asked, params={"pending_pickup": "true"}, into=KarrioTracker, doubt=Repeatable()
        )
    except Rejected as refused:
        api.note(f"karrio doesn't follow {row.tracking_number}: {refused}")


async def _shipment(order: ReadyOrder, rows: list[KarrioShipment], api: Client) -> Shipment:
    """The shipments of all parcels as one, under the first one's id."""
    pairs = [
        (ShippedParcel(id=ours.id, tracking_number=TrackingNumber(_number(theirs))), theirs)
        for ours, theirs in zip(order.fulfilment.parcels, rows, strict=True)
    ]
    return order.taken_on(
        api.installation,
        ShipmentId(rows[0].id),
        reference=order.reference,
        created_at=rows[0].created_at,
        parcels=tuple(parcel for parcel, _ in pairs),
        labels=tuple([await _label(order, parcel, theirs, ShipmentId(rows[0].id), api) for parcel, theirs in pairs]),
    )


def _number(row: KarrioShipment) -> str:
    if not row.tracking_number:
        raise Rejected(f"karrio's shipment {row.id} has no tracking number. Look at it there, void it, and resume.")
    return row.tracking_number


async def _label(
    order: ReadyOrder, parcel: ShippedParcel, row: KarrioShipment, shipment: ShipmentId, api: Client
) -> Label:
    document = await label_of(row, api)
    try:
        content = base64.b64decode(document.base64 or "", validate=True)
    except binascii.Error:
        content = b""
    wanted = LabelFormat.ZPL if document.format == LabelFormat.ZPL else LabelFormat.PDF
    return await kept_label(
        content,
        wanted,
        order=order,
        parcel=parcel,
        shipment=shipment,
        api=api,
        days=int(api.setting("label_days") or 30),
        cost=_cost(row.selected_rate, api),
        dpi=int(api.setting("zpl_dpi") or USUAL_DPI) if wanted is LabelFormat.ZPL else None,
    )


def _cost(rate: KarrioRate | None, api: Client) -> Money | None:
    if rate is None or rate.total_charge is None or rate.currency is None:
        return None
    try:
        return Money.of(rate.total_charge, rate.currency)
    except InvalidValueError as odd:
        api.note(f"The label's price is left out: {odd}", price=f"{rate.total_charge} {rate.currency}")
        return None
