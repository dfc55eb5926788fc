"""A bazaar order as ours. Pointers in rejections name the shop's fields, since that is what a person repairs."""

from goldthread.connectors.bazaar.rows import BazaarAddress, BazaarLine, BazaarOrder
from goldthread.domain.address import Address
from goldthread.domain.ids import OrderId
from goldthread.domain.money import Money
from goldthread.domain.order import Order, OrderLine
from goldthread.domain.weight import Weight
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at


def read_order(row: BazaarOrder, shop: str, pointer: str = "") -> Order:
    """The order of one row, which stands at `pointer` in what came.

    Raises:
        Rejected: a value cannot be ours; the field is the shop's.

    """
    if not row.customer.email.strip():
        raise Rejected("The order names no e-mail of its customer; give one.", field=f"{pointer}/customer/email")
    lines = tuple(_line(line, row.currency, f"{pointer}/lines/{place}") for place, line in enumerate(row.lines))
    with values_at(f"{pointer}/total"):
        total = Money.of(row.total, row.currency)
    with values_at(pointer):
        return Order(
            id=OrderId(row.id),
            number=row.number,
            shop=shop,
            placed_at=row.placedAt,
            currency=row.currency,
            email=row.customer.email.strip(),
            customer_name=f"{row.customer.firstName} {row.customer.lastName}".strip(),
            billing=_native(row),
            shipping=_shipping(row),
            lines=lines,
            total=total,
        )


def _line(line: BazaarLine, currency: str, pointer: str) -> OrderLine:
    with values_at(f"{pointer}/unitPrice"):
        price = Money.of(line.unitPrice, currency)
    with values_at(pointer):
        return OrderLine(
            sku=line.sku,
            name=line.title,
            quantity=line.quantity,
            unit_price=price,
            hs_code=line.hsCode,
            origin=line.originCountry,
            gtin=line.gtin,
            weight=None if line.weightGrams is None else Weight(grams=line.weightGrams),
        )


def _native(row: BazaarOrder) -> Address:
    """The address in its own script: bazaar knows no other for the bill."""
    given = row.shippingAddress
    return Address(
        name=given.name,
        company=given.company,
        street=_street(given.street, given.street2),
        postal_code=given.zip,
        city=given.city,
        region=given.region,
        country_code=given.countryCode,
        phone=_phone(given, row),
        email=row.customer.email.strip(),
    )


def _shipping(row: BazaarOrder) -> Address:
    """The address that a parcel from abroad needs: in Latin letters where the shopper gave both."""
    given = row.shippingAddress
    latin = given.latin
    if latin is None:
        return _native(row)
    return Address(
        name=latin.name,
        company=latin.company,
        street=_street(latin.street, latin.street2),
        postal_code=given.zip,
        city=latin.city,
        region=latin.region,
        country_code=given.countryCode,
        phone=_phone(given, row),
        email=row.customer.email.strip(),
    )


def _street(*lines: str | None) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _phone(given: BazaarAddress, row: BazaarOrder) -> str | None:
    return given.phone or row.customer.phone
