"""What Vendure sends, under its own names. Money is whole units of `moneyStrategyPrecision` decimal places."""
# ruff: noqa: N815 - the vendor's own field names

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

Data = TypeVar("Data")


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureReply(Generic[Data]):
    """What every answer of the Admin API is wrapped in."""

    data: Data


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureCustomer:
    """Who bought, as a guest or with an account."""

    emailAddress: str
    firstName: str
    lastName: str
    phoneNumber: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureAddress:
    """Where it goes, as the shopper typed it. One that wasn't given has nothing but nulls."""

    fullName: str | None = None
    company: str | None = None
    streetLine1: str | None = None
    streetLine2: str | None = None
    city: str | None = None
    province: str | None = None
    postalCode: str | None = None
    countryCode: str | None = None
    phoneNumber: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureVariant:
    """An article."""

    sku: str
    name: str
    customFields: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureLine:
    """One article of an order; what was cancelled has the quantity 0."""

    id: str
    quantity: int
    proratedUnitPriceWithTax: int
    """What was really paid for one, with taxes, after the discounts of line and order."""
    productVariant: VendureVariant


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureMethod:
    """A shipping method."""

    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureShippingLine:
    """How an order is to be sent."""

    shippingMethod: VendureMethod


@dataclass(frozen=True, kw_only=True, slots=True)
class VendurePayment:
    """What was paid, or promised."""

    method: str
    state: str
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureNote:
    """An entry of an order's history."""

    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureHistory:
    """The notes of an order."""

    items: tuple[VendureNote, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What they say."""
        return tuple(str(entry.data.get("note", "")) for entry in self.items)


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureOrder:
    """An order, whole."""

    id: str
    code: str
    state: str
    currencyCode: str
    totalWithTax: int
    lines: tuple[VendureLine, ...]
    orderPlacedAt: datetime | None = None
    customer: VendureCustomer | None = None
    shippingAddress: VendureAddress | None = None
    billingAddress: VendureAddress | None = None
    shippingLines: tuple[VendureShippingLine, ...] = ()
    payments: tuple[VendurePayment, ...] | None = None
    customFields: dict[str, Any] | None = None
    history: VendureHistory = field(default_factory=VendureHistory)


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureServerConfig:
    """What the server was configured with."""

    moneyStrategyPrecision: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureGlobalSettings:
    """Settings of the whole shop."""

    serverConfig: VendureServerConfig


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureOrderEvent:
    """The payload of `order.placed`, and the answer to a question for one order."""

    globalSettings: VendureGlobalSettings
    order: VendureOrder

    @property
    def precision(self) -> int:
        """The decimal places of all money."""
        return self.globalSettings.serverConfig.moneyStrategyPrecision


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureOrderData:
    """The answer to a question for one order; none where there is no such order."""

    globalSettings: VendureGlobalSettings
    order: VendureOrder | None


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureOrderList:
    """Some orders."""

    items: tuple[VendureOrder, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureOrdersData:
    """The answer to a question for orders."""

    globalSettings: VendureGlobalSettings
    orders: VendureOrderList
