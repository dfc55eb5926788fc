"""A packed shipment of Tryton as ours. Fields in rejections are Tryton's, since there a person repairs it."""

from typing import Final

from goldthread.connectors.tryton.address import phone_of, read_address
from goldthread.connectors.tryton.comment import carriage_of
from goldthread.connectors.tryton.measure import parcel_size, parcel_weight, weight
from goldthread.connectors.tryton.record import Record
from goldthread.domain.fulfilment import Fulfilment, PackedLine, ReadyOrder
from goldthread.domain.gtin import is_gtin
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, ParcelId
from goldthread.domain.money import Money
from goldthread.domain.parcel import Parcel
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at
from goldthread.flow.reference import shop_order

_ADDRESS: Final = (
    "party_name",
    "attn",
    "street",
    "postal_code",
    "city",
    "country.code",
    "subdivision.code",
    "subdivision.name",
)
_MECHANISM: Final = ("type", "value", "value_compact")
_PACKAGE: Final = (
    "number",
    "parent",
    "shipping_reference",
    "total_weight",
    "weight_uom.factor",
    *(f"{side}{part}" for side in ("length", "width", "height") for part in ("", "_uom.factor")),
)
_MOVE: Final = (
    "state",
    "quantity",
    "unit_price",
    "currency.code",
    "product.code",
    "product.name",
    "product.weight",
    "product.weight_uom.factor",
    "product.identifiers.type",
    "product.identifiers.code",
    "origin.sale.reference",
    "origin.sale.number",
    "origin.sale.comment",
)
FIELDS: Final = (
    "number",
    "state",
    "customer.name",
    *(f"customer.contact_mechanisms.{name}" for name in _MECHANISM),
    *(f"delivery_address.{name}" for name in _ADDRESS),
    *(f"delivery_address.contact_mechanisms.{name}" for name in _MECHANISM),
    "warehouse.code",
    "warehouse.name",
    *(f"packages.{name}" for name in _PACKAGE),
    *(f"outgoing_moves.{name}" for name in _MOVE),
)
"""All that is read of a shipment, in one call."""


def read_shipment(row: Record, api: Client) -> ReadyOrder:
    """The order of one packed shipment. Raises `Rejected` where a value cannot be ours."""
    moves = [one for one in row.many("outgoing_moves") if one.text("state") != "cancelled" and one.number("quantity")]
    sale = _sale(moves)
    named = shop_order(sale.text("reference"), "sale/reference")
    carriage = carriage_of(sale.text("comment"))
    customer = row.one("customer")
    email = _email(customer)
    with values_at(""):
        fulfilment = Fulfilment(
            id=FulfilmentId(str(row.id)),
            station=api.setting("station") or row.one("warehouse").text("code") or row.one("warehouse").text("name"),
            parcels=_parcels(row.many("packages"), api),
            lines=tuple(_line(move, f"outgoing_moves/{move.id}") for move in moves),
        )
    return ReadyOrder(
        erp=api.installation,
        erp_order=ErpOrderNumber(sale.text("number")),
        shop=named.shop,
        order_id=named.order_id,
        order_number=named.number,
        recipient=read_address(
            row.one("delivery_address"),
            name=customer.text("name"),
            email=email,
            phone=phone_of(customer.many("contact_mechanisms")),
        ),
        email=email,
        fulfilment=fulfilment,
        cod=carriage.cod,
        service=carriage.service,
        pickup_point=carriage.pickup_point,
    )


def _sale(moves: list[Record]) -> Record:
    sales = {found.text("reference"): found for move in moves if (found := move.one("origin").one("sale")).is_there}
    match list(sales.values()):
        case [sale]:
            return sale
        case []:
            raise Rejected("The shipment belongs to no sale.", field="outgoing_moves/origin", code="shipment.sale")
        case _:
            message = f"The shipment holds goods of several sales ({', '.join(sales)}); split it."
            raise Rejected(message, field="outgoing_moves/origin", code="shipment.sales")


def _email(customer: Record) -> str:
    found = [one for one in customer.many("contact_mechanisms") if one.text("type") == "email" and one.text("value")]
    if not found:
        message = f"The customer {customer.text('name')!r} has no e-mail; give one."
        raise Rejected(message, field="customer/contact_mechanisms", code="customer.email")
    return min(found, key=lambda one: one.id).text("value")


def _parcels(packages: tuple[Record, ...], api: Client) -> tuple[Parcel, ...]:
    """One for each package that stands in no other."""
    outer = [one for one in packages if not one.values.get("parent")]
    return tuple(_parcel(one, api) for one in sorted(outer, key=lambda one: one.id))


def _parcel(package: Record, api: Client) -> Parcel:
    named, pointer = package.text("number"), f"packages/{package.id}"
    with values_at(pointer):
        weighed, size = parcel_weight(package, api), parcel_size(package, api)
    if weighed is None:
        message = f"Package {named} weighs nothing; weigh it, or weigh its products."
        raise Rejected(message, field=f"{pointer}/total_weight", code="package.weight")
    if size is None:
        message = f"Package {named} has no measures; give it some, or its type, or the setting package_size_mm."
        raise Rejected(message, field=f"{pointer}/length", code="package.size")
    with values_at(pointer):
        return Parcel(id=ParcelId(str(package.id)), weight=weighed, dimensions=size)


def _line(move: Record, pointer: str) -> PackedLine:
    product, quantity, price = move.one("product"), move.number("quantity"), move.number("unit_price")
    code = move.one("currency").text("code")
    if quantity is None or quantity != quantity.to_integral_value():
        message = f"{quantity} of {product.text('code')!r} cannot be sent in pieces."
        raise Rejected(message, field=f"{pointer}/quantity", code="move.quantity")
    with values_at(pointer):
        return PackedLine(
            sku=product.text("code"),
            quantity=int(quantity),
            name=product.text("name"),
            unit_price=Money(amount=price, currency=code) if price is not None and code else None,
            gtin=_gtin(product),
            weight=weight(product, "weight", "weight_uom"),
        )


def _gtin(product: Record) -> str | None:
    codes = [one.text("code") for one in product.many("identifiers") if one.text("type") == "ean"]
    return next((code for code in codes if is_gtin(code)), None)
