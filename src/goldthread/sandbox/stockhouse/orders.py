"""The ERP's products and sales orders; its reference field takes the same value twice."""

from collections.abc import Iterable

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, RefusedError
from goldthread.sandbox.goods import SHELF
from goldthread.sandbox.numbering import numbered
from goldthread.sandbox.stockhouse.answers import Fault, failure, listing, matching, ok, read_content, refused
from goldthread.sandbox.stockhouse.customers import OPTIONAL, REQUIRED, Customers

RANK = {
    "confirmed": 0,
    "packed": 1,
    "shipped": 2,
    "in_transit": 3,
    "problem": 4,
    "out_for_delivery": 4,
    "ready_for_pickup": 4,
    "returning": 5,
    "delivered": 6,
    "returned": 6,
    "cancelled": 6,
}
"""How far along an order is; a change to a lower rank is a regression."""
PRODUCT = ("sku", "name", "gtin", "hs_code", "origin", "unit_weight_g")


class Orders:
    """What the ERP knows of goods and sales."""

    def __init__(self, *, seed: int, clock: SystemClock, customers: Customers) -> None:
        self._seed = seed
        self._clock = clock
        self._customers = customers
        self.reset()

    def reset(self) -> None:
        self.by_no: dict[str, Json] = {}
        self.by_reference: dict[str, list[Json]] = {}
        self.regressions = 0
        self.products: dict[str, Json] = {
            article.sku: {
                "sku": article.sku,
                "name": article.title,
                "gtin": article.gtin,
                "hs_code": article.hs_code,
                "origin": article.origin,
                "unit_weight_g": article.weight_g,
            }
            for article in SHELF
            if article.is_known
        }

    def doors(self) -> Iterable[Door]:
        one = "/orders/{order_no}"
        yield Door(method="GET", path="/products/{sku}", answer=self._product, entity=lambda ask: ask.params["sku"])
        yield Door(method="POST", path="/products", answer=self._add_product, entity=lambda ask: ask.told("sku"))
        yield Door(
            method="GET", path="/orders", answer=self._list, entity=lambda ask: ask.query.get("client_reference", "")
        )
        yield Door(method="POST", path="/orders", answer=self._create, entity=lambda ask: ask.told("client_reference"))
        yield Door(method="GET", path=one, answer=lambda ask: ok(self.order(ask)))
        yield Door(method="PUT", path=f"{one}/status", answer=self._move)

    def order(self, ask: Ask) -> Json:
        """The order that a path names.

        Raises:
            RefusedError: there is none.
        """
        key = ask.params["order_no"]
        if key not in self.by_no:
            raise refused("unknown_order", f"No order '{key}'.", "order_no")
        return self.by_no[key]

    def books(self) -> Json:
        twice = {key: [row["order_no"] for row in rows] for key, rows in self.by_reference.items() if len(rows) > 1}
        return {
            "products": len(self.products),
            "orders": len(self.by_no),
            "duplicate_orders": twice,
            "status_regressions": self.regressions,
        }

    def _product(self, ask: Ask) -> Answer:
        sku = ask.params["sku"]
        if sku not in self.products:
            raise refused("unknown_item", f"No item '{sku}'.", "sku")
        return ok(self.products[sku])

    def _add_product(self, ask: Ask) -> Answer:
        content = read_content(ask, *PRODUCT)
        if content["sku"] in self.products:
            raise refused("item_exists", f"Item '{content['sku']}' is there already.", "sku")
        if type(content["unit_weight_g"]) is not int:
            raise refused("invalid", "unit_weight_g is whole grams.", "unit_weight_g")
        product = {name: content[name] for name in PRODUCT}
        self.products[product["sku"]] = product
        return ok(product)

    def _list(self, ask: Ask) -> Answer:
        if "client_reference" in ask.query:
            return listing(ask, self.by_reference.get(ask.query["client_reference"], []))
        return listing(ask, matching(ask, self.by_no.values(), "state", "customer_id"))

    def _create(self, ask: Ask) -> Answer:
        content = read_content(ask, "customer_id", "delivery_address_id", "client_reference", "currency", "items")
        if faults := [*self._unknown(content), *self._unknown_items(content["items"])]:
            raise RefusedError(failure(*faults))
        reference = str(content["client_reference"])
        twins = self.by_reference.setdefault(reference, [])
        address = self._customers.addresses[content["delivery_address_id"]]
        order = {
            "order_no": numbered("E-{}", 6, self.by_no, self._seed, "order", reference, len(twins)),
            "state": "confirmed",
            "client_reference": reference,
            "customer_id": content["customer_id"],
            "delivery_address_id": address["address_id"],
            "delivery_address": {name: address[name] for name in ("address_id", *REQUIRED, *OPTIONAL)},
            "currency": content["currency"],
            "items": [_item(item) for item in content["items"]],
            "shipping_cents": content.get("shipping_cents", 0),
            "created_at": self._clock.stamp(),
        }
        twins.append(order)
        self.by_no[order["order_no"]] = order
        return ok(order)

    def _unknown(self, content: Json) -> Iterable[Fault]:
        customer, address = content["customer_id"], content["delivery_address_id"]
        if customer not in self._customers.by_id:
            yield Fault(code="unknown_customer", text=f"No customer '{customer}'.", path="customer_id")
        found = self._customers.addresses.get(address)
        if found is None or found["customer_id"] != customer:
            text = f"Customer '{customer}' has no address '{address}'."
            yield Fault(code="unknown_address", text=text, path="delivery_address_id")

    def _unknown_items(self, items: object) -> Iterable[Fault]:
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            yield Fault(code="invalid", text="items is a list of objects.", path="items")
            return
        for place, item in enumerate(items):
            if str(item.get("sku")) not in self.products:
                yield Fault(code="unknown_item", text=f"No item '{item.get('sku')}'.", path=f"items[{place}].sku")
            for name in ("quantity", "unit_price_cents"):
                if type(item.get(name)) is not int or item[name] < (name == "quantity"):
                    yield Fault(code="invalid", text=f"{name} is a whole number.", path=f"items[{place}].{name}")

    def _move(self, ask: Ask) -> Answer:
        order = self.order(ask)
        self.move(order, str(read_content(ask, "status")["status"]), RANK)
        return ok({"order_no": order["order_no"], "state": order["state"]})

    def move(self, row: Json, state: str, ranks: dict[str, int]) -> None:
        """Set the state of an order or a shipment.

        Raises:
            RefusedError: no such state.
        """
        if state not in ranks:
            raise refused("invalid", f"status is one of {', '.join(ranks)}.", "status")
        self.regressions += ranks[state] < ranks[row["state"]]
        row["state"] = state


def _item(item: Json) -> Json:
    return {name: item[name] for name in ("sku", "quantity", "unit_price_cents")}
