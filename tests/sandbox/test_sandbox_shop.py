"""The shop as its API describes it."""

import pytest
from callers import Caller, visiting

from goldthread.sandbox import Sandbox


async def first_order(sandbox: Sandbox, call: Caller) -> str:
    await sandbox.place_orders(1)
    key: str = (await call.shop("/api/orders")).content["orders"][0]["id"]
    return key


async def test_without_the_key_nobody_comes_in() -> None:
    async with visiting() as (_, call):
        reply = await call.shop("/api/orders", key="wrong")
        assert reply.status == 401
        assert reply.content["error"]["code"] == "UNAUTHENTICATED"


async def test_orders_are_listed_in_pages_without_a_gap() -> None:
    async with visiting() as (sandbox, call):
        numbers = await sandbox.place_orders(25)
        found: list[str] = []
        cursor = ""
        while True:
            page = (await call.shop(f"/api/orders?limit=10{cursor}")).content
            found += [order["number"] for order in page["orders"]]
            if page["nextCursor"] is None:
                break
            cursor = f"&cursor={page['nextCursor']}"
        assert found == numbers


async def test_updated_after_gives_only_later_changes() -> None:
    async with visiting() as (sandbox, call):
        await sandbox.place_orders(3)
        orders = (await call.shop("/api/orders")).content["orders"]
        after = orders[1]["updatedAt"].replace("+", "%2B")
        assert [order["id"] for order in (await call.shop(f"/api/orders?updatedAfter={after}")).content["orders"]] == [
            orders[2]["id"]
        ]
        last = orders[2]["updatedAt"].replace("+", "%2B")
        assert (await call.shop(f"/api/orders?updatedAfter={last}")).content["orders"] == []


async def test_a_write_moves_an_order_to_the_end_of_the_list() -> None:
    async with visiting() as (sandbox, call):
        numbers = await sandbox.place_orders(3)
        first = (await call.shop("/api/orders")).content["orders"][0]["id"]
        await call.shop(f"/api/orders/{first}/status", "PUT", {"status": "accepted"})
        listed = [order["number"] for order in (await call.shop("/api/orders")).content["orders"]]
        assert listed == [*numbers[1:], numbers[0]]


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=x", "limit"), ("updatedAfter=soon", "updatedAfter"), ("cursor=x", "cursor")],
)
async def test_a_wrong_query_names_its_field(query: str, field: str) -> None:
    async with visiting() as (_, call):
        reply = await call.shop(f"/api/orders?{query}")
        assert (reply.status, reply.content["error"]["field"]) == (422, field)


async def test_an_instant_without_offset_is_refused() -> None:
    async with visiting() as (_, call):
        assert (await call.shop("/api/orders?updatedAfter=2026-11-23T10:00:00")).status == 422


async def test_the_external_reference_may_be_told_again() -> None:
    async with visiting() as (sandbox, call):
        path = f"/api/orders/{await first_order(sandbox, call)}/external-reference"
        for _ in range(2):
            assert (await call.shop(path, "PUT", {"externalReference": "E-1"})).status == 200
        assert (await call.shop(path, "PUT", {})).content["error"]["field"] == "externalReference"


async def test_a_note_sent_twice_is_there_twice() -> None:
    async with visiting() as (sandbox, call):
        path = f"/api/orders/{await first_order(sandbox, call)}/notes"
        for _ in range(2):
            assert (await call.shop(path, "POST", {"text": "Packed"})).status == 201
        assert len((await call.shop(path)).content["notes"]) == 2
        assert sandbox.bazaar.books()["duplicateNotes"] == 1


async def test_a_fulfilment_sent_twice_is_there_twice_and_in_the_books() -> None:
    async with visiting() as (sandbox, call):
        key = await first_order(sandbox, call)
        order = (await call.shop(f"/api/orders/{key}")).content
        content = {
            "lines": [{"lineId": line["lineId"], "quantity": line["quantity"]} for line in order["lines"]],
            "parcels": [{"trackingNumber": "SW1", "carrier": "swiftpost"}, {"trackingNumber": "SW2"}],
        }
        path = f"/api/orders/{key}/fulfilments"
        assert (await call.shop(path, "POST", content)).status == 201
        assert sandbox.bazaar.books()["overFulfilled"] == []
        assert (await call.shop(path, "POST", content)).status == 201
        listed = (await call.shop(path)).content["fulfilments"]
        assert [parcel["trackingNumber"] for parcel in listed[0]["parcels"]] == ["SW1", "SW2"]
        assert sandbox.bazaar.books()["overFulfilled"] == [order["number"]]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "lines"),
        ({"lines": [{"lineId": "99", "quantity": 1}]}, "lines.0.lineId"),
        ({"lines": [{"lineId": "1", "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"lineId": "1", "quantity": 1}]}, "parcels"),
        ({"lines": [{"lineId": "1", "quantity": 1}], "parcels": [{}]}, "parcels.0.trackingNumber"),
    ],
)
async def test_a_wrong_fulfilment_names_its_field(content: object, field: str) -> None:
    async with visiting() as (sandbox, call):
        reply = await call.shop(f"/api/orders/{await first_order(sandbox, call)}/fulfilments", "POST", content)
        assert (reply.status, reply.content["error"]["field"]) == (422, field)


async def test_a_status_that_goes_back_is_taken_and_counted() -> None:
    async with visiting() as (sandbox, call):
        path = f"/api/orders/{await first_order(sandbox, call)}/status"
        for status in ("shipped", "delivered", "delivered", "shipped"):
            assert (await call.shop(path, "PUT", {"status": status})).status == 200
        assert (await call.shop(path, "PUT", {"status": "lost"})).status == 422
        books = sandbox.bazaar.books()
        assert books["statusRegressions"] == 1
        assert books["by_status"] == {"shipped": 1}


async def test_unknown_orders_and_paths_are_404_in_the_shops_shape() -> None:
    async with visiting() as (_, call):
        for path in ("/api/orders/none", "/api/else"):
            reply = await call.shop(path)
            assert (reply.status, reply.content["error"]["code"]) == (404, "NOT_FOUND")


async def test_a_body_that_is_no_object_is_malformed() -> None:
    async with visiting() as (sandbox, call):
        path = f"/api/orders/{await first_order(sandbox, call)}/notes"
        assert (await call.shop(path, "POST", ["text"])).content["error"]["code"] == "MALFORMED"


async def test_a_wished_order_overlays_the_next_one() -> None:
    async with visiting() as (sandbox, call):
        await sandbox.place_orders(wishes=[{"customer": {"email": "a@example.com"}, "currency": "EUR"}])
        order = (await call.shop("/api/orders")).content["orders"][0]
        assert order["customer"]["email"] == "a@example.com"
        assert order["customer"]["firstName"]


async def test_repairs_tell_the_right_values() -> None:
    async with visiting() as (sandbox, call):
        await sandbox.place_orders(100)
        repairs = await sandbox.repairs()
        assert len(repairs) == sandbox.bazaar.books()["repairable"] > 0
        order = (await call.shop(f"/api/orders/{repairs[0]['order']}")).content
        assert order["shippingAddress"][repairs[0]["path"].split(".")[1]] == repairs[0]["wrong"]
        assert order["number"] == repairs[0]["reference"]


async def test_the_shop_says_what_is_left_of_the_budget() -> None:
    async with visiting() as (_, call):
        headers = (await call.shop("/api/orders")).headers
        assert headers["RateLimit-Limit"] == "100000"
        assert headers["RateLimit-Remaining"] == "99999"
        assert headers["RateLimit-Reset"] == "1"
