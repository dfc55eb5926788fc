"""The stand-in of Shopify counts, splits and forgets as Shopify does."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from goldthread.connectors.shopify import documents
from goldthread.connectors.shopify.graphql import PATH, Operation
from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.fakes.shopify import ShopifyFake
from goldthread.testing.fakes.shopify.document import parse

OPERATIONS = {name: value for name, value in vars(documents).items() if isinstance(value, Operation)}
LINES = "query Lines($id: ID!) { order(id: $id) { lineItems(first: 10) { nodes { id } } } }"


class Desk:
    """Somebody who asks the fake, at a time of their own."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.fake = ShopifyFake(lambda: self.at)
        self.token = ""
        self.login()

    def login(self) -> None:
        form = urlencode({"grant_type": "client_credentials", **self.fake.secrets}).encode()
        self.token = self.decoded(self.sent("/admin/oauth/access_token", form))["access_token"]

    def asked(self, text: str, **variables: Any) -> dict[str, Any]:
        return self.decoded(self.sent(PATH, json.dumps({"query": text, "variables": variables}).encode()))

    def sent(self, path: str, content: bytes) -> Reply:
        headers = {"x-shopify-access-token": self.token}
        return self.fake.answer(Request(method="POST", url=path, headers=headers, content=content))

    def decoded(self, reply: Reply) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(reply.content)
        return found


def cost(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = answer["extensions"]["cost"]
    return found


def code(answer: Mapping[str, Any]) -> str:
    return str(answer["errors"][0]["extensions"]["code"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_document_of_the_connector_asks_for_too_much(name: str) -> None:
    """A single query may cost 1,000 points; a third of it leaves room for several at once."""
    assert parse(OPERATIONS[name].text, {}).cost < 350


def test_what_was_asked_for_and_not_needed_is_given_back() -> None:
    """One line of ten: twelve points are asked for, and three spent on order, lines and line."""
    desk = Desk()
    order = desk.fake.shop.place()
    answer = desk.asked(LINES, id=order.gid)
    assert (cost(answer)["requestedQueryCost"], cost(answer)["actualQueryCost"]) == (12, 3)
    assert cost(answer)["throttleStatus"]["currentlyAvailable"] == 1997


def test_an_empty_bucket_fills_by_a_hundred_points_a_second() -> None:
    """Throttled with status 200, until there is as much as is asked for."""
    desk = Desk()
    order = desk.fake.shop.place()
    desk.fake.throttle()
    refused = desk.asked(LINES, id=order.gid)
    assert code(refused) == "THROTTLED"
    assert "data" not in refused
    desk.at += timedelta(milliseconds=110)
    assert code(desk.asked(LINES, id=order.gid)) == "THROTTLED"
    desk.at += timedelta(milliseconds=10)
    assert desk.asked(LINES, id=order.gid)["data"]["order"]["lineItems"]["nodes"]


def test_a_bucket_holds_no_more_than_its_plan() -> None:
    """A quiet night doesn't save points."""
    desk = Desk()
    desk.at += timedelta(hours=9)
    assert cost(desk.asked(LINES, id="gid://shopify/Order/1"))["throttleStatus"]["currentlyAvailable"] <= 2000


def test_a_query_that_costs_too_much_is_refused_whatever_is_left() -> None:
    """Two connections in each other multiply."""
    text = "query Big { orders(first: 100) { nodes { lineItems(first: 100) { nodes { id variant { barcode } } } } } }"
    assert code(Desk().asked(text)) == "MAX_COST_EXCEEDED"


def test_a_field_that_the_type_does_not_have_is_refused() -> None:
    """A connector that asks for what isn't there is found out."""
    desk = Desk()
    order = desk.fake.shop.place()
    answer = desk.asked("query Odd($id: ID!) { order(id: $id) { colour } }", id=order.gid)
    assert answer["errors"][0]["message"] == "Field 'colour' doesn't exist on type 'Order'"


def test_a_document_that_is_cut_short_is_refused() -> None:
    """Half a document is a syntax error."""
    assert "syntax error" in Desk().asked("query Odd { order(id: 1) { id ")["errors"][0]["message"]


def test_a_partial_fulfilment_splits_what_is_open() -> None:
    """The fulfilment order is closed, and the rest is another one."""
    desk = Desk()
    order = desk.fake.shop.place()
    head = order.fulfilment_orders[0]
    line = {"id": f"gid://shopify/FulfillmentOrderLineItem/{head.lines[0].id}", "quantity": 1}
    given = {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": head.gid, "fulfillmentOrderLineItems": [line]}]}
    text = OPERATIONS["FULFIL"].text
    assert desk.asked(text, fulfillment=given)["data"]["fulfillmentCreate"]["userErrors"] == []
    assert [(one.status, [line.quantity for line in one.lines]) for one in order.fulfilment_orders] == [
        ("CLOSED", [0]),
        ("IN_PROGRESS", [1]),
    ]
    (again,) = desk.asked(text, fulfillment=given)["data"]["fulfillmentCreate"]["userErrors"]
    assert again["message"] == f"Fulfillment order {head.id} has an unfulfillable status= closed."


def test_a_token_ends_after_a_day() -> None:
    """Whoever comes later is refused, and logs in again."""
    desk = Desk()
    desk.at += timedelta(hours=24)
    assert desk.sent(PATH, b"{}").status == 401
    desk.login()
    assert desk.asked(LINES, id="gid://shopify/Order/1")["data"] == {"order": None}


def test_a_wrong_secret_gives_no_token() -> None:
    """The app isn't known."""
    form = urlencode({"grant_type": "client_credentials", "client_id": "app-1", "client_secret": "guessed"}).encode()
    assert Desk().sent("/admin/oauth/access_token", form).status == 401


def test_an_event_of_no_known_status_is_refused_as_a_variable() -> None:
    """The enumeration is closed."""
    event = {"fulfillmentId": "gid://shopify/Fulfillment/1", "status": "LOST"}
    answer = Desk().asked(OPERATIONS["CREATE_EVENT"].text, fulfillmentEvent=event)
    assert code(answer) == "INVALID_VARIABLE"
    assert answer["errors"][0]["extensions"]["problems"][0]["path"] == ["status"]


def test_the_same_address_for_the_same_topic_is_refused() -> None:
    """Nobody is told twice."""
    desk = Desk()
    given = {"topic": "ORDERS_CREATE", "webhookSubscription": {"uri": "https://gold.example/a", "format": "JSON"}}
    text = OPERATIONS["SUBSCRIBE"].text
    assert desk.asked(text, **given)["data"]["webhookSubscriptionCreate"]["userErrors"] == []
    (error,) = desk.asked(text, **given)["data"]["webhookSubscriptionCreate"]["userErrors"]
    assert error["message"] == "Address for this topic has already been taken"
