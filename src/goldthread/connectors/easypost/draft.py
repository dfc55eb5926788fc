"""What EasyPost is asked for, made of our order: one shipment for each parcel."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Final

from goldthread.domain.address import Address
from goldthread.domain.fulfilment import PackedLine, ReadyOrder
from goldthread.domain.label import LabelFormat
from goldthread.domain.parcel import Parcel
from goldthread.domain.weight import Weight
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.reply import Json

OUNCE: Final = Decimal("28.349523125")
INCH: Final = Decimal("25.4")
UNION: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - readable
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One parcel's shipment before it is bought."""

    parcel: str
    """Which parcel of which fulfilment it is for."""
    reference: str
    """Ours: the parcel, and what the draft is made of, so that a corrected order is another draft."""
    shipment: Mapping[str, Json]


def drafts(order: ReadyOrder, wanted: LabelFormat, api: Client) -> list[Draft]:
    """A draft for each parcel.

    Raises:
        Rejected: the order wants what EasyPost's carriers cannot do, or customs want to know more.

    """
    if order.cod is not None:
        raise Rejected("EasyPost's carriers collect nothing on delivery; have the order paid.", field="/cod")
    if order.pickup_point:
        raise Rejected("EasyPost's carriers know no pickup points; have it sent to a door.", field="/pickup_point")
    parcels = order.fulfilment.parcels
    return [_draft(order, parcel, wanted, api) for parcel in parcels]


def address_of(address: Address) -> dict[str, Json]:
    """The recipient in EasyPost's fields."""
    if len(address.street) > 2:
        raise Rejected("EasyPost takes two street lines; write the rest elsewhere.", field="/recipient/street")
    return {
        "name": address.name,
        "company": address.company,
        "street1": address.street[0] if address.street else "",
        "street2": address.street[1] if len(address.street) > 1 else None,
        "city": address.city,
        "state": address.region,
        "zip": address.postal_code,
        "country": address.country_code,
        "phone": address.phone,
        "email": address.email,
    }


def _draft(order: ReadyOrder, parcel: Parcel, wanted: LabelFormat, api: Client) -> Draft:
    to = address_of(order.recipient)
    if api.setting("verify") != "no":
        to["verify_strict"] = True
    shipment: dict[str, Json] = {
        "to_address": to,
        "from_address": {"id": api.setting("from_address")},
        "parcel": _parcel(parcel),
        "customs_info": _customs(order, api),
        "options": {"label_format": wanted.value, "postage_label_inline": True, "print_custom_1": order.order_number},
    }
    digest = hashlib.sha256(json.dumps(shipment, sort_keys=True).encode()).hexdigest()[:8]
    ours = f"{order.reference}.{parcel.id}"
    reference = f"{ours}.{digest}"
    return Draft(parcel=ours, reference=reference, shipment={**shipment, "reference": reference})


def _parcel(parcel: Parcel) -> dict[str, Json]:
    """Inches and ounces as texts, so that no digit is lost; a started hundredth counts whole."""
    measures = parcel.dimensions
    return {
        "length": _inches(measures.length),
        "width": _inches(measures.width),
        "height": _inches(measures.height),
        "weight": _ounces(parcel.weight),
    }


def _customs(order: ReadyOrder, api: Client) -> Json:
    ours, theirs = api.setting("from_country"), order.recipient.country_code
    if ours == theirs or {ours, theirs} <= UNION:
        return None
    if len(order.fulfilment.parcels) > 1:
        message = "Customs want to know what is in which parcel; pack one parcel for each fulfilment."
        raise Rejected(message, field="/fulfilment/parcels")
    return {
        "contents_type": "merchandise",
        "restriction_type": "none",
        "non_delivery_option": "return",
        "customs_certify": True,
        "customs_signer": api.setting("customs_signer"),
        "eel_pfc": "NOEEI 30.37(a)",
        "customs_items": _goods(order.fulfilment.lines),
    }


def _goods(lines: Sequence[PackedLine]) -> list[Json]:
    return [_item(line, f"/fulfilment/lines/{place}") for place, line in enumerate(lines)]


def _item(line: PackedLine, pointer: str) -> dict[str, Json]:
    if line.unit_price is None:
        raise Rejected(f"Customs want the value of {line.sku!r}.", field=f"{pointer}/unit_price")
    if line.weight is None:
        raise Rejected(f"Customs want the weight of {line.sku!r}.", field=f"{pointer}/weight")
    value = line.unit_price * line.quantity
    return {
        "description": line.name,
        "quantity": line.quantity,
        "value": f"{value.amount:f}",
        "currency": value.currency,
        "weight": _ounces(line.weight * line.quantity),
        "hs_tariff_number": line.hs_code,
        "origin_country": line.origin,
        "code": line.sku,
    }


def _ounces(weight: Weight) -> str:
    return _started(weight.grams / OUNCE)


def _inches(millimetres: int) -> str:
    return _started(millimetres / INCH)


def _started(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), rounding=ROUND_UP):f}"
