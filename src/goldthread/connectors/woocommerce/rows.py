"""What WooCommerce sends, under its own names; money is decimal text, and whatever plugins change may be absent."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class WooMeta:
    """What a plugin, or we, noted beside an order; the value may be anything."""

    key: str
    value: object = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WooAddress:
    """As the shopper typed it; blanks are empty texts. The e-mail stands in the billing address alone."""

    first_name: str | None = ""
    last_name: str | None = ""
    company: str | None = ""
    address_1: str | None = ""
    address_2: str | None = ""
    city: str | None = ""
    state: str | None = ""
    postcode: str | None = ""
    country: str | None = ""
    email: str | None = ""
    phone: str | None = ""

    @property
    def is_blank(self) -> bool:
        """Whether it leads nowhere: the shopper gave none, and the billing address counts."""
        return not (self.address_1 or self.city or self.postcode)


@dataclass(frozen=True, kw_only=True, slots=True)
class WooLine:
    """One article; the totals are after discounts, without taxes."""

    id: int
    name: str | None = ""
    sku: str | None = ""
    """Read from the article at the moment of asking; null once that is deleted."""
    quantity: Decimal
    total: str
    total_tax: str = "0"


@dataclass(frozen=True, kw_only=True, slots=True)
class WooShippingLine:
    """How it is to be sent."""

    method_id: str | None = ""
    instance_id: str | int | None = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WooOrder:
    """An order, whole. The `_gmt` dates are in UTC and don't say so; their twins are in the site's zone."""

    id: int
    number: str | int
    status: str
    currency: str
    date_created_gmt: datetime
    date_modified_gmt: datetime
    date_paid_gmt: datetime | None = None
    total: str
    customer_note: str | None = ""
    billing: WooAddress
    shipping: WooAddress
    payment_method: str | None = ""
    meta_data: tuple[WooMeta, ...] = ()
    line_items: tuple[WooLine, ...]
    shipping_lines: tuple[WooShippingLine, ...] = ()

    def meta(self, key: str) -> object:
        """What is noted under the key; None where nothing is."""
        return next((one.value for one in self.meta_data if one.key == key), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class WooWritten:
    """An order after it was changed."""

    id: int
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WooFulfilment:
    """What was sent at once, in core's own fulfilments."""

    id: int
    status: str | None = None
    is_fulfilled: bool = False
    meta_data: tuple[WooMeta, ...] = ()

    def meta(self, key: str) -> object:
        """What is noted under the key; None where nothing is."""
        return next((one.value for one in self.meta_data if one.key == key), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class WooTracking:
    """A number in the Shipment Tracking plugin."""

    tracking_id: str
    tracking_number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WooNote:
    """A note to an order."""

    id: int
    note: str
    customer_note: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WooWebhook:
    """A subscription: `active`, `paused` by a person, or `disabled` by WooCommerce; its secret is never shown."""

    id: int
    name: str = ""
    status: str
    topic: str
    delivery_url: str
