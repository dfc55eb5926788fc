"""What swiftpost is asked for, made of our order."""

from typing import Final

from goldthread.connectors.swiftpost.rows import (
    SwiftBox,
    SwiftCustoms,
    SwiftDraft,
    SwiftGoods,
    SwiftMoney,
    SwiftReceiver,
)
from goldthread.domain.address import Address
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import PackedLine
from goldthread.domain.label import LabelFormat
from goldthread.domain.parcel import Parcel
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected

CUSTOMS_UNION: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - readable
)
REFERENCE_LENGTH: Final = 35


def draft(order: AddressedOrder, wanted: LabelFormat, api: Client) -> SwiftDraft:
    """The shipment of an order."""
    return SwiftDraft(
        reference=_reference(order),
        service=api.setting("service") or "standard",
        label_format=wanted,
        receiver=_receiver(order.recipient),
        parcels=tuple(_box(parcel, _reference(order)) for parcel in order.fulfilment.parcels),
        customs=_customs(order),
    )


def _reference(order: AddressedOrder) -> str:
    """Ours at the carrier, with room for the parcel's number; a long one goes by the ERP's fulfilment alone."""
    room = REFERENCE_LENGTH - 1 - max(len(parcel.id) for parcel in order.fulfilment.parcels)
    if len(order.reference) <= room:
        return order.reference
    return f"{order.erp}-{order.fulfilment.id}"


def _receiver(address: Address) -> SwiftReceiver:
    if len(address.street) > 2:
        raise Rejected(
            f"swiftpost prints two street lines, the recipient has {len(address.street)}. "
            "Correct /recipient/street and resume.",
            field="/recipient/street",
        )
    return SwiftReceiver(
        name=address.name,
        company=address.company,
        street=address.street[0] if address.street else "",
        street2=address.street[1] if len(address.street) > 1 else None,
        zip=address.postal_code,
        city=address.city,
        state=address.region,
        country=address.country_code,
        phone=address.phone,
        email=address.email,
    )


def _box(parcel: Parcel, reference: str) -> SwiftBox:
    length, width, height = parcel.dimensions.cm
    return SwiftBox(
        reference=f"{reference}/{parcel.id}",
        weight_kg=f"{parcel.weight.kg:f}",
        length_cm=f"{length:f}",
        width_cm=f"{width:f}",
        height_cm=f"{height:f}",
    )


def _customs(order: AddressedOrder) -> SwiftCustoms | None:
    if order.recipient.country_code in CUSTOMS_UNION:
        return None
    return SwiftCustoms(items=tuple(_goods(line) for line in order.fulfilment.lines))


def _goods(line: PackedLine) -> SwiftGoods:
    return SwiftGoods(
        description=line.name,
        hs_code=line.hs_code,
        origin=line.origin,
        quantity=line.quantity,
        unit_value=SwiftMoney.of(line.unit_price),
        weight_kg=None if line.weight is None else f"{line.weight.kg:f}",
        gtin=line.gtin,
    )
