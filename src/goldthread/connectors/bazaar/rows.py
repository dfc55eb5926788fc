"""What bazaar sends, under its own names."""
# ruff: noqa: N815 - the vendor's own field names

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarCustomer:
    """Who bought."""

    email: str
    firstName: str
    lastName: str
    phone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarLatin:
    """An address in Latin letters beside the one in its own script."""

    name: str
    street: str
    city: str
    company: str | None = None
    street2: str | None = None
    region: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarAddress:
    """Where it goes, as the shopper typed it; nobody validated it."""

    name: str
    street: str
    city: str
    zip: str
    countryCode: str
    company: str | None = None
    street2: str | None = None
    region: str | None = None
    phone: str | None = None
    latin: BazaarLatin | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarLine:
    """One article; money is a decimal text in the order's currency."""

    lineId: str
    sku: str
    title: str
    quantity: int
    unitPrice: str
    hsCode: str | None = None
    originCountry: str | None = None
    gtin: str | None = None
    weightGrams: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarParcel:
    """One parcel of a fulfilment."""

    trackingNumber: str
    carrier: str
    trackingUrl: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarQuantity:
    """How much of a line a fulfilment holds."""

    lineId: str
    quantity: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarFulfilment:
    """What was sent at once."""

    id: str
    lines: tuple[BazaarQuantity, ...]
    parcels: tuple[BazaarParcel, ...]

    @property
    def numbers(self) -> frozenset[str]:
        """The tracking numbers of its parcels."""
        return frozenset(parcel.trackingNumber for parcel in self.parcels)


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarFulfilments:
    """All that was sent of an order."""

    fulfilments: tuple[BazaarFulfilment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarOrder:
    """An order, whole."""

    id: str
    number: str
    status: str
    placedAt: datetime
    updatedAt: datetime
    currency: str
    customer: BazaarCustomer
    shippingAddress: BazaarAddress
    lines: tuple[BazaarLine, ...]
    total: str
    externalReference: str | None = None
    fulfilments: tuple[BazaarFulfilment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarOrderEvent:
    """The payload of `order.placed`."""

    event: str
    order: BazaarOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarOrders:
    """One page of orders, the oldest change first."""

    orders: tuple[BazaarOrder, ...]
    nextCursor: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarReference:
    """The number under which somebody else keeps an order."""

    id: str
    externalReference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BazaarStatus:
    """Where an order is, in the shop's word."""

    id: str
    status: str
