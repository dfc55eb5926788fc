"""Shipments of ERPNext: heard of by webhook, found by sweeping, read again, told their tracking numbers."""

from typing import Final

from goldthread.connectors.erpnext.application import erpnext
from goldthread.connectors.erpnext.comment import update_status
from goldthread.connectors.erpnext.reading import read_shipment
from goldthread.connectors.erpnext.resource import find_documents, read_document, update_document
from goldthread.connectors.erpnext.rows import (
    ErpnextAddress,
    ErpnextArticle,
    ErpnextCountry,
    ErpnextName,
    ErpnextNote,
    ErpnextPacked,
    ErpnextShipment,
)
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import TrackingNumber
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable, TwoStep
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Drop, Emit
from goldthread.flow.start import Origin, Tick

SHIPMENT: Final = "Shipment"
PAGE: Final = 20
CANCELLED: Final = 2
"""The `docstatus` of what was taken back."""


def read_packed(payload: ErpnextPacked, origin: Origin) -> ReadyOrder | Drop:
    """The order of a shipment that was packed; what didn't come from a shop is none of ours."""
    try:
        return read_shipment(payload, origin.installation)
    except Rejected as error:
        if error.faults[0].code == "reference.form":
            return Drop(f"Shipment {payload.shipment.name} didn't come from a shop: {error}")
        raise


def fulfilment_key(order: ReadyOrder) -> str:
    """What makes two events one: `erpnext/SHIPMENT-00017`."""
    return f"{order.erp}/{order.fulfilment.id}"


@erpnext.connector
async def list_packed(tick: Tick, api: Client) -> Emit[ReadyOrder]:
    """Emit the drafts of shipments that have parcels and no tracking number, page by page, in the order of their names.

    What has no parcels yet, and what didn't come from a shop, is passed over; what cannot be read is noted. Reads only.
    """
    del tick
    filters = [["docstatus", "=", 0], ["awb_number", "is", "not set"], ["name", ">", api.cursor or ""]]
    page = await find_documents(SHIPMENT, filters, ("name",), api, ErpnextName, limit=PAGE)
    orders = [order for row in page if (order := await _readable(row.name, api))]
    has_more = len(page) == PAGE
    return Emit(tuple(orders), cursor=page[-1].name if has_more else "", has_more=has_more)


@erpnext.connector(at="erp")
async def reread_packed(order: ReadyOrder, api: Client) -> ReadyOrder:
    """The packed order as ERPNext has it now, after a clerk corrected it there. Reads only."""
    shipment = await read_document(SHIPMENT, order.fulfilment.id, api, into=ErpnextShipment)
    if shipment.docstatus == CANCELLED:
        message = f"Shipment {shipment.name} was cancelled in ERPNext; discard this one."
        raise Rejected(message, field="/fulfilment/id", code="shipment.cancelled")
    return read_shipment(await _gathered(shipment, api), order.erp, api.setting("station"))


@erpnext.connector(at="erp")
async def record_tracking(order: LabelledOrder, api: Client) -> LabelledOrder:
    """Write the tracking numbers of all parcels into ERPNext's shipment, beside those it has, and submit it.

    The numbers come first: a submitted shipment takes them no more. They are written over nothing that somebody else
    wrote meanwhile, since `modified` goes with them. Repeatable.
    """
    with in_our_words(f"Could not tell ERPNext the tracking of order {order.erp_order!r}", _TRACKING):
        async with api.exclusive("shipment", order.fulfilment.id):
            row = await read_document(SHIPMENT, order.fulfilment.id, api, into=ErpnextShipment)
            numbers = merged(row.awb_number or "", order.shipment.tracking_numbers)
            if numbers != (row.awb_number or ""):
                row = await _tracked(row, numbers, order, api)
            if not row.docstatus and api.setting("submit", "yes") != "no":
                await _submit(row.name, api)
        await update_status(order.shipment, api)
    return order


def merged(known: str, numbers: tuple[TrackingNumber, ...]) -> str:
    """All numbers, each once: those that stand there, then ours, joined by commas."""
    stand = [one.strip() for one in known.split(",") if one.strip()]
    return ", ".join(dict.fromkeys([*stand, *numbers]))


async def _tracked(row: ErpnextShipment, numbers: str, order: LabelledOrder, api: Client) -> ErpnextShipment:
    if row.docstatus:
        message = (
            f"Shipment {row.name} was submitted before it was labelled: ERPNext takes no tracking number any more."
        )
        raise Rejected(f"{message} Amend it there, or discard this.", field="name", code="shipment.submitted")
    values: dict[str, object] = {
        "awb_number": numbers,
        "carrier": order.shipment.carrier,
        "shipment_id": order.shipment.id,
        "modified": row.modified,
    }

    async def told() -> ErpnextShipment | None:
        now = await read_document(SHIPMENT, row.name, api, into=ErpnextShipment)
        return now if now.awb_number == numbers else None

    return await update_document(SHIPMENT, row.name, values, api, into=ErpnextShipment, doubt=TwoStep(completed=told))


async def _submit(name: str, api: Client) -> None:
    await update_document(SHIPMENT, name, {"docstatus": 1}, api, into=ErpnextName, doubt=Repeatable())


async def _readable(name: str, api: Client) -> ReadyOrder | None:
    try:
        shipment = await read_document(SHIPMENT, name, api, into=ErpnextShipment)
        if not shipment.shipment_parcel or not shipment.shipment_delivery_note:
            return None
        return read_shipment(await _gathered(shipment, api), api.installation, api.setting("station"))
    except Rejected as error:
        if error.faults[0].code != "reference.form":
            api.note(f"Shipment {name} cannot be read: {error}", shipment=name, field=error.field)
        return None


async def _gathered(shipment: ErpnextShipment, api: Client) -> ErpnextPacked:
    """What a webhook would have told of the shipment."""
    address = await read_document("Address", shipment.delivery_address_name, api, into=ErpnextAddress)
    names = dict.fromkeys(row.delivery_note for row in shipment.shipment_delivery_note)
    notes = tuple([await read_document("Delivery Note", name, api, into=ErpnextNote) for name in names])
    codes = sorted({item.item_code for note in notes for item in note.items})
    fields = ("name", "customs_tariff_number", "country_of_origin")
    articles = await find_documents("Item", [["name", "in", codes]], fields, api, ErpnextArticle)
    lands = sorted({address.country or "", *(one.country_of_origin or "" for one in articles)} - {""})
    countries = await find_documents("Country", [["name", "in", lands]], ("name", "code"), api, ErpnextCountry)
    return ErpnextPacked(shipment=shipment, address=address, notes=notes, articles=articles, countries=countries)


_TRACKING: Final = FieldNames(
    {
        "awb_number": "/shipment/parcels/*/tracking_number",
        "carrier": "/shipment/carrier",
        "shipment_id": "/shipment/id",
        "name": "/fulfilment/id",
        "value_of_goods": "/fulfilment/id",
    }
)
