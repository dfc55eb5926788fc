"""What the shop does when it is asked: takes orders, sends, splits, holds, keeps events and subscriptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final

from goldthread.testing.fakes.shopify.books import (
    FIRST_ORDER,
    Event,
    Fulfilment,
    FulfilmentOrder,
    Line,
    OpenLine,
    Refusal,
    ShopOrder,
)

FAILURES: Final = 8
"""After so many failed deliveries in a row a subscription is deleted."""
_OPEN: Final = frozenset({"OPEN", "IN_PROGRESS"})


@dataclass(kw_only=True)
class Subscription:
    """What is told where."""

    id: str
    topic: str
    uri: str
    failures: int = 0


class ShopBooks:
    """All that the shop knows, and its rules."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._ids = count(1046000001)
        self.orders: dict[int, ShopOrder] = {}
        self.subscriptions: list[Subscription] = []

    def place(self, lines: Sequence[Line] = ()) -> ShopOrder:
        """A shopper orders; all of it is to be sent from one location."""
        number = len(self.orders)
        default = Line(id=466157049 + number, sku="TEA-1", name="Green tea", quantity=2, price=Decimal("9.95"))
        order = ShopOrder(
            id=FIRST_ORDER + number,
            number=1001 + number,
            created=self._now(),
            updated=self._now(),
            lines=list(lines) or [default],
            city="Praha",
        )
        sent = [OpenLine(id=next(self._ids), line=line, quantity=line.quantity - line.removed) for line in order.lines]
        order.fulfilment_orders.append(FulfilmentOrder(id=next(self._ids), lines=sent))
        self.orders[order.id] = order
        return order

    def touch(self, order: ShopOrder) -> None:
        """Something changed: it is the latest of all."""
        latest = max(one.updated for one in self.orders.values())
        order.updated = max(self._now(), latest + timedelta(seconds=1))

    def order_at(self, gid: str) -> ShopOrder | None:
        """The order of that name."""
        return next((one for one in self.orders.values() if one.gid == gid), None)

    def fulfil(self, given: Mapping[str, Any]) -> Fulfilment:
        """Send what is asked for. Raises `Refusal`."""
        chosen = [self._chosen(part) for part in given["lineItemsByFulfillmentOrder"]]
        owners = {owner.id: owner for owner, _, _ in chosen}
        places = {head.location for _, head, _ in chosen}
        if len(owners) != 1 or len(places) != 1:
            raise Refusal("All fulfillment orders must belong to the same order and location.", "fulfillment")
        tracking = given.get("trackingInfo") or {}
        numbers = tracking.get("numbers") or [number for number in [tracking.get("number")] if number]
        lines = [(one.line, quantity) for _, _, parts in chosen for one, quantity in parts]
        (order,) = owners.values()
        for _, head, parts in chosen:
            self._split(order, head, parts)
        made = Fulfilment(
            id=next(self._ids),
            location=places.pop(),
            numbers=[str(number) for number in numbers],
            company=str(tracking.get("company") or ""),
            lines=lines,
            is_notified=bool(given.get("notifyCustomer")),
        )
        order.fulfilments.append(made)
        self.touch(order)
        return made

    def happen(self, given: Mapping[str, Any]) -> Event:
        """Keep what happened to a fulfilment. Raises `Refusal`."""
        for order in self.orders.values():
            for one in order.fulfilments:
                if one.gid == given["fulfillmentId"]:
                    at = datetime.fromisoformat(given["happenedAt"]) if given.get("happenedAt") else self._now()
                    one.events.append(Event(id=next(self._ids), status=given["status"], at=at))
                    self.touch(order)
                    return one.events[-1]
        raise Refusal("Fulfillment does not exist.", "fulfillmentEvent", "fulfillmentId")

    def set_metafield(self, given: Mapping[str, Any], place: int) -> str:
        """Keep a value at an order; the last one wins. Raises `Refusal`."""
        order = self.order_at(given["ownerId"])
        if order is None:
            raise Refusal("Owner does not exist.", "metafields", str(place), "ownerId", code="INVALID")
        if not given["value"]:
            raise Refusal("Value can't be blank.", "metafields", str(place), "value", code="BLANK")
        order.erp_number = str(given["value"])
        self.touch(order)
        return f"gid://shopify/Metafield/{order.id}"

    def subscribe(self, topic: str, uri: str) -> Subscription:
        """Tell of a topic from now on. Raises `Refusal`."""
        self._check_uri(topic, uri)
        made = Subscription(id=f"gid://shopify/WebhookSubscription/{next(self._ids)}", topic=topic, uri=uri)
        self.subscriptions.append(made)
        return made

    def move(self, id_: str, uri: str) -> Subscription:
        """Tell another address. Raises `Refusal`."""
        found = next((one for one in self.subscriptions if one.id == id_), None)
        if found is None:
            raise Refusal("Webhook subscription does not exist", "id")
        self._check_uri(found.topic, uri)
        found.uri = uri
        return found

    def fail_delivery(self, topic: str) -> None:
        """Nobody took a delivery; after eight in a row the subscription is gone."""
        for one in [one for one in self.subscriptions if one.topic == topic]:
            one.failures += 1
            if one.failures >= FAILURES:
                self.subscriptions.remove(one)

    def _check_uri(self, topic: str, uri: str) -> None:
        path = ("webhookSubscription", "uri")
        if not uri.startswith("https://"):
            raise Refusal("Address protocol http:// is not supported", *path)
        if any((one.topic, one.uri) == (topic, uri) for one in self.subscriptions):
            raise Refusal("Address for this topic has already been taken", *path)

    def _chosen(self, part: Mapping[str, Any]) -> tuple[ShopOrder, FulfilmentOrder, list[tuple[OpenLine, int]]]:
        """The lines of one fulfilment order that are asked for; all, where none are named."""
        for order in self.orders.values():
            for head in order.fulfilment_orders:
                if head.gid == part["fulfillmentOrderId"]:
                    return order, head, self._quantities(head, part.get("fulfillmentOrderLineItems") or [])
        raise Refusal("Fulfillment order does not exist.", "fulfillment")

    def _quantities(self, head: FulfilmentOrder, asked: Sequence[Mapping[str, Any]]) -> list[tuple[OpenLine, int]]:
        if head.status not in _OPEN:
            message = f"Fulfillment order {head.id} has an unfulfillable status= {head.status.lower()}."
            raise Refusal(message, "fulfillment")
        if not asked:
            return [(one, one.quantity) for one in head.lines]
        known = {f"gid://shopify/FulfillmentOrderLineItem/{one.id}": one for one in head.lines}
        chosen = [(known.get(one["id"]), int(one["quantity"])) for one in asked]
        found = [(one, quantity) for one, quantity in chosen if one is not None and 0 < quantity <= one.quantity]
        if len(found) < len(chosen):
            raise Refusal("Invalid fulfillment order line item quantity requested.", "fulfillment")
        return found

    def _split(self, order: ShopOrder, head: FulfilmentOrder, parts: list[tuple[OpenLine, int]]) -> None:
        """What was sent is closed; what is left is another fulfilment order with lines of its own."""
        sent = {one.id: quantity for one, quantity in parts}
        left = [
            OpenLine(id=next(self._ids), line=one.line, quantity=one.quantity - sent.get(one.id, 0))
            for one in head.lines
            if one.quantity > sent.get(one.id, 0)
        ]
        head.status = "CLOSED"
        head.lines = [OpenLine(id=one.id, line=one.line, quantity=0) for one in head.lines]
        if left:
            order.fulfilment_orders.append(
                FulfilmentOrder(id=next(self._ids), lines=left, location=head.location, status="IN_PROGRESS")
            )
