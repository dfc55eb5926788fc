"""What Vendure says of an order's way to its shopper, under its own names."""
# ruff: noqa: N815 - the vendor's own field names

from dataclasses import dataclass, field
from typing import Any

from goldthread.connectors.vendure.rows import VendureHistory


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureQuantity:
    """How much of a line a fulfilment holds."""

    orderLineId: str
    quantity: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureFulfillment:
    """What was sent at once. Vendure has one tracking code for it: of several parcels, `T-1, T-2`."""

    id: str
    state: str
    trackingCode: str | None = None
    lines: tuple[VendureQuantity, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """The tracking numbers of its parcels."""
        return frozenset(part.strip() for part in (self.trackingCode or "").split(",") if part.strip())


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureArticle:
    """Which article a line is of."""

    id: str
    sku: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureOpenLine:
    """A line of an order, as far as sending goes."""

    id: str
    quantity: int
    productVariant: VendureArticle


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureSending:
    """An order, as far as sending goes."""

    id: str
    state: str
    lines: tuple[VendureOpenLine, ...]
    fulfillments: tuple[VendureFulfillment, ...] | None = None
    history: VendureHistory = field(default_factory=VendureHistory)


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureSendingData:
    """The answer to a question for one order; none where there is no such order."""

    order: VendureSending | None


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureFulfilledData:
    """A fulfilment that was made."""

    addFulfillmentToOrder: VendureFulfillment


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureMovedData:
    """A fulfilment that was moved, or stood there before, which is told as an error."""

    transitionFulfillmentToState: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureOrderId:
    """An order that something was written into."""

    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureNotedData:
    """An order that a note was added to."""

    addNoteToOrder: VendureOrderId


@dataclass(frozen=True, kw_only=True, slots=True)
class VendureNumberedData:
    """An order whose custom fields were set; none where there is no such order."""

    setOrderCustomFields: VendureOrderId | None
