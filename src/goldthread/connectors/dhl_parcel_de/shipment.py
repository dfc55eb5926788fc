"""Shipments of DHL: one for every parcel, made in one call; checked without cost, deleted until the day is closed."""

import base64
import binascii

from goldthread.connectors.dhl_parcel_de.application import dhl_parcel_de
from goldthread.connectors.dhl_parcel_de.consignee import Body
from goldthread.connectors.dhl_parcel_de.draft import STANDARD_PROFILE, draft, silence_of
from goldthread.connectors.dhl_parcel_de.field_table import fields_of
from goldthread.connectors.dhl_parcel_de.making import HEADERS, ensure_shipments
from goldthread.connectors.dhl_parcel_de.rows import DhlAnswer, DhlDocument, DhlItem
from goldthread.connectors.dhl_parcel_de.void import ORDERS, delete_shipment, refuse_the_rest
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.ids import ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.flow.addressing import suggestion
from goldthread.flow.client import Client, Params
from goldthread.flow.errors import Rejected
from goldthread.flow.exact import exact_json
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.keeping import format_for, kept_label, remember_shipment


@dhl_parcel_de.connector(name="label_order_dhl_parcel_de")
async def label_order(order: AddressedOrder, api: Client) -> LabelledOrder:
    """Have DHL make a shipment for every parcel, and keep their labels as it drew them.

    **Not repeatable.** A parcel is billed when it is handed over, an international one partly by the data of the day's
    end. Of several parcels all are checked before any is made. Parcels whose shipments are there get no second ones.
    """
    wanted = await format_for(order, api)
    body = draft(order, api)
    for change in order.changes:
        api.note(f"Wrote {change.before!r} as {change.after!r}.", field=f"/recipient{change.field}")
    if silence := silence_of(order, api):
        api.note(silence, field="/service")
    failing = f"Could not create the label of order {order.order_number!r}"
    with in_our_words(failing, fields_of(order), lambda field: suggestion(order.recipient, field)):
        if len(order.fulfilment.parcels) > 1:
            await _check(order, body, api)
        async with api.exclusive("dhl_shipments", f"{api.installation}/{order.reference}"):
            answer = await ensure_shipments(order, body, _asked(order, wanted, api), api)
    shipment = await _shipment(order, answer, wanted, api)
    await remember_shipment(shipment, api)
    return order.labelled(shipment)


@dhl_parcel_de.connector(name="check_shipment_dhl_parcel_de")
async def check_shipment(order: AddressedOrder, api: Client) -> AddressedOrder:
    """Ask whether DHL would take the order, without making or billing anything."""
    failing = f"DHL would refuse order {order.order_number!r}"
    with in_our_words(failing, fields_of(order), lambda field: suggestion(order.recipient, field)):
        await _check(order, draft(order, api), api)
    return order


@dhl_parcel_de.connector(at="carrier", name="cancel_shipment_dhl_parcel_de")
async def cancel_shipment(request: VoidRequest, api: Client) -> VoidRequest:
    """Have DHL delete every parcel of the shipment; refused once the day is closed."""
    kept = await api.recall("shipment", f"{request.carrier}/{request.shipment}", into=Shipment)
    with in_our_words(f"Could not void shipment {request.shipment!r}", FieldNames({})):
        for number in kept.tracking_numbers if kept else (request.shipment,):
            await delete_shipment(number, api.setting("profile") or STANDARD_PROFILE, api)
    return request


async def _check(order: AddressedOrder, body: Body, api: Client) -> None:
    params = {"validate": "true", "mustEncode": _must_encode(order, api)}
    content = exact_json(body)
    answer = await api.post(ORDERS, content=content, headers=HEADERS, params=params, into=DhlAnswer, is_read=True)
    await refuse_the_rest(answer, api)


def _asked(order: AddressedOrder, wanted: LabelFormat, api: Client) -> Params:
    return {
        "mustEncode": _must_encode(order, api),
        "includeDocs": "include",
        "docFormat": "ZPL2" if wanted is LabelFormat.ZPL else "PDF",
        "printFormat": api.setting("print_format") or None,
    }


def _must_encode(order: AddressedOrder, api: Client) -> str:
    """Whether DHL may refuse what its machines cannot sort; it can say so of German addresses alone."""
    return "false" if order.recipient.country_code != "DE" or api.setting("must_encode").lower() == "no" else "true"


async def _shipment(order: AddressedOrder, answer: DhlAnswer, wanted: LabelFormat, api: Client) -> Shipment:
    """The parcels as one shipment, under the first one's number."""
    numbers = [str(item.shipmentNo) for item in answer.items if item.shipmentNo]
    if len(numbers) != len(order.fulfilment.parcels):
        raise Rejected(
            f"DHL made {len(numbers)} shipments ({', '.join(numbers)}), order {order.order_number!r} has "
            f"{len(order.fulfilment.parcels)} parcels: delete them in the portal, and pack anew.",
            field="/fulfilment/parcels",
        )
    parcels = tuple(
        ShippedParcel(id=ours.id, tracking_number=TrackingNumber(number))
        for ours, number in zip(order.fulfilment.parcels, numbers, strict=True)
    )
    id_ = ShipmentId(parcels[0].tracking_number)
    pairs = zip(parcels, answer.items, strict=True)
    labels = [await _label(order, parcel, theirs, id_, wanted, api) for parcel, theirs in pairs]
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
    order: AddressedOrder, parcel: ShippedParcel, item: DhlItem, shipment: ShipmentId, wanted: LabelFormat, api: Client
) -> Label:
    for message in item.validationMessages:
        api.note(f"DHL says of {parcel.tracking_number}: {message.validationMessage}", property=message.property)
    content = _content(item.label)
    if not wanted.fits(content):
        content = _content(await _label_again(order, parcel.tracking_number, wanted, api))
    await _keep_papers(parcel, item, api)
    days = int(api.setting("label_days") or 30)
    return await kept_label(content, wanted, order=order, parcel=parcel, shipment=shipment, api=api, days=days)


async def _label_again(
    order: AddressedOrder, number: TrackingNumber, wanted: LabelFormat, api: Client
) -> DhlDocument | None:
    """The label of a shipment that exists; DHL gives it until the day is closed, and bills nothing."""
    params = {**_asked(order, wanted, api), "mustEncode": None, "shipment": number}
    found = (await api.get(ORDERS, params=params, into=DhlAnswer)).items
    return found[0].label if found else None


async def _keep_papers(parcel: ShippedParcel, item: DhlItem, api: Client) -> None:
    """What else is to go with the parcel; it is of A4 and prints on no label printer."""
    for name, paper in (("customs paper", item.customsDoc), ("slip for cash on delivery", item.codLabel)):
        if content := _content(paper):
            kept = await api.keep(content, "application/pdf")
            api.note(f"Kept the {name} of {parcel.tracking_number}; print it and fix it to it.", artifact=kept.digest)


def _content(document: DhlDocument | None) -> bytes:
    """The bytes of a document; empty where there is none, or what came isn't base64."""
    if document is None:
        return b""
    try:
        return (document.zpl2 or "").encode() or base64.b64decode(document.b64 or "", validate=True)
    except binascii.Error:
        return b""
