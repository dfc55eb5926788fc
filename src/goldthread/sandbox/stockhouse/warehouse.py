"""The warehouse: packs confirmed orders into parcels with exact weights, and keeps their tracking numbers."""

from collections import Counter
from collections.abc import Iterable
from random import Random

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Answer, Ask, Door, Json
from goldthread.sandbox.numbering import numbered
from goldthread.sandbox.stockhouse.answers import listing, matching, ok, read_content, refused
from goldthread.sandbox.stockhouse.customers import OPTIONAL, REQUIRED, Customers
from goldthread.sandbox.stockhouse.orders import RANK, Orders

HEAVIEST_G = 25_000
"""No parcel is packed heavier."""
SHIPMENT_RANK = {state: rank for state, rank in RANK.items() if state != "confirmed"}


class Warehouse:
    """Shipments, one for each packed order."""

    def __init__(
        self, *, seed: int, clock: SystemClock, customers: Customers, orders: Orders, stations: tuple[str, ...]
    ) -> None:
        self._seed = seed
        self._clock = clock
        self._customers = customers
        self._orders = orders
        self._stations = stations
        self.reset()

    def reset(self) -> None:
        self.by_id: dict[str, Json] = {}

    def doors(self) -> Iterable[Door]:
        one = "/shipments/{shipment_id}"
        yield Door(method="GET", path="/shipments", answer=self._list)
        yield Door(method="GET", path=one, answer=lambda ask: ok(self._shipment(ask)))
        yield Door(method="PUT", path=f"{one}/tracking", answer=self._track)
        yield Door(method="PUT", path=f"{one}/status", answer=self._move)
        yield Door(method="PUT", path="/orders/{order_no}/delivery_address", answer=self._correct)

    def pack(self, count: int | None = None) -> list[Json]:
        """Pack confirmed orders, all or so many; gives their shipments."""
        confirmed = [order for order in self._orders.by_no.values() if order["state"] == "confirmed"]
        return [self._pack(order) for order in confirmed[:count]]

    def books(self) -> Json:
        shipped: dict[str, list[str]] = {}
        for shipment in self.by_id.values():
            shipped.setdefault(shipment["order_no"], []).append(shipment["shipment_id"])
        return {
            "shipments": len(self.by_id),
            "parcels": sum(len(shipment["parcels"]) for shipment in self.by_id.values()),
            "untracked_shipments": [key for key, shipment in self.by_id.items() if _is_untracked(shipment)],
            "shipments_by_state": dict(Counter(shipment["state"] for shipment in self.by_id.values())),
            "orders_by_reference": {
                order["client_reference"]: {
                    "order_no": order["order_no"],
                    "status": order["state"],
                    "shipments": shipped.get(order["order_no"], []),
                }
                for order in self._orders.by_no.values()
            },
        }

    def _pack(self, order: Json) -> Json:
        dice = Random(f"{self._seed}:pack:{order['order_no']}")  # noqa: S311 - a warehouse, no secret
        customer = self._customers.by_id[order["customer_id"]]
        items = [self._orders.products[item["sku"]] | item for item in order["items"]]
        shipment = {
            "shipment_id": numbered("S-{}", 6, self.by_id, self._seed, "shipment", order["order_no"]),
            "order_no": order["order_no"],
            "client_reference": order["client_reference"],
            "state": "packed",
            "packing_station": dice.choice(self._stations),
            "packed_at": self._clock.stamp(),
            "currency": order["currency"],
            "customer": customer,
            "delivery_address": order["delivery_address"],
            "items": items,
            "parcels": _parcels(dice, items),
        }
        order["state"] = "packed"
        self.by_id[shipment["shipment_id"]] = shipment
        return shipment

    def _shipment(self, ask: Ask) -> Json:
        key = ask.params["shipment_id"]
        if key not in self.by_id:
            raise refused("unknown_shipment", f"No shipment '{key}'.", "shipment_id")
        return self.by_id[key]

    def _list(self, ask: Ask) -> Answer:
        rows = matching(ask, self.by_id.values(), "state", "order_no", "client_reference")
        if ask.query.get("untracked") == "1":
            rows = [row for row in rows if _is_untracked(row)]
        return listing(ask, rows)

    def _track(self, ask: Ask) -> Answer:
        shipment = self._shipment(ask)
        told = read_content(ask, "parcels")["parcels"]
        if not isinstance(told, list) or not all(isinstance(parcel, dict) for parcel in told):
            raise refused("invalid", "parcels is a list of objects.", "parcels")
        known = {parcel["parcel_no"] for parcel in shipment["parcels"]}
        for place, parcel in enumerate(told):
            if type(parcel.get("parcel_no")) is not int or parcel["parcel_no"] not in known:
                raise refused("unknown_parcel", "The shipment has no such parcel.", f"parcels[{place}].parcel_no")
        numbers = {parcel["parcel_no"]: parcel for parcel in told}
        for parcel in shipment["parcels"]:
            said = numbers.get(parcel["parcel_no"], {})
            parcel |= {"tracking_number": said.get("tracking_number"), "carrier": said.get("carrier")}
        return ok(shipment)

    def _move(self, ask: Ask) -> Answer:
        shipment = self._shipment(ask)
        self._orders.move(shipment, str(read_content(ask, "status")["status"]), SHIPMENT_RANK)
        return ok({"shipment_id": shipment["shipment_id"], "state": shipment["state"]})

    def _correct(self, ask: Ask) -> Answer:
        """A clerk corrects an address: that of the order and so that of its shipments."""
        order = self._orders.order(ask)
        content = read_content(ask)
        order["delivery_address"].update({name: content[name] for name in (*REQUIRED, *OPTIONAL) if name in content})
        return ok(order)


def _is_untracked(shipment: Json) -> bool:
    return any(parcel["tracking_number"] is None for parcel in shipment["parcels"])


def _parcels(dice: Random, items: list[Json]) -> list[Json]:
    """Spread the pieces over one to three parcels, more if they are too heavy."""
    pieces = [item for item in items for _ in range(item["quantity"])]
    count = min(len(pieces), dice.choices((1, 2, 3), (80, 15, 5))[0])
    count = max(count, -(-sum(piece["unit_weight_g"] for piece in pieces) // HEAVIEST_G))
    return [_parcel(dice, place, pieces[place - 1 :: count]) for place in range(1, min(count, len(pieces)) + 1)]


def _parcel(dice: Random, number: int, pieces: list[Json]) -> Json:
    length, width, height = dice.choice(((230, 160, 110), (310, 220, 140), (400, 300, 180), (590, 390, 290)))
    return {
        "parcel_no": number,
        "weight_g": sum(piece["unit_weight_g"] for piece in pieces) + dice.randint(80, 260),
        "length_mm": length + dice.randint(-5, 5),
        "width_mm": width + dice.randint(-5, 5),
        "height_mm": height + dice.randint(-5, 5),
        "items": [{"sku": sku, "quantity": count} for sku, count in Counter(piece["sku"] for piece in pieces).items()],
        "tracking_number": None,
        "carrier": None,
    }
