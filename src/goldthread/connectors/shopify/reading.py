"""A Shopify order as ours. Pointers in rejections name Shopify's fields, since that is what a person repairs.

Money is the shopper's: what was promised and is paid. Prices are those after discounts, a piece's share of them each.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from goldthread.connectors.shopify.rows import ShopifyAddress, ShopifyLine, ShopifyMoneyBag, ShopifyOrder, ShopifyWeight
from goldthread.domain.address import Address
from goldthread.domain.gtin import is_gtin
from goldthread.domain.ids import OrderId
from goldthread.domain.money import Money
from goldthread.domain.order import Order, OrderLine
from goldthread.domain.weight import Weight
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at

PICKUP_POINT: Final = "pickup_point"
"""The order's attribute by which a theme or an app says where the parcel is to be collected."""
_ON_DELIVERY: Final = "cash on delivery"
_UNPAYABLE: Final = ("EXPIRED", "REFUNDED", "VOIDED")
"""Financial states of orders that nobody pays for, though they weren't cancelled."""
_KILOGRAMS: Final = {
    "GRAMS": Decimal("0.001"),
    "KILOGRAMS": Decimal(1),
    "OUNCES": Decimal("0.028349523125"),
    "POUNDS": Decimal("0.45359237"),
}
_FINEST: Final = Decimal("0.000001")


def is_for_us(row: ShopifyOrder) -> str | None:
    """None when the order is to be sent; else why not."""
    if row.cancelledAt is not None:
        return f"Order {row.name} was cancelled."
    if (status := row.displayFinancialStatus or "") in _UNPAYABLE:
        return f"Order {row.name} is {status.lower()}: nobody pays for it."
    if not any(line.requiresShipping and line.currentQuantity > 0 for line in row.lineItems.nodes):
        return f"Order {row.name} has nothing to send."
    return None


def read_order(row: ShopifyOrder, shop: str) -> Order:
    """The order of one row with all its lines.

    Raises:
        Rejected: a value cannot be ours; the field is Shopify's.

    """
    email = (row.email or "").strip()
    if not email:
        raise Rejected(f"Order {row.name} names no e-mail of its customer; give one.", field="/email")
    if row.createdAt.tzinfo is None:
        raise Rejected(f"{row.createdAt} has no time zone.", field="/createdAt", code="time.naive")
    if row.shippingAddress is None:
        raise Rejected(f"Order {row.name} has no shipping address; give one.", field="/shippingAddress")
    shipping = _address(row.shippingAddress, email, "/shippingAddress")
    currency = row.presentmentCurrencyCode
    lines = tuple(
        _line(line, f"/lineItems/nodes/{place}")
        for place, line in enumerate(row.lineItems.nodes)
        if line.currentQuantity > 0
    )
    total = _money(row.currentTotalPriceSet, "/currentTotalPriceSet")
    with values_at(""):
        return Order(
            id=OrderId(row.legacyResourceId),
            number=row.name.removeprefix("#"),
            shop=shop,
            placed_at=row.createdAt,
            currency=currency,
            email=email,
            customer_name=_customer(row) or shipping.name,
            billing=_address(row.billingAddress, email, "/billingAddress") if row.billingAddress else shipping,
            shipping=shipping,
            lines=lines,
            total=total,
            note=row.note or "",
            service=row.shippingLine.code or row.shippingLine.title if row.shippingLine else "",
            pickup_point=next((one.value or "" for one in row.customAttributes if one.key == PICKUP_POINT), ""),
            cod=_cod(row, total),
        )


def _cod(row: ShopifyOrder, total: Money) -> Money | None:
    """What is to be collected: all of it, or what isn't paid yet."""
    if not any(_ON_DELIVERY in name.casefold() for name in row.paymentGatewayNames):
        return None
    match row.displayFinancialStatus:
        case "PENDING":
            return total
        case "PARTIALLY_PAID":
            if row.totalOutstandingSet is None:
                message = f"Order {row.name} is paid in part; read it again, to see how much is to be collected."
                raise Rejected(message, field="/displayFinancialStatus")
            return _money(row.totalOutstandingSet, "/totalOutstandingSet")
        case _:
            return None


def _customer(row: ShopifyOrder) -> str:
    if row.customer is None:
        return ""
    return f"{row.customer.firstName or ''} {row.customer.lastName or ''}".strip()


def _line(line: ShopifyLine, pointer: str) -> OrderLine:
    if not line.sku:
        raise Rejected(f"{line.name!r} has no SKU; give its variant one.", field=f"{pointer}/sku")
    stock = line.variant.inventoryItem if line.variant else None
    barcode = line.variant.barcode if line.variant else None
    with values_at(pointer):
        return OrderLine(
            sku=line.sku,
            name=line.name,
            quantity=line.currentQuantity,
            unit_price=_unit_price(line, pointer),
            hs_code=(stock.harmonizedSystemCode or "").replace(".", "") or None if stock else None,
            origin=stock.countryCodeOfOrigin if stock else None,
            gtin=barcode if barcode and is_gtin(barcode) else None,
            weight=_weight(stock.measurement.weight) if stock and stock.measurement else None,
        )


def _unit_price(line: ShopifyLine, pointer: str) -> Money:
    """The price of one piece, less its share of the discounts on all that were ordered."""
    price = _money(line.originalUnitPriceSet, f"{pointer}/originalUnitPriceSet")
    if not line.discountAllocations:
        return price
    discounts = Money.total(
        (
            _money(one.allocatedAmountSet, f"{pointer}/discountAllocations/{place}")
            for place, one in enumerate(line.discountAllocations)
        ),
        price.currency,
    )
    share = (discounts.amount / line.quantity).quantize(_FINEST, rounding=ROUND_HALF_UP).normalize()
    return Money(amount=price.amount - share, currency=price.currency)


def _money(bag: ShopifyMoneyBag, pointer: str) -> Money:
    with values_at(pointer):
        return Money.of(bag.presentmentMoney.amount, bag.presentmentMoney.currencyCode)


def _weight(given: ShopifyWeight | None) -> Weight | None:
    """None where nobody weighed it, or in a unit that isn't known; zero is what Shopify writes for the former."""
    if given is None or given.value <= 0 or given.unit not in _KILOGRAMS:
        return None
    return Weight.from_kg(given.value * _KILOGRAMS[given.unit])


def _address(given: ShopifyAddress, email: str, pointer: str) -> Address:
    if not given.countryCodeV2:
        raise Rejected("The address names no country.", field=f"{pointer}/countryCodeV2")
    return Address(
        name=given.name or given.company or "",
        company=given.company or None,
        street=tuple(line for line in (given.address1, given.address2) if line),
        postal_code=given.zip or "",
        city=given.city or "",
        region=_region(given),
        country_code=given.countryCodeV2,
        phone=given.phone or None,
        email=email,
    )


def _region(given: ShopifyAddress) -> str | None:
    """`CA` where the code is what people write, `Tōkyō` where the code is a number (`JP-13`)."""
    code = given.provinceCode or ""
    return code if code.isalpha() else given.province or None
