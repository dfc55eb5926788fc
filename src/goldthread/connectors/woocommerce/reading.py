"""A WooCommerce order as ours. Pointers in rejections name the shop's fields, since that is what a person repairs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, cast

from goldthread.connectors.woocommerce.rows import WooAddress, WooLine, WooOrder
from goldthread.domain.address import Address
from goldthread.domain.ids import OrderId
from goldthread.domain.money import Money, minor_digits
from goldthread.domain.order import Order, OrderLine
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at

COD: Final = "cod"
"""The payment method that core calls *cash on delivery*."""
PICKUP_POINTS: Final = ("_pickup_point", "sendcloudshipping_service_point_meta")
"""Where plugins note the point of collection: ours to agree on, and Sendcloud's."""


def read_order(row: WooOrder, shop: str) -> Order:
    """The order of one row.

    Raises:
        Rejected: a value cannot be ours; the field is the shop's.

    """
    email = (row.billing.email or "").strip()
    if not email:
        raise Rejected("The order names no e-mail of its customer; give one in the shop.", field="/billing/email")
    with values_at("/total"):
        total = Money.of(row.total, row.currency)
    lines = tuple(one for place, line in enumerate(row.line_items) for one in _lines(line, row.currency, place))
    billing = _address(row.billing, row)
    with values_at(""):
        return Order(
            id=OrderId(str(row.id)),
            number=str(row.number),
            shop=shop,
            placed_at=utc(row.date_created_gmt),
            currency=row.currency,
            email=email,
            customer_name=billing.name,
            billing=billing,
            shipping=billing if row.shipping.is_blank else _address(row.shipping, row),
            lines=lines,
            total=total,
            note=row.customer_note or "",
            service=_service(row),
            pickup_point=_pickup_point(row),
            cod=total if row.payment_method == COD and row.date_paid_gmt is None else None,
        )


def utc(moment: datetime) -> datetime:
    """A `_gmt` date, which has no zone written and means UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _lines(line: WooLine, currency: str, place: int) -> tuple[OrderLine, ...]:
    """The article with its price per piece, taxes in it and discounts out of it.

    What doesn't divide is told as two lines whose prices differ by the smallest unit, so that the sum stays exact.
    """
    pointer = f"/line_items/{place}"
    if not line.sku:
        raise Rejected(f"The article {line.name!r} has no SKU; give it one in the shop.", field=f"{pointer}/sku")
    if line.quantity != line.quantity.to_integral_value() or line.quantity < 1:
        message = f"{line.quantity} pieces of {line.sku!r} cannot be packed; pieces are whole."
        raise Rejected(message, field=f"{pointer}/quantity")
    gross = _decimal(line.total, f"{pointer}/total") + _decimal(line.total_tax, f"{pointer}/total_tax")
    digits = max(minor_digits(currency), -cast("int", gross.as_tuple().exponent))
    pieces = int(line.quantity)
    each, rest = divmod(int(gross.scaleb(digits)), pieces)
    parts = [(quantity, price) for quantity, price in ((pieces - rest, each), (rest, each + 1)) if quantity]
    with values_at(pointer):
        return tuple(
            OrderLine(
                sku=line.sku,
                name=line.name or line.sku,
                quantity=quantity,
                unit_price=Money(amount=Decimal(price).scaleb(-digits), currency=currency),
            )
            for quantity, price in parts
        )


def _decimal(text: str, pointer: str) -> Decimal:
    try:
        value = Decimal(text or "0")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Rejected(f"An amount is a decimal number with a point, as 19.90; {text!r} is not.", field=pointer)
    return value


def _address(given: WooAddress, row: WooOrder) -> Address:
    name = f"{given.first_name or ''} {given.last_name or ''}".strip()
    return Address(
        name=name or given.company or "",
        company=given.company or None,
        street=tuple(line for line in (given.address_1, given.address_2) if line),
        postal_code=given.postcode or "",
        city=given.city or "",
        region=given.state or None,
        country_code=given.country or "",
        phone=given.phone or row.billing.phone or None,
        email=(row.billing.email or "").strip(),
    )


def _service(row: WooOrder) -> str:
    """The shipping method as the shop names its rates: `flat_rate:3`."""
    line = next(iter(row.shipping_lines), None)
    if line is None or not line.method_id:
        return ""
    return f"{line.method_id}:{line.instance_id}" if line.instance_id else line.method_id


def _pickup_point(row: WooOrder) -> str:
    for key in PICKUP_POINTS:
        match row.meta(key):
            case str() | int() as point if point:
                return str(point)
            case {"id": str() | int() as point}:
                return str(point)
            case _:
                continue
    return ""


def modified(row: WooOrder | Mapping[str, object]) -> datetime | None:
    """When a row was changed last, also one that cannot be read otherwise."""
    if isinstance(row, WooOrder):
        return utc(row.date_modified_gmt)
    try:
        return utc(datetime.fromisoformat(str(row.get("date_modified_gmt"))))
    except ValueError:
        return None
