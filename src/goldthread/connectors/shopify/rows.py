"""What Shopify's GraphQL sends, under its own names."""
# ruff: noqa: N815 - the vendor's own field names

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyMoney:
    """A decimal text and its currency."""

    amount: str
    currencyCode: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyMoneyBag:
    """One amount in the shopper's currency and in the shop's; only the shopper's is asked for."""

    presentmentMoney: ShopifyMoney


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyPage:
    """Where a page ends."""

    hasNextPage: bool
    endCursor: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyAddress:
    """A mailing address; every field of it may be missing."""

    name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    zip: str | None = None
    city: str | None = None
    province: str | None = None
    provinceCode: str | None = None
    countryCodeV2: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyWeight:
    """A weight in the merchant's unit: GRAMS, KILOGRAMS, OUNCES or POUNDS."""

    value: Decimal
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyMeasurement:
    """What a piece weighs, where the merchant says so."""

    weight: ShopifyWeight | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyStock:
    """What customs ask for."""

    harmonizedSystemCode: str | None = None
    countryCodeOfOrigin: str | None = None
    measurement: ShopifyMeasurement | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyVariant:
    """The article as the shop keeps it now."""

    barcode: str | None = None
    """Free text, most often a GTIN."""
    inventoryItem: ShopifyStock | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyDiscount:
    """A part of a discount that falls on one line, for all its pieces."""

    allocatedAmountSet: ShopifyMoneyBag


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyLine:
    """One article of an order."""

    id: str
    name: str
    currentQuantity: int
    """What is left of `quantity` after edits and refunds."""
    quantity: int
    requiresShipping: bool
    originalUnitPriceSet: ShopifyMoneyBag
    sku: str | None = None
    discountAllocations: tuple[ShopifyDiscount, ...] = ()
    variant: ShopifyVariant | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyLines:
    """One page of an order's lines."""

    nodes: tuple[ShopifyLine, ...]
    pageInfo: ShopifyPage


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyCustomer:
    """Who has an account; guests have none."""

    firstName: str | None = None
    lastName: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyShippingLine:
    """The shipping method that the shopper chose."""

    title: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyAttribute:
    """What a theme or an app wrote at the order."""

    key: str
    value: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOrder:
    """An order, whole."""

    id: str
    """`gid://shopify/Order/5940139491234`."""
    legacyResourceId: str
    name: str
    createdAt: datetime
    presentmentCurrencyCode: str
    currentTotalPriceSet: ShopifyMoneyBag
    lineItems: ShopifyLines
    email: str | None = None
    note: str | None = None
    cancelledAt: datetime | None = None
    displayFinancialStatus: str | None = None
    paymentGatewayNames: tuple[str, ...] = ()
    totalOutstandingSet: ShopifyMoneyBag | None = None
    customer: ShopifyCustomer | None = None
    shippingLine: ShopifyShippingLine | None = None
    customAttributes: tuple[ShopifyAttribute, ...] = ()
    billingAddress: ShopifyAddress | None = None
    shippingAddress: ShopifyAddress | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOrderFound:
    """An order that was asked for; none where there is no such order."""

    order: ShopifyOrder | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOrderLines:
    """An order's lines alone."""

    lineItems: ShopifyLines


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOrderLinesFound:
    """The next lines of an order."""

    order: ShopifyOrderLines | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyMetafield:
    """A value that an app keeps at a thing of the shop's."""

    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyChangedOrder:
    """An order in a sweep."""

    id: str
    name: str
    updatedAt: datetime
    cancelledAt: datetime | None = None
    displayFulfillmentStatus: str | None = None
    metafield: ShopifyMetafield | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyChangedOrders:
    """One page of a sweep, the oldest change first."""

    nodes: tuple[ShopifyChangedOrder, ...]
    pageInfo: ShopifyPage


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySweep:
    """The answer to a sweep."""

    orders: ShopifyChangedOrders


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyNumberSet:
    """That metafields were set; what was wrong with them is read before."""

    metafieldsSet: object
