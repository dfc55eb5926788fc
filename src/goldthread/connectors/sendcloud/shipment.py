"""Shipments of Sendcloud: announced once to a carrier, and taken back."""

import base64
import binascii
from datetime import datetime, timedelta
from typing import Final

from goldthread.connectors.sendcloud.application import API, sendcloud
from goldthread.connectors.sendcloud.codes import DEAD, UNFINISHED
from goldthread.connectors.sendcloud.draft import ZPL_DPI, draft, silence_of
from goldthread.connectors.sendcloud.field_table import field_of
from goldthread.connectors.sendcloud.rows import (
    SendcloudCancellation,
    SendcloudMany,
    SendcloudOne,
    SendcloudParcel,
    SendcloudShipment,
)
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.ids import ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.flow.addressing import suggestion
from goldthread.flow.client import Client, Params
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Rejected, Transient
from goldthread.flow.exact import mark_of
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.keeping import format_for, kept_label, remember_shipment
from goldthread.flow.outcome import Wait

TRIES: Final = 3
"""How often a shipment is announced anew at once, if even the next reference is that of a dead one."""
PATIENCE: Final = timedelta(seconds=5)
LINK: Final = "sendcloud_draft"
"""Ties a fulfilment to the mark of what was announced for it last, before it is announced."""


@sendcloud.connector(name="label_order_sendcloud")
async def label_order(order: AddressedOrder, api: Client) -> LabelledOrder | Wait:
    """Have a carrier take on all parcels of the fulfilment through Sendcloud, and keep their labels as it sent them.

    **Billed**, unless it is cancelled in time. Our reference is taken once: whoever asks again is given the shipment
    that is there. One that is dead, since it was cancelled or the carrier refused it, is followed by one more.
    """
    for change in order.changes:
        api.note(f"Wrote {change.before!r} as {change.after!r}.", field=f"/recipient{change.field}")
    wanted = await format_for(order, api)
    with in_our_words(
        f"Could not create the label of order {order.order_number!r}",
        field_of,
        lambda field: suggestion(order.recipient, field),
    ):
        if silence := silence_of(order, api):
            api.note(silence, field="/service")
        async with api.exclusive("sendcloud_shipment", f"{api.installation}/{order.reference}"):
            await _tie(order, wanted, api)
            row = await _announced(order, wanted, api)
    if any(parcel.status.code in UNFINISHED for parcel in row.parcels):
        return Wait(PATIENCE, f"Sendcloud is still announcing shipment {row.id} to its carrier.")
    shipment = await _shipment(order, row, wanted, api)
    await remember_shipment(shipment, api)
    return order.labelled(shipment)


@sendcloud.connector(at="carrier", name="cancel_shipment_sendcloud")
async def cancel_shipment(request: VoidRequest, api: Client) -> VoidRequest:
    """Have the carrier take the shipment back, where it does; refused once delivered or after 42 days. Safe to repeat.

    Many cancellations are queued: Sendcloud watches for 14 days whether it is sent after all.
    """
    path = f"{API}/shipments/{request.shipment}"
    with in_our_words(f"Could not void shipment {request.shipment!r}", FieldNames({})):
        row = (await api.get(path, into=SendcloudOne)).data
        if not row.parcels or not all(parcel.status.code in DEAD for parcel in row.parcels):
            answer = await api.post(f"{path}/cancel", into=SendcloudCancellation, doubt=Repeatable())
            api.note(f"Sendcloud says: {answer.data.message or answer.data.status}.", status=answer.data.status)
    return request


async def _tie(order: AddressedOrder, wanted: LabelFormat, api: Client) -> None:
    """Write down what is about to be announced; our reference alone would bring whatever was announced before.

    Raises:
        Rejected: that is something else, and lives: the order was corrected after its label was bought.

    """
    asked = draft(order, order.reference, wanted, api)
    mark = mark_of({name: value for name, value in asked.items() if name != "label_details"})
    known = await api.linked(LINK, order.reference)
    if known == mark:
        return
    live = [one for one in (await _family(order, api)).values() if not _is_dead(one)] if known else []
    if live:
        raise Rejected(
            f"Sendcloud announced shipment {live[-1].id} for this fulfilment before the order was changed. "
            "Void it, and resume",
            field="/fulfilment/parcels",
            code="shipment.bought",
        )
    await api.link(LINK, order.reference, mark)


async def _announced(order: AddressedOrder, wanted: LabelFormat, api: Client) -> SendcloudShipment:
    """The fulfilment's live shipment, old or new."""
    row = await _announce(order, 1, wanted, api)
    number = 1
    for _ in range(TRIES):
        if not _is_dead(row):
            return row
        family = await _family(order, api)
        live = [one for one in family.values() if not _is_dead(one)]
        if live:
            return live[-1]
        number = max((number, *family)) + 1
        row = await _announce(order, number, wanted, api)
    if _is_dead(row):
        raise Rejected(f"Fulfilment {order.fulfilment.id!r} was announced in vain; look at its shipments in Sendcloud")
    return row


async def _announce(order: AddressedOrder, number: int, wanted: LabelFormat, api: Client) -> SendcloudShipment:
    reference = order.reference if number == 1 else f"{order.reference}-{number}"
    asked = draft(order, reference, wanted, api)
    answer = await api.post(f"{API}/shipments/announce", json=asked, into=SendcloudOne, doubt=Repeatable())
    return answer.data


async def _family(order: AddressedOrder, api: Client) -> dict[int, SendcloudShipment]:
    """All shipments that this fulfilment ever had, by the number at the end of their reference."""
    params: Params = {"order_number": order.order_number, "page_size": 100}
    rows = (await api.get(f"{API}/shipments", params=params, into=SendcloudMany)).data
    found: dict[int, SendcloudShipment] = {}
    for row in rows:
        reference = row.external_reference_id or ""
        start, _, number = reference.rpartition("-")
        if reference == order.reference:
            found[1] = row
        elif start == order.reference and number.isdigit():
            found[int(number)] = row
    return dict(sorted(found.items()))


def _is_dead(row: SendcloudShipment) -> bool:
    """Whether no carrier has it, nor will.

    Raises:
        Rejected: that is so of some of its parcels, and of others isn't.
        Transient: it has none yet. One without parcels isn't dead, or it would be announced and billed anew.

    """
    if not row.parcels:
        raise Transient(f"Sendcloud tells of shipment {row.id} without its parcels.")
    dead = [parcel.status.code in DEAD for parcel in row.parcels]
    if any(dead) and not all(dead):
        raise Rejected(
            f"Of Sendcloud's shipment {row.id} some parcels were refused or cancelled, others weren't: cancel it "
            "there, and resume"
        )
    return all(dead)


async def _shipment(order: AddressedOrder, row: SendcloudShipment, wanted: LabelFormat, api: Client) -> Shipment:
    if len(row.parcels) != len(order.fulfilment.parcels):
        raise Rejected(
            f"Sendcloud's shipment {row.id} has {len(row.parcels)} parcels, order {order.order_number!r} has "
            f"{len(order.fulfilment.parcels)}: cancel it, and resume.",
            field="/fulfilment/parcels",
        )
    pairs = [
        (ShippedParcel(id=ours.id, tracking_number=_number(row, theirs)), theirs)
        for ours, theirs in zip(order.fulfilment.parcels, row.parcels, strict=True)
    ]
    return Shipment(
        carrier=api.installation,
        id=ShipmentId(row.id),
        reference=order.reference,
        created_at=_announced_at(row) or api.now(),
        parcels=tuple(ours for ours, _ in pairs),
        labels=tuple([await _label(order, row, ours, theirs, wanted, api) for ours, theirs in pairs]),
        shop=order.shop,
        order_id=order.order_id,
        order_number=order.order_number,
        erp=order.erp,
        erp_order=order.erp_order,
        fulfilment=order.fulfilment.id,
    )


def _announced_at(row: SendcloudShipment) -> datetime | None:
    """When the carrier was told of it; none where Sendcloud doesn't say in which zone."""
    at = row.parcels[0].announced_at
    return at if at and at.tzinfo else None


def _number(row: SendcloudShipment, parcel: SendcloudParcel) -> TrackingNumber:
    if not parcel.tracking_number:
        raise Rejected(
            f"A parcel of Sendcloud's shipment {row.id} has no tracking number: send it with a tracked option.",
            field="/service",
        )
    return TrackingNumber(parcel.tracking_number)


async def _label(
    order: AddressedOrder,
    row: SendcloudShipment,
    ours: ShippedParcel,
    theirs: SendcloudParcel,
    wanted: LabelFormat,
    api: Client,
) -> Label:
    return await kept_label(
        await _content(theirs, wanted, api),
        wanted,
        order=order,
        parcel=ours,
        shipment=ShipmentId(row.id),
        api=api,
        days=int(api.setting("label_days") or 30),
        dpi=int(api.setting("zpl_dpi") or ZPL_DPI) if wanted is LabelFormat.ZPL else None,
    )


async def _content(parcel: SendcloudParcel, wanted: LabelFormat, api: Client) -> bytes:
    """The label as it came with its parcel, or else fetched; Sendcloud draws it as often as it is asked."""
    try:
        inline = base64.b64decode(parcel.label_file or "", validate=True)
    except binascii.Error:
        inline = b""
    if wanted.fits(inline):
        return inline
    path = f"{API}/parcels/{parcel.id}/documents/label"
    return (await api.request("GET", path, headers={"Accept": wanted.media_type})).content
