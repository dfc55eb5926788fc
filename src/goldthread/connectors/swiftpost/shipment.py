"""Shipments of swiftpost: made and billed once, checked without cost, cancelled before the first scan."""

from dataclasses import asdict, replace
from typing import Final

from goldthread.connectors.swiftpost.application import swiftpost
from goldthread.connectors.swiftpost.draft import draft
from goldthread.connectors.swiftpost.field_table import FIELDS
from goldthread.connectors.swiftpost.label_content import is_printable, label_bytes
from goldthread.connectors.swiftpost.rows import (
    SwiftDraft,
    SwiftFetchedLabels,
    SwiftLabel,
    SwiftParcel,
    SwiftShipment,
    SwiftShipments,
    SwiftTotal,
)
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.ids import ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.money import Money
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.flow.addressing import suggestion
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected, Transient
from goldthread.flow.exact import mark_of
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.keeping import format_for, kept_label, remember_shipment

ZPL_DPI: Final = 203
"""swiftpost draws ZPL for no other resolution."""
ASKED: Final = "swiftpost_asked"
"""Ties our reference to the mark of what was asked for under it."""


@swiftpost.connector
async def label_order(order: AddressedOrder, api: Client) -> LabelledOrder:
    """Have the carrier take on all parcels of the fulfilment, and keep their labels as it sent them.

    swiftpost bills every parcel at once and knows no idempotency keys: a lost answer is resolved by our reference.
    """
    if order.cod is not None:
        raise Rejected("swiftpost cannot collect on delivery; have the order paid, or ship it otherwise.", field="/cod")
    asked = draft(order, await format_for(order, api), api)
    for change in order.changes:
        api.note(f"Wrote {change.before!r} as {change.after!r}.", field=f"/recipient{change.field}")
    with in_our_words(
        f"Could not create the label of order {order.order_number!r}",
        FIELDS,
        lambda field: suggestion(order.recipient, field),
    ):
        row = await create_shipment(asked, api)
        row = await _printable(row, asked, api)
    shipment = await _shipment(order, row, api)
    await remember_shipment(shipment, api)
    return order.labelled(shipment)


@swiftpost.connector
async def create_shipment(asked: SwiftDraft, api: Client) -> SwiftShipment:
    """Create a shipment with its labels. **Bills every parcel.** A lost one is found by its reference.

    Raises:
        Rejected: the reference has a live shipment for something else, since the order was corrected after its label
            was bought.

    """

    async def find() -> SwiftShipment | None:
        return await find_shipment(asked, api)

    await _expect_same(asked, api)
    return await api.post("/v1/shipments", json=asked, into=SwiftShipment, doubt=Lookup(find=find))


@swiftpost.connector
async def find_shipment(asked: SwiftDraft, api: Client) -> SwiftShipment | None:
    """The live shipment of the draft's reference with its labels, if there is one. Costs nothing."""
    live = await _live(asked, api)
    return await _with_labels(live[0], asked.label_format, api) if live else None


@swiftpost.connector
async def check_shipment(order: AddressedOrder, api: Client) -> AddressedOrder:
    """Ask whether the carrier would take the order, without booking or cost."""
    asked = draft(order, LabelFormat.PDF, api)
    with in_our_words(
        f"swiftpost would refuse order {order.order_number!r}",
        FIELDS,
        lambda field: suggestion(order.recipient, field),
    ):
        await api.post("/v1/shipments", params={"dry_run": "true"}, json=asked, into=SwiftTotal, is_read=True)
    return order


@swiftpost.connector(at="carrier")
async def cancel_shipment(request: VoidRequest, api: Client) -> VoidRequest:
    """Have the carrier cancel the shipment and credit it; refused after the first scan. Safe to repeat."""
    with in_our_words(f"Could not void shipment {request.shipment!r}", FieldNames({})):
        await api.request("DELETE", f"/v1/shipments/{request.shipment}")
    return request


async def _live(asked: SwiftDraft, api: Client) -> list[SwiftShipment]:
    found = await api.get("/v1/shipments", params={"reference": asked.reference}, into=SwiftShipments)
    live = [row for row in found.shipments if row.state != "voided"]
    if len(live) > 1:
        numbers = ", ".join(row.shipment_number for row in live)
        api.note(f"swiftpost has {len(live)} shipments of {asked.reference}: {numbers}. Void all but the first.")
    return live


async def _expect_same(asked: SwiftDraft, api: Client) -> None:
    """What was asked for under the reference before is asked for again, or is void by now.

    swiftpost doesn't say where a shipment goes, so that the mark of what was asked is linked before it is sent.
    """
    content = {name: part for name, part in asdict(asked).items() if name != "label_format"}
    mark = mark_of(content)
    known = await api.linked(ASKED, asked.reference)
    if known == mark:
        return
    if known is not None and (live := await _live(asked, api)):
        raise Rejected(
            f"swiftpost has shipment {live[0].shipment_number} of {asked.reference}, for what the order was before it "
            "was corrected. Void it, and resume."
        )
    await api.link(ASKED, asked.reference, mark)


async def _printable(row: SwiftShipment, asked: SwiftDraft, api: Client) -> SwiftShipment:
    """The shipment with labels that a printer takes; another one, if this one was voided because it had none."""
    if all(is_printable(parcel.label) for parcel in row.parcels):
        return row
    if all(row.shipment_number != one.shipment_number for one in await _live(asked, api)):
        row = await create_shipment(asked, api)
    return await _with_labels(row, asked.label_format, api)


async def _with_labels(row: SwiftShipment, wanted: LabelFormat, api: Client) -> SwiftShipment:
    path = f"/v1/shipments/{row.shipment_number}/label"
    fetched = (await api.get(path, params={"format": wanted.value}, into=SwiftFetchedLabels)).labels
    data = {label.tracking_number: SwiftLabel(format=label.format, data=label.data) for label in fetched}
    parcels = (replace(parcel, label=data.get(parcel.tracking_number, parcel.label)) for parcel in row.parcels)
    return replace(row, parcels=tuple(parcels))


async def _shipment(order: AddressedOrder, row: SwiftShipment, api: Client) -> Shipment:
    if len(row.parcels) != len(order.fulfilment.parcels):
        wanted, given = len(order.fulfilment.parcels), len(row.parcels)
        raise Rejected(
            f"swiftpost's shipment {row.shipment_number} has {given} parcels, order {order.order_number!r} "
            f"has {wanted}: void it, and resume.",
            field="/fulfilment/parcels",
        )
    ordered = sorted(row.parcels, key=lambda parcel: parcel.sequence)
    pairs = [
        (ShippedParcel(id=ours.id, tracking_number=TrackingNumber(theirs.tracking_number)), theirs)
        for ours, theirs in zip(order.fulfilment.parcels, ordered, strict=True)
    ]
    return order.taken_on(
        api.installation,
        ShipmentId(row.shipment_number),
        reference=row.reference,
        created_at=row.created_at,
        parcels=tuple(parcel for parcel, _ in pairs),
        labels=tuple([await _label(order, row, parcel, theirs, api) for parcel, theirs in pairs]),
    )


async def _label(
    order: AddressedOrder, row: SwiftShipment, parcel: ShippedParcel, theirs: SwiftParcel, api: Client
) -> Label:
    if theirs.label.data is None:
        raise Transient(f"swiftpost gave no label for {theirs.tracking_number}.")
    return await kept_label(
        label_bytes(theirs.label),
        theirs.label.format,
        order=order,
        parcel=parcel,
        shipment=ShipmentId(row.shipment_number),
        api=api,
        days=int(api.setting("label_days") or 30),
        cost=Money.of(theirs.price.amount, theirs.price.currency),
        dpi=ZPL_DPI if theirs.label.format is LabelFormat.ZPL else None,
    )
