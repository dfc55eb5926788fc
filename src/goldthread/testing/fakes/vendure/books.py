"""What the fake of Vendure knows: orders, fulfilments and their states, by the rules of Vendure's own processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

SORTED = ("id", "orderPlacedAt")
"""The fields that a list is sorted by, in the schema's order."""
FULFILLMENT_STATES = {
    "Created": ("Pending",),
    "Pending": ("Shipped", "Delivered", "Cancelled"),
    "Shipped": ("Delivered", "Cancelled"),
    "Delivered": ("Cancelled",),
    "Cancelled": (),
}
ORDER_STATES = {
    "PaymentSettled": ("PartiallyDelivered", "Delivered", "PartiallyShipped", "Shipped"),
    "PartiallyShipped": ("Shipped", "PartiallyDelivered"),
    "Shipped": ("PartiallyDelivered", "Delivered"),
    "PartiallyDelivered": ("Delivered",),
    "Modifying": ("PartiallyShipped", "Shipped", "PartiallyDelivered"),
}
"""Where an order follows its fulfilments to. One whose payment is only authorised follows nowhere."""


class NotThereError(Exception):
    """No such thing; the message is Vendure's."""


class Books:
    """Orders by id, and what was sent of them."""

    def __init__(self, stock: Mapping[str, int] | None = None) -> None:
        self.orders: dict[str, Row] = {}
        self.stock = dict(stock or {})
        """On hand, by the variant's id; what isn't listed is there in plenty."""
        self._made_at: dict[str, datetime] = {}

    def get(self, order_id: str) -> Row:
        """An order. Raises `NotThereError`."""
        if order_id not in self.orders:
            raise NotThereError(f'No Order with the id "{order_id}" could be found')
        return self.orders[order_id]

    def listed(self, options: Mapping[str, Any]) -> Row:
        """A page of the orders that a filter on `orderPlacedAt` and `state` lets through.

        Sorted by `id` first when that is among the fields, whatever the order in which they were asked for.
        """
        wanted = options.get("filter", {})
        after = wanted.get("orderPlacedAt", {}).get("after", "")
        states = wanted.get("state", {}).get("in")
        rows = [row for row in self.orders.values() if row["orderPlacedAt"] > after]
        sort = options.get("sort") or {"id": "ASC"}
        rows = sorted(
            (row for row in rows if states is None or row["state"] in states),
            key=lambda row: [int(row["id"]) if name == "id" else row[name] for name in SORTED if name in sort],
        )
        skip = int(options.get("skip") or 0)
        return {"items": rows[skip : skip + int(options.get("take") or 1000)], "totalItems": len(rows)}

    def fulfil(self, lines: Sequence[Row], handler: Row, now: datetime) -> Row:
        """A new fulfilment in the state Pending, or the error that stands in its place.

        Requests of one instant don't see each other: a real Vendure was seen to make four of four identical ones.
        """
        if not lines or not sum(line["quantity"] for line in lines):
            return _error("EmptyOrderLineSelectionError", "At least one OrderLine must be specified")
        found = [self._line(line["orderLineId"]) for line in lines]
        order = found[0][0]
        for asked, (_, line) in zip(lines, found, strict=True):
            seen = [one for one in _live(order) if one["state"] != "Pending" or self._made_at[one["id"]] < now]
            if line["quantity"] - _sent_of(seen, line["id"]) < asked["quantity"]:
                words = "One or more OrderItems are already part of a Fulfillment"
                return _error("ItemsAlreadyFulfilledError", words)
        for asked, (_, line) in zip(lines, found, strict=True):
            if error := self._short_of(line["productVariant"], asked["quantity"]):
                return error
        if handler["code"] != "manual-fulfillment":
            return _error("InvalidFulfillmentHandlerError", "errorResult.INVALID_FULFILLMENT_HANDLER_ERROR")
        arguments = {one["name"]: one["value"] for one in handler["arguments"]}
        made = {
            "__typename": "Fulfillment",
            "id": str(len(self._made_at) + 1),
            "state": "Pending",
            "method": arguments.get("method", ""),
            "trackingCode": arguments.get("trackingCode", ""),
            "lines": [{"orderLineId": one["orderLineId"], "quantity": one["quantity"]} for one in lines],
        }
        order["fulfillments"].append(made)
        self._made_at[made["id"]] = now
        return made

    def move(self, id_: str, state: str) -> Row:
        """The fulfilment in its new state, with the order behind it, or the error that stands in its place."""
        pairs: list[tuple[Row, Row]] = [
            (order, one) for order in self.orders.values() for one in order["fulfillments"] if one["id"] == id_
        ]
        if not pairs:
            raise NotThereError(f'No Fulfillment with the id "{id_}" could be found')
        order, fulfillment = pairs[0]
        before = fulfillment["state"]
        if state not in FULFILLMENT_STATES.get(before, ()):
            words = f'Cannot transition Fulfillment from "{before}" to "{state}"'
            facts = {"transitionError": words, "fromState": before, "toState": state}
            name = "FulfillmentStateTransitionError"
            return {**_error(name, "errorResult.FULFILLMENT_STATE_TRANSITION_ERROR"), **facts}
        fulfillment["state"] = state
        _follow(order, state)
        return fulfillment

    def _line(self, id_: str) -> tuple[Row, Row]:
        for order in self.orders.values():
            for line in order["lines"]:
                if line["id"] == id_:
                    return order, line
        raise NotThereError(f'No OrderLine with the id "{id_}" could be found')

    def _short_of(self, variant: Row, quantity: int) -> Row | None:
        on_hand = self.stock.get(variant["id"], quantity)
        if on_hand >= quantity:
            return None
        words = f'Cannot create a Fulfillment as "{variant["name"]}" has insufficient stockOnHand ({on_hand})'
        facts = {"productVariantId": variant["id"], "productVariantName": variant["name"], "stockOnHand": on_hand}
        return {**_error("InsufficientStockOnHandError", words), **facts}


def _sent_of(fulfillments: Sequence[Row], line: str) -> int:
    """How much of a line is in these fulfilments."""
    return sum(part["quantity"] for one in fulfillments for part in one["lines"] if part["orderLineId"] == line)


def _live(order: Row) -> list[Row]:
    """The fulfilments that weren't taken back."""
    return [one for one in order["fulfillments"] if one["state"] != "Cancelled"]


def _follow(order: Row, state: str) -> None:
    """An order is Shipped or Delivered when everything is, else partially."""
    if state not in {"Shipped", "Delivered"}:
        return
    live = _live(order)
    is_whole = all(_sent_of(live, line["id"]) == line["quantity"] for line in order["lines"])
    wanted = state if is_whole and all(one["state"] == state for one in live) else f"Partially{state}"
    if wanted in ORDER_STATES.get(order["state"], ()):
        order["state"] = wanted


def _error(name: str, message: str) -> Row:
    code = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).strip("_").upper()
    return {"__typename": name, "errorCode": code, "message": message}
