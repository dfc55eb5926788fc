"""A packed shipment as ours. Pointers in rejections name ERPNext's fields, since that is what a person repairs."""

from decimal import Decimal
from typing import Final

from goldthread.connectors.erpnext.reference import read_purchase_order
from goldthread.connectors.erpnext.rows import (
    ErpnextAddress,
    ErpnextNoteItem,
    ErpnextPacked,
    ErpnextParcel,
)
from goldthread.domain.address import Address
from goldthread.domain.dimensions import Dimensions
from goldthread.domain.fulfilment import Fulfilment, PackedLine, ReadyOrder
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, ParcelId
from goldthread.domain.money import Money
from goldthread.domain.parcel import Parcel
from goldthread.domain.weight import Weight
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at

_KILOGRAMS: Final = {"kg": Decimal(1), "gram": Decimal("0.001"), "pound": Decimal("0.45359237")}


def read_shipment(packed: ErpnextPacked, erp: str, station: str = "") -> ReadyOrder:
    """The order of one shipment.

    Raises:
        Rejected: a value cannot be ours; the field is ERPNext's.

    """
    texts = {note.po_no or "" for note in packed.notes}
    if len(texts) != 1:
        message = f"Shipment {packed.shipment.name} sends delivery notes of {len(texts)} orders; make one for each."
        raise Rejected(message, field="/notes", code="shipment.orders")
    note = packed.notes[0]
    purchase = read_purchase_order(texts.pop(), note.currency, "/notes/0/po_no")
    items = [item for one in packed.notes for item in one.items]
    with values_at("/shipment"):
        fulfilment = Fulfilment(
            id=FulfilmentId(packed.shipment.name),
            station=station or next((item.warehouse for item in items if item.warehouse), ""),
            parcels=_parcels(packed.shipment.shipment_parcel),
            lines=_lines(packed),
        )
    email = note.contact_email or packed.address.email_id or packed.shipment.delivery_contact_email or ""
    if not email.strip():
        message = f"Neither delivery note {note.name} nor its address has an e-mail; give one."
        raise Rejected(message, field="/address/email_id", code="email.missing")
    return ReadyOrder(
        erp=erp,
        erp_order=ErpOrderNumber(_order(items)),
        shop=purchase.of.shop,
        order_id=purchase.of.order_id,
        order_number=purchase.of.number,
        recipient=_recipient(packed.address, email.strip(), packed),
        email=email.strip(),
        fulfilment=fulfilment,
        cod=purchase.cod,
        service=purchase.service,
        pickup_point=purchase.pickup_point,
    )


def _order(items: list[ErpnextNoteItem]) -> str:
    found = next((item.against_sales_order for item in items if item.against_sales_order), None)
    if found is None:
        raise Rejected("The delivery note was made without a sales order.", field="/notes/0/items", code="order.none")
    return found


def _parcels(rows: tuple[ErpnextParcel, ...]) -> tuple[Parcel, ...]:
    """Each piece by itself: ERPNext writes equal ones in one row."""
    places = [place for place, row in enumerate(rows) for _ in range(max(row.count, 1))]
    return tuple(_parcel(rows[place], number, place) for number, place in enumerate(places, 1))


def _parcel(row: ErpnextParcel, number: int, place: int) -> Parcel:
    """A parcel; what is finer than a milligram is the noise of a float."""
    with values_at(f"/shipment/shipment_parcel/{place}"):
        return Parcel(
            id=ParcelId(str(number)),
            weight=Weight.from_kg(round(row.weight, 6)),
            dimensions=Dimensions.from_cm(row.length, row.width, row.height),
        )


def _lines(packed: ErpnextPacked) -> tuple[PackedLine, ...]:
    articles = {one.name: one for one in packed.articles}
    codes = _codes(packed)
    lines: list[PackedLine] = []
    for at, note in enumerate(packed.notes):
        for place, item in enumerate(note.items):
            pointer = f"/notes/{at}/items/{place}"
            if item.qty != item.qty.to_integral_value():
                message = f"{item.qty} of {item.item_code!r} is no whole number of pieces."
                raise Rejected(message, field=f"{pointer}/qty", code="line.quantity")
            article = articles.get(item.item_code)
            with values_at(pointer):
                line = PackedLine(
                    sku=item.item_code,
                    quantity=int(item.qty),
                    name=item.item_name,
                    unit_price=Money(amount=item.rate, currency=note.currency),
                    hs_code=(article.customs_tariff_number or None) if article else None,
                    origin=codes.get(article.country_of_origin or "") if article else None,
                    weight=_weight(item),
                )
            lines.append(line)
    return tuple(lines)


def _weight(item: ErpnextNoteItem) -> Weight | None:
    factor = _KILOGRAMS.get((item.weight_uom or "").lower())
    return Weight.from_kg(round(item.weight_per_unit * factor, 6)) if factor and item.weight_per_unit else None


def _codes(packed: ErpnextPacked) -> dict[str, str]:
    return {one.name: one.code.upper() for one in packed.countries if one.code}


def _recipient(row: ErpnextAddress, email: str, packed: ErpnextPacked) -> Address:
    code = _codes(packed).get(row.country or "")
    if code is None:
        message = f"ERPNext has no two letters for the country {row.country!r}; enter its code there."
        raise Rejected(message, field="/address/country", code="country.code")
    return Address(
        name=row.address_title or packed.notes[0].customer_name or "",
        street=tuple(line for line in (row.address_line1, row.address_line2) if line),
        postal_code=row.pincode or "",
        city=row.city or "",
        region=row.state or None,
        country_code=code,
        phone=row.phone or None,
        email=row.email_id or email,
    )
