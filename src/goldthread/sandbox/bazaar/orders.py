"""The shop's orders: placed by shoppers, listed by their last change, with their own books."""

from bisect import bisect_right
from collections import Counter
from datetime import datetime, timedelta

from goldthread.sandbox.baskets import basket, order_id
from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Json
from goldthread.sandbox.flaws import Flaw

RANK = {
    "placed": 0,
    "accepted": 1,
    "shipped": 2,
    "inTransit": 3,
    "attention": 4,
    "outForDelivery": 4,
    "readyForPickup": 4,
    "returning": 5,
    "delivered": 6,
    "returned": 6,
    "cancelled": 6,
}
"""How far along an order is; a change to a lower rank is a regression."""


class OrderStore:
    """All orders of the shop."""

    def __init__(self, *, seed: int, clock: SystemClock) -> None:
        self._seed = seed
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        self.by_id: dict[str, Json] = {}
        self.flaws: dict[str, Flaw] = {}
        self.regressions = 0
        self._placed = 0
        self._changes: list[tuple[datetime, str]] = []
        """When which order changed, oldest first; outdated ones stay and are skipped when listing."""
        self._current: dict[str, int] = {}
        """The place of each order's last change."""

    def place(self, wish: Json) -> Json:
        """One more shopper orders: the next order of this seed, overlaid with what is wished."""
        self._placed += 1
        order, flaw = basket(self._seed, self._placed, self._clock.stamp())
        if flaw is not None and "shippingAddress" not in wish:
            self.flaws[order["id"]] = flaw
        order = _overlay(order, wish)
        order["id"] = order_id(self._seed, self._placed)
        self.by_id[order["id"]] = order
        self.touch(order)
        return order

    def amend(self, order: Json, wish: Json) -> None:
        """A shopper changes something."""
        order.update(_overlay(order, wish))
        self.touch(order)

    def touch(self, order: Json) -> None:
        """Note that an order has changed; no two changes have one instant, so that none is missed by its time."""
        now = self._clock.now()
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        if self._changes:
            now = max(now, self._changes[-1][0] + timedelta(milliseconds=1))
        order["updatedAt"] = now.isoformat(timespec="milliseconds")
        self._current[order["id"]] = len(self._changes)
        self._changes.append((now, order["id"]))

    def move(self, order: Json, status: str) -> None:
        if status != order["status"]:
            self.regressions += RANK[status] < RANK[order["status"]]
            order["status"] = status
            order["statusHistory"].append(status)
        self.touch(order)

    def page(self, *, after: datetime, cursor: str | None, limit: int) -> tuple[list[Json], str | None]:
        """Orders by last change and the cursor of the rest.

        Raises:
            ValueError: the cursor isn't one of ours.
        """
        start = _place_of(cursor) if cursor else bisect_right(self._changes, after, key=lambda change: change[0])
        found: list[Json] = []
        for place in range(start, len(self._changes)):
            key = self._changes[place][1]
            if self._current[key] != place:
                continue
            if len(found) == limit:
                return found, f"c{place:x}"
            found.append(self.by_id[key])
        return found, None

    def books(self) -> Json:
        orders = self.by_id.values()
        return {
            "orders": len(self.by_id),
            "by_status": dict(Counter(order["status"] for order in orders)),
            "distinct_emails": len({order["customer"]["email"].casefold() for order in orders}),
            "orders_by_reference": {order["number"]: _summary(order) for order in orders},
            "overFulfilled": [order["number"] for order in orders if _is_over_fulfilled(order)],
            "duplicateNotes": sum(
                len(order["notes"]) - len({note["text"] for note in order["notes"]}) for order in orders
            ),
            "statusRegressions": self.regressions,
            "repairable": len(self.flaws),
        }

    def repairs(self) -> list[Json]:
        """What was typed wrongly, and the right value."""
        return [
            {
                "reference": self.by_id[key]["number"],
                "order": key,
                "field": flaw.field,
                "path": flaw.path,
                "wrong": flaw.wrong,
                "right": flaw.right,
                "code": flaw.code,
            }
            for key, flaw in self.flaws.items()
        ]


def _overlay(under: Json, over: Json) -> Json:
    """One object over another, objects within it likewise."""
    laid = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(laid.get(key), dict)
        laid[key] = _overlay(laid[key], value) if both else value
    return laid


def _summary(order: Json) -> Json:
    return {
        "id": order["id"],
        "status": order["status"],
        "externalReference": order["externalReference"],
        "fulfilments": len(order["fulfilments"]),
        "notes": len(order["notes"]),
    }


def _is_over_fulfilled(order: Json) -> bool:
    sent: Counter[str] = Counter()
    for fulfilment in order["fulfilments"]:
        for line in fulfilment["lines"]:
            sent[line["lineId"]] += line["quantity"]
    return any(sent[line["lineId"]] > line["quantity"] for line in order["lines"])


def _place_of(cursor: str) -> int:
    if not cursor.startswith("c") or not cursor.isalnum():
        raise ValueError(cursor)
    return int(cursor[1:], 16)
