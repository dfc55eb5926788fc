"""The fake answers as GraphQL does: what is asked for, and nothing else."""

import json
from datetime import UTC, datetime
from typing import Any

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.fakes.vendure import VendureFake

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_fake() -> VendureFake:
    """A shop with one order."""
    fake = VendureFake(lambda: NOON)
    fake.add()
    return fake


def asked(fake: VendureFake, query: str, key: str = "0d0c:play", **variables: Any) -> Reply:
    """The fake's reply to a query."""
    content = json.dumps({"query": query, "variables": variables}).encode()
    return fake.answer(Request(method="POST", url="/admin-api", headers={"vendure-api-key": key}, content=content))


def test_only_what_is_asked_for_is_answered() -> None:
    """Nested, and in fragments."""
    reply = asked(a_fake(), "query Q($id: ID!) { order(id: $id) { code lines { id } } }", id="1")
    assert json.loads(reply.content) == {"data": {"order": {"code": "Y18WZ9GJY464U001", "lines": [{"id": "1"}]}}}


def test_a_field_that_is_not_there_is_a_query_that_is_refused() -> None:
    """As an unknown custom field is."""
    reply = asked(a_fake(), "query Q($id: ID!) { order(id: $id) { customFields { nope } } }", id="1")
    assert (reply.status, b"GRAPHQL_VALIDATION_FAILED" in reply.content) == (400, True)


def test_an_error_is_answered_in_its_own_fields() -> None:
    """An interface of errors, and the type of one."""
    query = """mutation M($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) {
      ... on Fulfillment { id } ... on ErrorResult { errorCode } ... on ItemsAlreadyFulfilledError { message } } }"""
    handler = {"code": "manual-fulfillment", "arguments": []}
    lines = [{"orderLineId": "1", "quantity": 9}]
    reply = asked(a_fake(), query, input={"lines": lines, "handler": handler})
    assert json.loads(reply.content)["data"]["addFulfillmentToOrder"] == {
        "errorCode": "ITEMS_ALREADY_FULFILLED_ERROR",
        "message": "One or more OrderItems are already part of a Fulfillment",
    }


def test_a_wrong_key_is_denied_with_status_200() -> None:
    """In the words of a missing permission."""
    reply = asked(a_fake(), "query Q { orders { totalItems } }", key="guessed")
    assert reply.status == 200
    assert json.loads(reply.content)["errors"][0]["extensions"] == {"code": "FORBIDDEN"}


def test_what_is_short_in_stock_is_not_sent() -> None:
    """The article is named by the shop's own id."""
    fake = a_fake()
    fake.books.stock["1"] = 1
    handler = {"code": "manual-fulfillment", "arguments": []}
    made = fake.books.fulfil([{"orderLineId": "1", "quantity": 2}], handler, NOON)
    assert (made["__typename"], made["productVariantId"], made["stockOnHand"]) == (
        "InsufficientStockOnHandError",
        "1",
        1,
    )


def test_an_order_follows_its_fulfilments() -> None:
    """Partially, then wholly; and never one whose payment is only authorised."""
    fake = a_fake()
    handler = {"code": "manual-fulfillment", "arguments": []}
    states = []
    for number in ("1", "2"):
        fake.books.fulfil([{"orderLineId": "1", "quantity": 1}], handler, NOON)
        fake.books.move(number, "Shipped")
        states.append(fake.status("1"))
    for number in ("1", "2"):
        fake.books.move(number, "Delivered")
        states.append(fake.status("1"))
    assert states == ["PartiallyShipped", "Shipped", "PartiallyDelivered", "Delivered"]
    fake.add(state="PaymentAuthorized")
    fake.books.fulfil([{"orderLineId": "2", "quantity": 2}], handler, NOON)
    fake.books.move("3", "Shipped")
    assert fake.status("2") == "PaymentAuthorized"
