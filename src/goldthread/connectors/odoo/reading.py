"""A packed transfer as ours. Rejections say where in Odoo it is to be repaired."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Final, TypeVar

from goldthread.connectors.odoo.extras import extras_of
from goldthread.connectors.odoo.packed import Packed
from goldthread.connectors.odoo.rows import OdooMoveLine, OdooPackage, OdooPartner, OdooPicking, OdooProduct, ref, text
from goldthread.domain.address import Address
from goldthread.domain.dimensions import Dimensions
from goldthread.domain.fulfilment import Fulfilment, PackedLine, ReadyOrder
from goldthread.domain.gtin import is_gtin
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, ParcelId
from goldthread.domain.money import Money
from goldthread.domain.parcel import Parcel
from goldthread.domain.weight import Weight
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at
from goldthread.flow.reference import shop_order

T = TypeVar("T")

_GRAMS: Final = {"kg": Decimal(1000), "lb": Decimal("453.59237")}
_NOISE: Final = Decimal("0.001")
_MILLIMETRES: Final = {"mm": Decimal(1), "cm": Decimal(10), "in": Decimal("25.4"), "ft": Decimal("304.8")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Habits:
    """What an installation says where Odoo doesn't."""

    erp: str
    station: str
    default_box: str


def is_packed(picking: OdooPicking, packed: Packed) -> bool:
    """Whether everything that was picked lies in a package."""
    lines = _lines_of(picking, packed)
    return bool(lines) and all(line.result_package_id for line in lines)


def read_picking(picking: OdooPicking, packed: Packed, habits: Habits) -> ReadyOrder:
    """The order of one packed transfer.

    Raises:
        Rejected: a value cannot be ours, or Odoo would buy a label itself.

    """
    order = _shown(packed.orders, ref(picking.sale_id), "order")
    named = shop_order(text(order.client_order_ref), "/order_number")
    _refuse_odoos_own_label(picking, packed)
    currency = order.currency_id[1] if order.currency_id else ""
    extras = extras_of(text(order.origin), currency)
    customer = _shown(packed.partners, ref(order.partner_id), "contact")
    recipient = packed.partners.get(ref(picking.partner_id), customer)
    with values_at("/fulfilment"):
        fulfilment = Fulfilment(
            id=FulfilmentId(str(picking.id)),
            station=habits.station or (picking.picking_type_id[1] if picking.picking_type_id else ""),
            parcels=_parcels(picking, packed, habits),
            lines=_lines(picking, packed, currency),
        )
    return ReadyOrder(
        erp=habits.erp,
        erp_order=ErpOrderNumber(order.name),
        shop=named.shop,
        order_id=named.order_id,
        order_number=named.number,
        recipient=_recipient(recipient, customer, packed),
        email=_email(recipient, customer),
        fulfilment=fulfilment,
        cod=extras.cod,
        service=_service(picking, packed) or extras.service,
        pickup_point=extras.pickup_point,
    )


def _shown(records: Mapping[int, T], id_: int, kind: str) -> T:
    """A record that a transfer refers to. Raises `Rejected` where Odoo keeps it from our user."""
    if id_ not in records:
        message = f"Odoo doesn't show {kind} {id_} to Goldthread's user; give that user the right to read it."
        raise Rejected(message, code="record.hidden")
    return records[id_]


def _refuse_odoos_own_label(picking: OdooPicking, packed: Packed) -> None:
    method = packed.carriers.get(ref(picking.carrier_id))
    if method is not None and method.integration_level == "rate_and_ship":
        message = (
            f"Odoo would buy a label itself for transfer {picking.name}: its delivery method {method.name!r} is set to "
            "'Get Rate and Create Shipment'. Set it to 'Get Rate' in Odoo, or take it off the transfer."
        )
        raise Rejected(message, field="/service", code="rate_and_ship")


def _service(picking: OdooPicking, packed: Packed) -> str:
    method = packed.carriers.get(ref(picking.carrier_id))
    return method.name if method else ""


def _lines_of(picking: OdooPicking, packed: Packed) -> list[OdooMoveLine]:
    lines = (line for line in packed.lines if ref(line.picking_id) == picking.id)
    return [line for line in lines if line.quantity or line.qty_done]


def _parcels(picking: OdooPicking, packed: Packed, habits: Habits) -> tuple[Parcel, ...]:
    ids = dict.fromkeys(ref(line.result_package_id) for line in _lines_of(picking, packed))
    packages = [_shown(packed.packages, id_, "package") for id_ in ids]
    return tuple(
        _parcel(one, f"/fulfilment/parcels/{place}", picking, packed, habits) for place, one in enumerate(packages)
    )


def _parcel(package: OdooPackage, pointer: str, picking: OdooPicking, packed: Packed, habits: Habits) -> Parcel:
    grams = _measure(package.shipping_weight, _GRAMS, text(picking.weight_uom_name), f"{pointer}/weight")
    if not grams:
        message = f"Package {package.name} has no shipping weight in Odoo; weigh it."
        raise Rejected(message, field=f"{pointer}/weight", code="parcel.weight")
    dimensions = _dimensions(package, f"{pointer}/dimensions", packed, habits)
    return Parcel(id=ParcelId(package.name), weight=Weight(grams=grams), dimensions=dimensions)


def _dimensions(package: OdooPackage, pointer: str, packed: Packed, habits: Habits) -> Dimensions:
    box = packed.boxes.get(ref(package.package_type_id))
    if box is not None and box.packaging_length and box.width and box.height:
        unit = text(box.length_uom_name)
        sides = [_measure(side, _MILLIMETRES, unit, pointer) for side in (box.packaging_length, box.width, box.height)]
    else:
        sides = [int(side) for side in habits.default_box.split("x") if side.isdigit()]
    if len(sides) != 3:
        message = f"Package {package.name} has no type with measures in Odoo; give it one, or set default_box."
        raise Rejected(message, field=pointer, code="parcel.dimensions")
    with values_at(pointer):
        return Dimensions(length=sides[0], width=sides[1], height=sides[2])


def _measure(value: Decimal, units: dict[str, Decimal], unit: str, pointer: str) -> int:
    """In whole grams or millimetres; a started one counts whole, the noise of a float doesn't."""
    if unit not in units:
        raise Rejected(f"Odoo measures in {unit!r}, which isn't one of {', '.join(units)}.", field=pointer)
    return int((value * units[unit]).quantize(_NOISE).quantize(Decimal(1), ROUND_UP)) if value else 0


def _lines(picking: OdooPicking, packed: Packed, currency: str) -> tuple[PackedLine, ...]:
    """The articles, each once, however many packages hold it."""
    pieces: dict[int, Decimal] = {}
    for line in _lines_of(picking, packed):
        article = ref(line.product_id)
        pieces[article] = pieces.get(article, Decimal(0)) + (line.quantity or line.qty_done)
    prices = {ref(one.product_id): one.price_unit for one in packed.order_lines if one.order_id == picking.sale_id}
    products = {article: _shown(packed.products, article, "article") for article in pieces}
    return tuple(
        _line(products[article], count, prices.get(article), packed, currency, f"/lines/{place}")
        for place, (article, count) in enumerate(pieces.items())
    )


def _line(
    product: OdooProduct, count: Decimal, price: Decimal | None, packed: Packed, currency: str, pointer: str
) -> PackedLine:
    if count != count.to_integral_value():
        message = f"{count} of {product.name!r} is no whole number of pieces."
        raise Rejected(message, field=f"/fulfilment{pointer}/quantity", code="line.quantity")
    if not product.default_code:
        message = f"The article {product.name!r} has no internal reference in Odoo; give it one."
        raise Rejected(message, field=f"/fulfilment{pointer}/sku", code="line.sku")
    with values_at(pointer):
        return PackedLine(
            sku=text(product.default_code),
            quantity=int(count),
            name=text(product.name),
            unit_price=Money(amount=price, currency=currency) if price is not None and currency else None,
            hs_code=text(product.hs_code) or None,
            origin=packed.codes.get(("res.country", ref(product.country_of_origin))),
            gtin=product.barcode if product.barcode and is_gtin(product.barcode) else None,
            weight=Weight.from_kg(product.weight) if product.weight else None,
        )


def _email(recipient: OdooPartner, customer: OdooPartner) -> str:
    found = text(recipient.email) or text(customer.email)
    if not found.strip():
        raise Rejected(f"Neither {recipient.name} nor its customer has an e-mail in Odoo; give one.", field="/email")
    return found.strip()


def _recipient(row: OdooPartner, customer: OdooPartner, packed: Packed) -> Address:
    return Address(
        name=text(row.name) or text(customer.name),
        company=text(row.company_name) or None,
        street=tuple(line for line in (row.street, row.street2) if line),
        postal_code=text(row.zip),
        city=text(row.city),
        region=packed.codes.get(("res.country.state", ref(row.state_id))),
        country_code=text(row.country_code),
        phone=text(row.phone) or text(customer.phone) or None,
        email=text(row.email) or text(customer.email) or None,
    )
