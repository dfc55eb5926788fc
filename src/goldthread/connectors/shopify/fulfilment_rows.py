"""What Shopify's GraphQL sends of fulfilments, under its own names."""
# ruff: noqa: N815 - the vendor's own field names

from dataclasses import dataclass
from datetime import datetime

from goldthread.connectors.shopify.rows import ShopifyPage


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyLocation:
    """Where goods lie."""

    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyTracking:
    """One parcel's number."""

    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyEvent:
    """Where a fulfilment was at some time."""

    id: str
    status: str
    happenedAt: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyEvents:
    """The last event alone, where there is one."""

    nodes: tuple[ShopifyEvent, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyFulfilment:
    """What was sent at once from one location."""

    id: str
    status: str
    trackingInfo: tuple[ShopifyTracking, ...]
    events: ShopifyEvents
    location: ShopifyLocation | None = None

    @property
    def numbers(self) -> frozenset[str]:
        """The tracking numbers of its parcels."""
        return frozenset(one.number for one in self.trackingInfo if one.number)

    @property
    def last_event(self) -> ShopifyEvent | None:
        """What the shopper sees."""
        return self.events.nodes[0] if self.events.nodes else None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyAssigned:
    """Which location is to send."""

    name: str | None = None
    location: ShopifyLocation | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyHold:
    """Why nothing may be sent for now."""

    reason: str
    reasonNotes: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyFulfilmentOrder:
    """What one location is to send of an order, as far as it is OPEN, IN_PROGRESS, SCHEDULED or ON_HOLD."""

    id: str
    status: str
    assignedLocation: ShopifyAssigned
    fulfillAt: datetime | None = None
    fulfillmentHolds: tuple[ShopifyHold, ...] = ()

    @property
    def location(self) -> str:
        """The location's id; empty where it is gone."""
        return self.assignedLocation.location.id if self.assignedLocation.location else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyFulfilmentOrders:
    """All of an order."""

    nodes: tuple[ShopifyFulfilmentOrder, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyShipping:
    """What was sent of an order, and what is to be."""

    id: str
    fulfillments: tuple[ShopifyFulfilment, ...]
    fulfillmentOrders: ShopifyFulfilmentOrders


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyShippingFound:
    """An order's shipping; none where there is no such order."""

    order: ShopifyShipping | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyArticle:
    """The order's line that something is part of."""

    id: str
    sku: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOpenLine:
    """What is still to be sent of one line."""

    id: str
    remainingQuantity: int
    lineItem: ShopifyArticle


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOpenLines:
    """One page of what is to be sent."""

    nodes: tuple[ShopifyOpenLine, ...]
    pageInfo: ShopifyPage


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOpen:
    """A fulfilment order's lines alone."""

    lineItems: ShopifyOpenLines


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyOpenFound:
    """The lines of a fulfilment order."""

    fulfillmentOrder: ShopifyOpen | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySentLine:
    """What was sent of one line."""

    quantity: int
    lineItem: ShopifyArticle


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySentLines:
    """One page of what was sent."""

    nodes: tuple[ShopifySentLine, ...]
    pageInfo: ShopifyPage


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySent:
    """A fulfilment's lines alone."""

    fulfillmentLineItems: ShopifySentLines


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySentFound:
    """The lines of a fulfilment."""

    fulfillment: ShopifySent | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyCreated:
    """The fulfilment that was made."""

    fulfillment: ShopifyFulfilment


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyFulfilled:
    """The answer to making one."""

    fulfillmentCreate: ShopifyCreated


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyEventMade:
    """The event that was made."""

    fulfillmentEvent: ShopifyEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifyEventCreated:
    """The answer to making one."""

    fulfillmentEventCreate: ShopifyEventMade
