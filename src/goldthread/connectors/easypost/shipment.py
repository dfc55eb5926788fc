"""Shipments of EasyPost: a label for every parcel, bought once; checked for nothing, refunded before its scan."""

import base64
import binascii
from contextlib import AbstractContextManager
from typing import Final

from goldthread.connectors.easypost.application import easypost
from goldthread.connectors.easypost.draft import address_of, drafts
from goldthread.connectors.easypost.field_table import fields_of
from goldthread.connectors.easypost.purchase import buy_shipment, draft_shipment, rate_for, refund
from goldthread.connectors.easypost.rows import EasyPostRate, EasyPostShipment
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.money import Money
from goldthread.domain.problem import InvalidValueError
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import ShippedParcel
from goldthread.flow.addressing import suggestion
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.keeping import format_for, kept_label, remember_shipment

ZPL_DPI: Final = 203
BETWEEN: Final = "+"
"""What stands between the ids of a fulfilment's shipments, of which EasyPost makes one for each parcel."""


@easypost.connector(name="label_order_easypost")
async def label_order(order: ReadyOrder, api: Client) -> LabelledOrder:
    """Buy a label for every parcel, and keep them as the carriers drew them.

    **Every parcel is billed.** All are drafted and priced before the first is bought, so that an order is refused
    as a whole.
    """
    wanted = await format_for(order, api)
    asked = drafts(order, wanted, api)
    bought: list[EasyPostShipment] = []
    async with api.exclusive("easypost_shipment", order.reference):
        priced = []
        for place, one in enumerate(asked):
            with _refused(f"Could not create the label of order {order.order_number!r}", order, place):
                row = await draft_shipment(one, api)
                priced.append((row, None if row.postage_label else rate_for(order, row, api)))
        for place, (row, rate) in enumerate(priced):
            with _refused(_failing(order, bought), order, place):
                bought.append(row if rate is None else await buy_shipment(row, rate, api))
    return await _labelled(order, bought, wanted, api)


@easypost.connector(name="check_shipment_easypost")
async def check_shipment(order: ReadyOrder, api: Client) -> ReadyOrder:
    """Verify the address, and ask for the price of every parcel; nothing is bought, drafts cost nothing."""
    for place, one in enumerate(drafts(order, await format_for(order, api), api)):
        with _refused(f"EasyPost would refuse order {order.order_number!r}", order, place):
            if place == 0 and api.setting("verify") != "no":
                body = {"address": address_of(order.recipient), "verify_strict": True}
                await api.post("/v2/addresses", json=body, into=dict[str, object], is_read=True)
            rate_for(order, await draft_shipment(one, api), api)
    return order


@easypost.connector(at="carrier", name="cancel_shipment_easypost")
async def cancel_shipment(request: VoidRequest, api: Client) -> VoidRequest:
    """Have the shipments of all parcels refunded; refused once a carrier has scanned one. Safe to repeat."""
    with in_our_words(f"Could not void shipment {request.shipment!r}", FieldNames({})):
        for id_ in request.shipment.split(BETWEEN):
            await refund(id_, api)
    return request


def _failing(order: ReadyOrder, bought: list[EasyPostShipment]) -> str:
    failing = f"Could not buy the label of order {order.order_number!r}"
    return f"{failing} after {', '.join(row.id for row in bought)} were bought for it" if bought else failing


def _refused(failing: str, order: ReadyOrder, place: int) -> AbstractContextManager[None]:
    return in_our_words(failing, fields_of(place), lambda field: suggestion(order.recipient, field))


async def _labelled(order: ReadyOrder, rows: list[EasyPostShipment], wanted: LabelFormat, api: Client) -> LabelledOrder:
    """The shipments of all parcels as one."""
    id_ = ShipmentId(BETWEEN.join(row.id for row in rows))
    pairs = [
        (ShippedParcel(id=ours.id, tracking_number=_number(row)), row)
        for ours, row in zip(order.fulfilment.parcels, rows, strict=True)
    ]
    if rows[0].mode == "test":
        api.note("EasyPost sold it in test mode: no carrier takes such a label.")
    shipment = order.taken_on(
        api.installation,
        id_,
        reference=order.reference,
        created_at=rows[0].created_at,
        parcels=tuple(parcel for parcel, _ in pairs),
        labels=tuple([await _label(order, parcel, row, id_, wanted, api) for parcel, row in pairs]),
    )
    await remember_shipment(shipment, api)
    return order.labelled(shipment)


def _number(row: EasyPostShipment) -> TrackingNumber:
    if not row.tracking_code:
        message = f"EasyPost's shipment {row.id} has no tracking number. Look at it there, void it, and resume."
        raise Rejected(message, field="/fulfilment/parcels")
    return TrackingNumber(row.tracking_code)


async def _label(
    order: ReadyOrder, parcel: ShippedParcel, row: EasyPostShipment, id_: ShipmentId, wanted: LabelFormat, api: Client
) -> Label:
    label = row.postage_label
    if label is None or not label.label_file:
        where = label.label_url if label and label.label_url else "its shipment there"
        message = f"EasyPost gave no bytes of the label of {row.id}; they are at {where}."
        raise Rejected(message, field="/fulfilment/parcels", code="label.missing")
    return await kept_label(
        _decoded(label.label_file),
        wanted,
        order=order,
        parcel=parcel,
        shipment=id_,
        api=api,
        days=int(api.setting("label_days") or 30),
        cost=_cost(row.selected_rate, api),
        dpi=ZPL_DPI if wanted is LabelFormat.ZPL else None,
    )


def _cost(rate: EasyPostRate | None, api: Client) -> Money | None:
    """What the label cost. It is bought: a price that cannot be read must not keep it from being printed."""
    if rate is None or rate.currency is None:
        return None
    try:
        return Money.of(rate.rate, rate.currency)
    except InvalidValueError as odd:
        api.note(f"The label's price is left out: {odd}", price=f"{rate.rate} {rate.currency}")
        return None


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
