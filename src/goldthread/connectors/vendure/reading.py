"""A Vendure order as ours. Pointers in rejections name the shop's fields, since that is what a person repairs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from goldthread.connectors.vendure.rows import VendureAddress, VendureCustomer, VendureLine, VendureOrder
from goldthread.domain.address import Address
from goldthread.domain.ids import OrderId
from goldthread.domain.money import Money
from goldthread.domain.order import Order, OrderLine
from goldthread.domain.weight import Weight
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at

ON_DELIVERY: Final = frozenset({"cash-on-delivery", "cod"})
"""Codes of payment methods by which the carrier collects."""


def read_order(row: VendureOrder, shop: str, precision: int, pointer: str = "") -> Order:
    """The order of one row, which stands at `pointer` in what came; money has `precision` decimal places.

    Raises:
        Rejected: a value cannot be ours; the field is the shop's.

    """
    customer = row.customer
    if customer is None or not customer.emailAddress.strip():
        raise Rejected("The order names no e-mail of its customer; give one.", field=f"{pointer}/customer/emailAddress")
    if row.orderPlacedAt is None:
        raise Rejected("The order wasn't placed; it is a cart still.", field=f"{pointer}/orderPlacedAt")
    shipping = _address(row.shippingAddress or VendureAddress(), customer, f"{pointer}/shippingAddress")
    billing = row.billingAddress
    has_billing = billing is not None and billing.streetLine1
    lines = tuple(
        _line(line, row.currencyCode, precision, f"{pointer}/lines/{place}")
        for place, line in enumerate(row.lines)
        if line.quantity
    )
    with values_at(pointer):
        return Order(
            id=OrderId(row.id),
            number=row.code,
            shop=shop,
            placed_at=row.orderPlacedAt,
            currency=row.currencyCode,
            email=customer.emailAddress.strip(),
            customer_name=_name(customer) or shipping.name,
            billing=_address(billing, customer, f"{pointer}/billingAddress") if billing and has_billing else shipping,
            shipping=shipping,
            lines=lines,
            total=_money(row.totalWithTax, row.currencyCode, precision),
            service=next((line.shippingMethod.code for line in row.shippingLines), ""),
            pickup_point=str((row.customFields or {}).get("pickupPoint") or ""),
            cod=_cod(row, precision),
        )


def _line(line: VendureLine, currency: str, precision: int, pointer: str) -> OrderLine:
    known: Mapping[str, Any] = line.productVariant.customFields or {}
    with values_at(pointer):
        return OrderLine(
            sku=line.productVariant.sku,
            name=line.productVariant.name,
            quantity=line.quantity,
            unit_price=_money(line.proratedUnitPriceWithTax, currency, precision),
            hs_code=known.get("hsCode") or None,
            origin=known.get("origin") or None,
            gtin=known.get("gtin") or None,
            weight=_weight(known.get("grams"), f"{pointer}/productVariant/customFields/grams"),
        )


def _weight(grams: object, pointer: str) -> Weight | None:
    match grams:
        case None:
            return None
        case int() if not isinstance(grams, bool):
            return Weight(grams=grams)
        case _:
            raise Rejected(f"A weight is a whole number of grams, not {grams!r}.", field=pointer)


def _address(given: VendureAddress, customer: VendureCustomer, pointer: str) -> Address:
    """An address; one without a name is the customer's own."""
    if not given.streetLine1 or not given.countryCode:
        missing = "countryCode" if given.streetLine1 else "streetLine1"
        raise Rejected("The order doesn't say where it goes to; give its address.", field=f"{pointer}/{missing}")
    return Address(
        name=given.fullName or _name(customer),
        company=given.company or None,
        street=tuple(line for line in (given.streetLine1, given.streetLine2) if line),
        postal_code=given.postalCode or "",
        city=given.city or "",
        region=given.province or None,
        country_code=given.countryCode.upper(),
        phone=given.phoneNumber or customer.phoneNumber or None,
        email=customer.emailAddress.strip(),
    )


def _cod(row: VendureOrder, precision: int) -> Money | None:
    """What the carrier is to collect: promised by such a method, and not paid yet."""
    promised = [one.amount for one in row.payments or () if one.method in ON_DELIVERY and one.state == "Authorized"]
    return _money(sum(promised), row.currencyCode, precision) if promised else None


def _money(units: int, currency: str, precision: int) -> Money:
    return Money(amount=Decimal(units).scaleb(-precision), currency=currency)


def _name(customer: VendureCustomer) -> str:
    return f"{customer.firstName} {customer.lastName}".strip()
