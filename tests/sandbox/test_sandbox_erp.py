"""The ERP and its warehouse as their API describes them."""

import pytest
from callers import Caller, Hand, an_erp_address, an_erp_order, visiting

from goldthread.sandbox.exchange import Json


async def a_customer(call: Caller, email: str = "jana@example.com") -> str:
    reply = await call.erp("/customers", "POST", {"email": email, "full_name": "Jana"})
    key: str = reply.content["data"]["customer_id"]
    return key


async def an_address(call: Caller, customer: str) -> str:
    reply = await call.erp(f"/customers/{customer}/delivery_addresses", "POST", an_erp_address())
    key: str = reply.content["data"]["address_id"]
    return key


async def fault(call: Caller, path: str, method: str = "GET", content: object = None) -> Json:
    """The first error within a 200."""
    reply = await call.erp(path, method, content)
    assert reply.status == 200
    assert reply.content["ok"] is False
    error: Json = reply.content["errors"][0]
    return error


async def test_a_session_expires_with_a_401() -> None:
    hand = Hand()
    async with visiting(clock=hand) as (_, call):
        assert (await call.erp("/customers")).status == 200
        hand.at += 601
        reply = await call.erp("/customers")
        assert (reply.status, reply.content["errors"][0]["code"]) == (401, "session_expired")


async def test_a_wrong_password_is_an_error_within_a_200() -> None:
    async with visiting() as (sandbox, call):
        said = {"user": sandbox.credentials.stockhouse.user, "password": "wrong"}
        reply = await call.send(f"{sandbox.stockhouse.url}/session", "POST", content=said)
        assert (reply.status, reply.content["errors"][0]["code"]) == (200, "bad_credentials")


async def test_customers_are_found_by_email_case_and_all_and_duplicated_happily() -> None:
    async with visiting() as (sandbox, call):
        for email in ("jana@example.com", "jana@example.com", "Jana@example.com"):
            await a_customer(call, email)
        assert (await call.erp("/customers?email=jana@example.com")).content["total"] == 2
        assert (await call.erp("/customers?email=JANA@example.com")).content["data"] == []
        books = sandbox.stockhouse.books()
        assert (books["customers"], books["distinct_emails"]) == (3, 1)
        assert len(books["duplicate_customers"]["jana@example.com"]) == 3


async def test_lists_come_in_pages_with_a_total() -> None:
    async with visiting() as (_, call):
        for place in range(5):
            await a_customer(call, f"a{place}@example.com")
        page = (await call.erp("/customers?page=2&size=2")).content
        assert (len(page["data"]), page["page"], page["size"], page["total"]) == (2, 2, 2, 5)
        assert (await fault(call, "/customers?size=1000"))["path"] == "size"
        assert (await fault(call, "/customers?page=0"))["path"] == "page"


async def test_an_order_names_what_exists_and_every_fault_is_told() -> None:
    async with visiting() as (_, call):
        order = an_erp_order("C-1", "A-1", sku="NOVEL")
        reply = await call.erp("/orders", "POST", order)
        told = [(error["code"], error["path"]) for error in reply.content["errors"]]
        assert told == [
            ("unknown_customer", "customer_id"),
            ("unknown_address", "delivery_address_id"),
            ("unknown_item", "items[0].sku"),
        ]


async def test_an_address_of_another_customer_is_unknown() -> None:
    async with visiting() as (_, call):
        own, other = await a_customer(call), await a_customer(call, "b@example.com")
        order = an_erp_order(own, await an_address(call, other))
        assert (await fault(call, "/orders", "POST", order))["code"] == "unknown_address"


async def test_a_product_is_unknown_until_it_is_created_and_only_once() -> None:
    async with visiting() as (_, call):
        assert (await fault(call, "/products/NOVEL"))["code"] == "unknown_item"
        product = {
            "sku": "NOVEL",
            "name": "A novel",
            "gtin": "4006381333931",
            "hs_code": "490199",
            "origin": "CZ",
            "unit_weight_g": 300,
        }
        assert (await call.erp("/products", "POST", product)).content["ok"]
        assert (await call.erp("/products/NOVEL")).content["data"]["unit_weight_g"] == 300
        assert (await fault(call, "/products", "POST", product))["code"] == "item_exists"
        lacking = await call.erp("/products", "POST", {"sku": "X", "name": "X"})
        assert [error["path"] for error in lacking.content["errors"]] == ["gtin", "hs_code", "origin", "unit_weight_g"]


async def test_one_reference_may_have_two_orders_and_the_books_tell() -> None:
    async with visiting() as (sandbox, call):
        customer = await a_customer(call)
        order = an_erp_order(customer, await an_address(call, customer), reference="B-7")
        numbers = [(await call.erp("/orders", "POST", order)).content["data"]["order_no"] for _ in range(2)]
        found = (await call.erp("/orders?client_reference=B-7")).content["data"]
        assert [row["order_no"] for row in found] == numbers
        assert sandbox.stockhouse.books()["duplicate_orders"] == {"B-7": numbers}


async def test_floats_are_no_money() -> None:
    async with visiting() as (_, call):
        customer = await a_customer(call)
        order = an_erp_order(customer, await an_address(call, customer))
        order["items"][0]["unit_price_cents"] = 19.9
        assert (await fault(call, "/orders", "POST", order))["path"] == "items[0].unit_price_cents"


async def test_the_warehouse_packs_confirmed_orders_once() -> None:
    async with visiting() as (sandbox, call):
        numbers = await call.sell(3)
        packed = await sandbox.pack(2)
        assert len(packed) == 2
        assert len(await sandbox.pack()) == 1
        assert await sandbox.pack() == []
        shipment = (await call.erp(f"/shipments/{packed[0]}")).content["data"]
        assert shipment["order_no"] == numbers[0]
        assert shipment["packing_station"] in {"station-1", "station-2"}
        assert sum(item["quantity"] for parcel in shipment["parcels"] for item in parcel["items"]) == 2
        net = sum(item["unit_weight_g"] * item["quantity"] for item in shipment["items"])
        assert sum(parcel["weight_g"] for parcel in shipment["parcels"]) > net


async def test_untracked_shipments_are_listed_until_every_parcel_has_a_number() -> None:
    async with visiting() as (sandbox, call):
        await call.sell(1)
        (key,) = await sandbox.pack()
        polled = "/shipments?state=packed&untracked=1"
        shipment = (await call.erp(polled)).content["data"][0]
        assert shipment["shipment_id"] == key
        numbers = [
            {"parcel_no": parcel["parcel_no"], "tracking_number": f"SW{parcel['parcel_no']}", "carrier": "swiftpost"}
            for parcel in shipment["parcels"]
        ]
        wrong = await fault(call, f"/shipments/{key}/tracking", "PUT", {"parcels": [{"parcel_no": 9}]})
        assert (wrong["code"], wrong["path"]) == ("unknown_parcel", "parcels[0].parcel_no")
        for _ in range(2):
            assert (await call.erp(f"/shipments/{key}/tracking", "PUT", {"parcels": numbers})).content["ok"]
        assert (await call.erp(polled)).content["total"] == 0
        assert sandbox.stockhouse.books()["untracked_shipments"] == []


async def test_a_clerk_corrects_the_address_of_order_and_shipment() -> None:
    async with visiting() as (sandbox, call):
        (number,) = await call.sell(1)
        (key,) = await sandbox.pack()
        await call.erp(f"/orders/{number}/delivery_address", "PUT", {"zip_code": "120 00"})
        assert (await call.erp(f"/shipments/{key}")).content["data"]["delivery_address"]["zip_code"] == "120 00"


async def test_states_are_taken_and_regressions_counted() -> None:
    async with visiting() as (sandbox, call):
        (number,) = await call.sell(1)
        for status in ("delivered", "shipped"):
            await call.erp(f"/orders/{number}/status", "PUT", {"status": status})
        assert (await fault(call, f"/orders/{number}/status", "PUT", {"status": "gone"}))["path"] == "status"
        assert sandbox.stockhouse.books()["status_regressions"] == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/customers/C-0", "unknown_customer"),
        ("/orders/E-0", "unknown_order"),
        ("/shipments/S-0", "unknown_shipment"),
    ],
)
async def test_what_is_not_there_is_an_error_within_a_200(path: str, code: str) -> None:
    async with visiting() as (_, call):
        assert (await fault(call, path))["code"] == code


async def test_numbers_do_not_hang_on_the_order_of_arrival() -> None:
    found = []
    for order in ((1, 2), (2, 1)):
        async with visiting() as (_, call):
            found.append({place: await a_customer(call, f"{place}@example.com") for place in order})
    assert found[0] == found[1]
