"""What the shop knows: orders, what is to be sent of them, and what was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

LOCATION: Final = "gid://shopify/Location/24826418"
FIRST_ORDER: Final = 820982911946154508
"""The id of Shopify's own sample, beyond 2^53."""


@dataclass(kw_only=True)
class Line:
    """One article of an order."""

    id: int
    sku: str
    name: str
    quantity: int
    price: Decimal
    grams: int = 120
    discount: Decimal = Decimal(0)
    """Of all pieces together."""
    removed: int = 0
    """Pieces that were taken off by an edit or a refund."""
    requires_shipping: bool = True


@dataclass(kw_only=True)
class OpenLine:
    """What is to be sent of a line."""

    id: int
    line: Line
    quantity: int


@dataclass(kw_only=True)
class FulfilmentOrder:
    """What one location is to send."""

    id: int
    lines: list[OpenLine]
    location: str = LOCATION
    status: str = "OPEN"
    hold: tuple[str, str] | None = None
    """Reason and notes."""

    @property
    def gid(self) -> str:
        return f"gid://shopify/FulfillmentOrder/{self.id}"


@dataclass(kw_only=True)
class Event:
    """Where a fulfilment was."""

    id: int
    status: str
    at: datetime


@dataclass(kw_only=True)
class Fulfilment:
    """What was sent at once."""

    id: int
    location: str
    numbers: list[str]
    company: str
    lines: list[tuple[Line, int]]
    status: str = "SUCCESS"
    is_notified: bool = False
    events: list[Event] = field(default_factory=list)

    @property
    def gid(self) -> str:
        return f"gid://shopify/Fulfillment/{self.id}"


@dataclass(kw_only=True)
class ShopOrder:
    """An order of a guest in Prague, paid in euros in a shop that counts in crowns."""

    id: int
    number: int
    created: datetime
    updated: datetime
    lines: list[Line]
    city: str
    shipping: Decimal = Decimal("4.90")
    note: str | None = None
    email: str = "jana@example.test"
    cancelled: datetime | None = None
    gateway: str = "shopify_payments"
    financial_status: str = "PAID"
    erp_number: str | None = None
    fulfilment_orders: list[FulfilmentOrder] = field(default_factory=list)
    fulfilments: list[Fulfilment] = field(default_factory=list)

    @property
    def gid(self) -> str:
        return f"gid://shopify/Order/{self.id}"

    @property
    def total(self) -> Decimal:
        """With shipping, less discounts."""
        goods = sum((line.price * (line.quantity - line.removed) - line.discount for line in self.lines), Decimal(0))
        return goods + self.shipping

    @property
    def sent(self) -> str:
        """As the admin shows it."""
        if not any(one.status == "SUCCESS" for one in self.fulfilments):
            return "UNFULFILLED"
        is_open = any(one.status not in {"CLOSED", "CANCELLED"} for one in self.fulfilment_orders)
        return "PARTIALLY_FULFILLED" if is_open else "FULFILLED"


class Refusal(Exception):
    """What a change says is wrong with its input: `userErrors`."""

    def __init__(self, message: str, *path: str, code: str | None = None) -> None:
        super().__init__(message)
        self.path = list(path)
        self.code = code
