"""What Shopify's webhooks hold: the shapes of the older REST API, under their own names."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class HookMoney:
    """A decimal text and its currency."""

    amount: str
    currency_code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HookMoneySet:
    """One amount in the shopper's currency and in the shop's; only the shopper's is read."""

    presentment_money: HookMoney


@dataclass(frozen=True, kw_only=True, slots=True)
class HookAddress:
    """A mailing address; every field of it may be missing."""

    name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    zip: str | None = None
    city: str | None = None
    province: str | None = None
    province_code: str | None = None
    country_code: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HookDiscount:
    """A part of a discount that falls on one line, for all its pieces."""

    amount_set: HookMoneySet


@dataclass(frozen=True, kw_only=True, slots=True)
class HookLine:
    """One article of an order; of customs' data it has none."""

    id: int
    name: str
    quantity: int
    requires_shipping: bool
    price_set: HookMoneySet
    current_quantity: int | None = None
    sku: str | None = None
    grams: int | None = None
    discount_allocations: tuple[HookDiscount, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HookCustomer:
    """Who has an account; guests have none."""

    first_name: str | None = None
    last_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HookShippingLine:
    """The shipping method that the shopper chose."""

    title: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HookAttribute:
    """What a theme or an app wrote at the order."""

    name: str
    value: object = None
    """Most often a text; apps write numbers and truths, too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HookOrder:
    """The payload of `orders/create` and `orders/paid`."""

    id: int
    """Beyond 2^53 in Shopify's own samples: `820982911946154508`."""
    admin_graphql_api_id: str
    name: str
    created_at: datetime
    currency: str
    presentment_currency: str
    total_price_set: HookMoneySet
    line_items: tuple[HookLine, ...]
    current_total_price_set: HookMoneySet | None = None
    total_outstanding: str | None = None
    """In the shop's currency."""
    email: str | None = None
    contact_email: str | None = None
    note: str | None = None
    cancelled_at: datetime | None = None
    financial_status: str | None = None
    payment_gateway_names: tuple[str, ...] = ()
    customer: HookCustomer | None = None
    shipping_lines: tuple[HookShippingLine, ...] = ()
    note_attributes: tuple[HookAttribute, ...] = ()
    billing_address: HookAddress | None = None
    shipping_address: HookAddress | None = None
