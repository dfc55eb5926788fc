"""Webhooks of orders: the older shapes as those of GraphQL, and complaints at the fields that came."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Final

from goldthread.connectors.shopify.hook_rows import HookAddress, HookCustomer, HookLine, HookMoneySet, HookOrder
from goldthread.connectors.shopify.reading import is_for_us, read_order
from goldthread.connectors.shopify.rows import (
    ShopifyAddress,
    ShopifyAttribute,
    ShopifyCustomer,
    ShopifyDiscount,
    ShopifyLine,
    ShopifyLines,
    ShopifyMeasurement,
    ShopifyMoney,
    ShopifyMoneyBag,
    ShopifyOrder,
    ShopifyPage,
    ShopifyShippingLine,
    ShopifyStock,
    ShopifyVariant,
    ShopifyWeight,
)
from goldthread.domain.order import Order
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Drop
from goldthread.flow.start import Origin


def read_order_placed(payload: HookOrder, origin: Origin) -> Order | Drop:
    """The order of an `orders/create` or `orders/paid`; one that was cancelled or has nothing to send is none of ours.

    Raises:
        Rejected: a value cannot be ours; the field is the payload's.

    """
    row = as_graphql(payload)
    with _at_their_fields():
        return read_order(row, origin.installation) if (why := is_for_us(row)) is None else Drop(why)


def as_graphql(payload: HookOrder) -> ShopifyOrder:
    """The order as GraphQL would have told it, as far as the webhook knows."""
    lines = tuple(_line(line) for line in payload.line_items)
    return ShopifyOrder(
        id=payload.admin_graphql_api_id,
        legacyResourceId=str(payload.id),
        name=payload.name,
        createdAt=payload.created_at,
        presentmentCurrencyCode=payload.presentment_currency,
        currentTotalPriceSet=_money(payload.current_total_price_set or payload.total_price_set),
        lineItems=ShopifyLines(nodes=lines, pageInfo=ShopifyPage(hasNextPage=False)),
        email=payload.email or payload.contact_email,
        note=payload.note,
        cancelledAt=payload.cancelled_at,
        displayFinancialStatus=payload.financial_status.upper() if payload.financial_status else None,
        paymentGatewayNames=payload.payment_gateway_names,
        totalOutstandingSet=_outstanding(payload),
        customer=_customer(payload.customer),
        shippingLine=next(
            (ShopifyShippingLine(title=one.title, code=one.code) for one in payload.shipping_lines), None
        ),
        customAttributes=tuple(
            ShopifyAttribute(key=one.name, value=None if one.value is None else str(one.value))
            for one in payload.note_attributes
        ),
        billingAddress=_address(payload.billing_address),
        shippingAddress=_address(payload.shipping_address),
    )


def _customer(given: HookCustomer | None) -> ShopifyCustomer | None:
    return None if given is None else ShopifyCustomer(firstName=given.first_name, lastName=given.last_name)


def _line(line: HookLine) -> ShopifyLine:
    weight = None if line.grams is None else ShopifyWeight(value=Decimal(line.grams), unit="GRAMS")
    stock = ShopifyStock(measurement=ShopifyMeasurement(weight=weight))
    return ShopifyLine(
        id=f"gid://shopify/LineItem/{line.id}",
        name=line.name,
        currentQuantity=line.quantity if line.current_quantity is None else line.current_quantity,
        quantity=line.quantity,
        requiresShipping=line.requires_shipping,
        originalUnitPriceSet=_money(line.price_set),
        sku=line.sku,
        discountAllocations=tuple(
            ShopifyDiscount(allocatedAmountSet=_money(one.amount_set)) for one in line.discount_allocations
        ),
        variant=ShopifyVariant(inventoryItem=stock),
    )


def _money(given: HookMoneySet) -> ShopifyMoneyBag:
    money = given.presentment_money
    return ShopifyMoneyBag(presentmentMoney=ShopifyMoney(amount=money.amount, currencyCode=money.currency_code))


def _outstanding(payload: HookOrder) -> ShopifyMoneyBag | None:
    """What isn't paid yet; a webhook tells it in the shop's currency alone."""
    if payload.total_outstanding is None or payload.currency != payload.presentment_currency:
        return None
    money = ShopifyMoney(amount=payload.total_outstanding, currencyCode=payload.currency)
    return ShopifyMoneyBag(presentmentMoney=money)


def _address(given: HookAddress | None) -> ShopifyAddress | None:
    if given is None:
        return None
    return ShopifyAddress(
        name=given.name,
        company=given.company,
        address1=given.address1,
        address2=given.address2,
        zip=given.zip,
        city=given.city,
        province=given.province,
        provinceCode=given.province_code,
        countryCodeV2=given.country_code,
        phone=given.phone,
    )


_THEIRS: Final = {
    "original_unit_price_set": "price_set",
    "country_code_v2": "country_code",
    "custom_attributes": "note_attributes",
    "total_outstanding_set": "total_outstanding",
    "display_financial_status": "financial_status",
}
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@contextmanager
def _at_their_fields() -> Iterator[None]:
    """Complaints about GraphQL's fields, moved to those of the payload."""
    try:
        yield
    except Rejected as error:
        faults = tuple(replace(fault, field=_their(fault.field)) for fault in error.faults)
        raise Rejected(str(error), faults=faults) from error


def _their(pointer: str) -> str:
    """`/lineItems/nodes/0/originalUnitPriceSet` as `/line_items/0/price_set`."""
    steps = [_HUMP.sub("_", step).lower() for step in pointer.split("/")]
    return "/".join(_THEIRS.get(step, step) for step in steps if step != "nodes")
