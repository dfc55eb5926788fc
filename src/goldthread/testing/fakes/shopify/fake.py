"""The shop at its address: tokens, GraphQL with its points, webhooks with their signatures."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake, json_reply
from goldthread.testing.fakes.shopify.books import Refusal, ShopOrder
from goldthread.testing.fakes.shopify.bucket import MOST, Bucket
from goldthread.testing.fakes.shopify.document import MUTATION, Document, parse, spent
from goldthread.testing.fakes.shopify.graph import (
    event_thing,
    fulfilment_thing,
    head_thing,
    instant,
    order_thing,
)
from goldthread.testing.fakes.shopify.payload import order_payload
from goldthread.testing.fakes.shopify.picking import Thing, UndefinedField, paged, pick
from goldthread.testing.fakes.shopify.shop import ShopBooks, Subscription

VERSION: Final = "2026-10"
GRAPHQL: Final = f"/admin/api/{VERSION}/graphql.json"
TOKEN_LIFE: Final = timedelta(hours=24)
TOPICS: Final = {"ORDERS_CREATE": "orders/create", "ORDERS_PAID": "orders/paid"}
EVENT_STATUSES: Final = frozenset(
    {
        "LABEL_PURCHASED",
        "LABEL_PRINTED",
        "READY_FOR_PICKUP",
        "CONFIRMED",
        "IN_TRANSIT",
        "OUT_FOR_DELIVERY",
        "ATTEMPTED_DELIVERY",
        "DELAYED",
        "DELIVERED",
        "FAILURE",
        "CARRIER_PICKED_UP",
    }
)
_SINCE: Final = re.compile(r"updated_at:>='([^']+)'")


class ShopifyFake(LoopbackFake):
    """A Shopify shop of the standard plan: its GraphQL is parsed, counted in points, and answered as selected."""

    secrets: Mapping[str, str] = {"client_id": "app-1", "client_secret": "hush"}

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.shop = ShopBooks(now)
        self.bucket = Bucket(now)
        self._tokens: dict[str, datetime] = {}
        self._made = 0

    def answer(self, request: Request) -> Reply:
        path = urlsplit(request.url).path
        if path == "/admin/oauth/access_token":
            return self._login(request.content)
        if self._tokens.get(request.headers.get("x-shopify-access-token", ""), self.now()) <= self.now():
            return self.denied()
        if request.method != "POST" or path != GRAPHQL:
            return json_reply(404, {"errors": "Not Found"})
        return self._asked(json.loads(request.content))

    def throttle(self) -> None:
        self.bucket.drain()

    def throttled(self) -> Reply:
        return self._refused("Throttled", "THROTTLED", extensions=self.bucket.status(MUTATION, None))

    def broken(self) -> Reply:
        return self._refused("Internal error. Looks like something went wrong on our end.", "INTERNAL_SERVER_ERROR")

    def denied(self) -> Reply:
        words = "[API] Invalid API key or access token (unrecognized login or wrong password)"
        return json_reply(401, {"errors": words})

    def expire(self) -> None:
        self._tokens.clear()

    def effects(self) -> Sequence[str]:
        sent = (one for order in self.shop.orders.values() for one in order.fulfilments)
        return [" ".join([one.gid, *one.numbers]) for one in sent if one.status == "SUCCESS"]

    async def place(self, count: int = 1) -> Sequence[Delivery]:
        return [self.delivery(self.shop.place()) for _ in range(count)]

    def waiting(self) -> Sequence[str]:
        return [str(order.id) for order in self.shop.orders.values() if order.erp_number is None]

    def stir(self) -> None:
        first = min(self.shop.orders.values(), key=lambda order: (order.updated, order.id))
        first.note = "Please ring twice."
        self.shop.touch(first)

    def number_told(self, order_id: str) -> str | None:
        return self.shop.orders[int(order_id)].erp_number

    def status(self, order_id: str) -> str:
        order = self.shop.orders[int(order_id)]
        events = [event for one in order.fulfilments for event in one.events]
        return max(events, key=lambda event: (event.at, event.id)).status if events else order.sent

    def amend(self, order_id: str, city: str) -> None:
        order = self.shop.orders[int(order_id)]
        order.city = city
        self.shop.touch(order)

    def delivery(self, order: ShopOrder, topic: str = "orders/create") -> Delivery:
        """The webhook that tells of an order."""
        body = json.dumps(order_payload(order), ensure_ascii=False).encode()
        digest = hmac.new(self.secrets["client_secret"].encode(), body, hashlib.sha256).digest()
        self._made += 1
        headers = {
            "x-shopify-topic": topic,
            "x-shopify-hmac-sha256": base64.b64encode(digest).decode(),
            "x-shopify-shop-domain": "gold.myshopify.com",
            "x-shopify-api-version": VERSION,
            "x-shopify-webhook-id": f"b54557e4-bdd9-4b37-8a5f-{self._made:012}",
            "x-shopify-event-id": f"98880550-7158-44d4-b7cd-{order.id % 10**12:012}",
            "x-shopify-triggered-at": instant(self.now()),
        }
        return Delivery(event="order.placed", body=body, headers=headers)

    def _login(self, content: bytes) -> Reply:
        form = {name: values[0] for name, values in parse_qs(content.decode()).items()}
        if form != {"grant_type": "client_credentials", **self.secrets}:
            return json_reply(401, {"error": "invalid_client", "error_description": "The app could not be identified"})
        token = f"shpat_{len(self._tokens) + self._made}-{int(self.now().timestamp())}"
        self._tokens[token] = self.now() + TOKEN_LIFE
        seconds = int(TOKEN_LIFE.total_seconds()) - 1
        return json_reply(200, {"access_token": token, "scope": "write_orders", "expires_in": seconds})

    def _asked(self, body: Mapping[str, Any]) -> Reply:
        try:
            document = parse(body["query"], body.get("variables") or {})
        except ValueError as error:
            return json_reply(200, {"errors": [{"message": str(error)}]})
        if document.cost > MOST:
            words = f"Query cost is {document.cost}, which exceeds the single query max cost limit ({MOST})."
            return self._refused(words, "MAX_COST_EXCEEDED")
        if not self.bucket.take(document.cost):
            return self._refused("Throttled", "THROTTLED", extensions=self.bucket.status(document.cost, None))
        return self._counted(document)

    def _counted(self, document: Document) -> Reply:
        """The answer, with what it cost in the end; the rest is given back."""
        try:
            data = self._done(document)
        except UndefinedField as error:
            return self._refused(str(error), "undefinedField")
        except _Invalid as error:
            return self._refused(str(error), "INVALID_VARIABLE", problems=error.problems)
        actual = sum(spent(value) for value in data.values()) + MUTATION * document.is_mutation
        self.bucket.give_back(max(document.cost - actual, 0))
        return json_reply(200, {"data": data, "extensions": self.bucket.status(document.cost, actual)})

    def _done(self, document: Document) -> dict[str, Any]:
        field = self._mutation if document.is_mutation else self._query
        return {root.name: pick(field(root.name, root.arguments), root.children) for root in document.roots}

    def _query(self, name: str, given: Mapping[str, Any]) -> Thing | None:
        orders = self.shop.orders.values()
        match name:
            case "order":
                order = self.shop.order_at(given["id"])
                return order_thing(order) if order else None
            case "orders":
                return self._orders(given)
            case "fulfillmentOrder":
                heads = (one for order in orders for one in order.fulfilment_orders)
                return next((head_thing(one) for one in heads if one.gid == given["id"]), None)
            case "fulfillment":
                sent = (one for order in orders for one in order.fulfilments)
                return next((fulfilment_thing(one) for one in sent if one.gid == given["id"]), None)
            case "webhookSubscriptions":
                rows = [_subscription(one) for one in self.shop.subscriptions]
                return paged(rows, lambda row: [row["id"]], **given)
            case _:
                raise UndefinedField(name, "QueryRoot")

    def _orders(self, given: Mapping[str, Any]) -> Thing:
        since = _SINCE.search(given.get("query") or "")
        found = [one for one in self.shop.orders.values() if not since or instant(one.updated) >= since[1]]
        found.sort(key=lambda one: (one.updated, one.id))
        return paged([order_thing(one) for one in found], lambda row: [row["updatedAt"], row["id"]], **given)

    def _mutation(self, name: str, given: Mapping[str, Any]) -> Thing:
        try:
            return {**self._changed(name, given), "userErrors": []}
        except Refusal as refusal:
            error = {"field": refusal.path, "message": str(refusal), "code": refusal.code}
            return {**dict.fromkeys(_GIVES[name]), "userErrors": [error]}

    def _changed(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        match name:
            case "metafieldsSet":
                rows = [self.shop.set_metafield(one, place) for place, one in enumerate(given["metafields"])]
                return {"metafields": [{"__typename": "Metafield", "id": row} for row in rows]}
            case "fulfillmentCreate":
                return {"fulfillment": fulfilment_thing(self.shop.fulfil(given["fulfillment"]))}
            case "fulfillmentEventCreate":
                _check_status(given["fulfillmentEvent"])
                return {"fulfillmentEvent": event_thing(self.shop.happen(given["fulfillmentEvent"]))}
            case "webhookSubscriptionCreate":
                made = self.shop.subscribe(given["topic"], given["webhookSubscription"]["uri"])
                return {"webhookSubscription": _subscription(made)}
            case "webhookSubscriptionUpdate":
                moved = self.shop.move(given["id"], given["webhookSubscription"]["uri"])
                return {"webhookSubscription": _subscription(moved)}
            case _:
                raise UndefinedField(name, "Mutation")

    def _refused(self, message: str, code: str, *, extensions: object = None, problems: object = None) -> Reply:
        inner = {"code": code, **({"problems": problems} if problems else {})}
        outer = {"extensions": extensions} if extensions else {}
        return json_reply(200, {"errors": [{"message": message, "extensions": inner}], **outer})


_GIVES: Final = {
    "metafieldsSet": ["metafields"],
    "fulfillmentCreate": ["fulfillment"],
    "fulfillmentEventCreate": ["fulfillmentEvent"],
    "webhookSubscriptionCreate": ["webhookSubscription"],
    "webhookSubscriptionUpdate": ["webhookSubscription"],
}


class _Invalid(Exception):
    """A variable that doesn't fit its type."""

    def __init__(self, message: str, problems: object) -> None:
        super().__init__(message)
        self.problems = problems


def _check_status(given: Mapping[str, Any]) -> None:
    status = given["status"]
    if status not in EVENT_STATUSES:
        words = f'Expected "{status}" to be one of: {", ".join(sorted(EVENT_STATUSES))}'
        message = f"Variable $fulfillmentEvent of type FulfillmentEventInput! was provided invalid value: {words}"
        raise _Invalid(message, [{"path": ["status"], "explanation": words}])


def _subscription(one: Subscription) -> Thing:
    return {"__typename": "WebhookSubscription", "id": one.id, "topic": one.topic, "uri": one.uri, "format": "JSON"}
