"""Webhooks: signed, retried, and ill-treated on demand."""

import asyncio
import base64
import hmac
from hashlib import sha256

from callers import Heard, a_shipment, listening, visiting

from goldthread.sandbox import Kind, Rule, Sandbox
from goldthread.sandbox.exchange import Json


def signed_by_shop(sandbox: Sandbox, heard: Heard) -> bool:
    secret = sandbox.credentials.bazaar.webhook_secret
    wanted = base64.b64encode(hmac.digest(secret.encode(), heard.body, sha256)).decode()
    return heard.headers["X-Bazaar-Signature"] == wanted


def a_rule(kind: Kind, **parameters: object) -> dict[str, tuple[Rule, ...]]:
    return {"bazaar": (Rule(kind=kind, count=1, parameters=parameters),)}


async def hear_orders(sandbox: Sandbox, number: int = 1) -> Json:
    """What the shop's books say of the webhooks of so many orders."""
    await sandbox.place_orders(number)
    await sandbox.settle()
    books: Json = sandbox.bazaar.books()["webhooks"]
    return books


async def test_the_shop_tells_of_an_order_and_signs_the_body() -> None:
    async with visiting(hooks={"bazaar": "eshop"}) as (sandbox, _), listening(sandbox) as ear:
        books = await hear_orders(sandbox)
        (heard,) = ear.heard
        assert heard.path == "/hooks/eshop/order.placed"
        assert signed_by_shop(sandbox, heard)
        assert heard.content["order"]["number"] == "B-100001"
        assert heard.headers["X-Bazaar-Delivery"].startswith("dlv_")
        assert (books["made"], books["accepted"], books["pending"]) == (1, 1, 0)


async def test_a_changed_order_is_told_under_another_delivery() -> None:
    async with visiting() as (sandbox, call), listening(sandbox) as ear:
        await sandbox.place_orders(1)
        key = next(iter(sandbox.shop.orders.by_id))
        url = f"{sandbox.bazaar.url}/__control/orders/{key}"
        for phone in ("+420601000001", "+420601000002"):
            await call.send(url, "POST", content={"customer": {"phone": phone}})
        await sandbox.settle()
        assert (
            sorted(heard.path for heard in ear.heard)
            == ["/hooks/bazaar/order.placed"] + ["/hooks/bazaar/order.updated"] * 2
        )
        assert len({heard.headers["X-Bazaar-Delivery"] for heard in ear.heard}) == 3


async def test_the_warehouse_signs_time_and_body() -> None:
    async with visiting() as (sandbox, call), listening(sandbox) as ear:
        await call.sell(1)
        (key,) = await sandbox.pack()
        await sandbox.settle()
        (heard,) = ear.heard
        time, _, signature = heard.headers["X-Stockhouse-Signature"].partition(",")
        secret = sandbox.credentials.stockhouse.webhook_secret.encode()
        wanted = hmac.digest(secret, f"{time.removeprefix('t=')}.".encode() + heard.body, sha256).hex()
        assert signature == f"v1={wanted}"
        assert heard.content["shipment"]["shipment_id"] == key


async def test_the_carrier_signs_time_and_body_without_a_separator() -> None:
    async with visiting() as (sandbox, call), listening(sandbox) as ear:
        await call.carrier("/v1/shipments", "POST", a_shipment())
        await sandbox.advance()
        await sandbox.settle()
        (heard,) = ear.heard
        secret = sandbox.credentials.swiftpost.webhook_secret.encode()
        said = heard.headers["X-Swift-Timestamp"].encode() + heard.body
        assert heard.headers["X-Swift-Signature"] == hmac.digest(secret, said, sha256).hex()
        assert heard.content["data"]["event"]["code"] == "PRE"


async def test_a_refused_webhook_is_tried_again_under_the_same_delivery() -> None:
    async with visiting() as (sandbox, _), listening(sandbox) as ear:
        statuses = iter((500, 200))
        ear.answer = lambda _: next(statuses)
        books = await hear_orders(sandbox)
        assert (books["refused"], books["accepted"]) == (1, 1)
        assert len({heard.headers["X-Bazaar-Delivery"] for heard in ear.heard}) == 1


async def test_a_webhook_nobody_takes_is_given_up_after_four_tries() -> None:
    async with visiting() as (sandbox, _), listening(sandbox) as ear:
        ear.answer = lambda _: 503
        books = await hear_orders(sandbox)
        assert len(ear.heard) == 4
        assert books["undelivered"] == 1


async def test_a_lost_webhook_is_never_sent() -> None:
    async with visiting(faults=a_rule(Kind.WEBHOOK_LOST)) as (sandbox, _), listening(sandbox) as ear:
        books = await hear_orders(sandbox, 2)
        assert [heard.content["order"]["number"] for heard in ear.heard] == ["B-100002"]
        assert (books["made"], books["lost"]) == (2, 1)


async def test_a_duplicate_has_the_same_delivery() -> None:
    async with visiting(faults=a_rule(Kind.WEBHOOK_DUPLICATED, copies=3)) as (sandbox, _), listening(sandbox) as ear:
        books = await hear_orders(sandbox)
        assert len(ear.heard) == 3
        assert len({heard.headers["X-Bazaar-Delivery"] for heard in ear.heard}) == 1
        assert books["duplicated"] == 1


async def test_a_forged_webhook_comes_beside_the_real_one_and_its_fate_is_known() -> None:
    async with visiting(faults=a_rule(Kind.WEBHOOK_FORGED)) as (sandbox, _), listening(sandbox) as ear:
        ear.answer = lambda heard: 200 if signed_by_shop(sandbox, heard) else 401
        books = await hear_orders(sandbox)
        assert sorted(signed_by_shop(sandbox, heard) for heard in ear.heard) == [False, True]
        assert (books["forged"], books["forged_refused"], books["forged_accepted"]) == (1, 1, 0)


async def test_a_stale_webhook_is_rightly_signed_but_old() -> None:
    async with visiting(faults=a_rule(Kind.WEBHOOK_STALE, seconds=900)) as (sandbox, _), listening(sandbox) as ear:
        books = await hear_orders(sandbox)
        times = sorted(int(heard.headers["X-Bazaar-Timestamp"]) for heard in ear.heard)
        assert 899 <= times[1] - times[0] <= 901
        assert all(signed_by_shop(sandbox, heard) for heard in ear.heard)
        assert (books["stale"], books["stale_accepted"]) == (1, 1)


async def test_a_late_webhook_comes_after_later_ones() -> None:
    async with visiting(faults=a_rule(Kind.WEBHOOK_LATE, seconds=0.1)) as (sandbox, _), listening(sandbox) as ear:
        books = await hear_orders(sandbox, 2)
        assert [heard.content["order"]["number"] for heard in ear.heard] == ["B-100002", "B-100001"]
        assert books["late"] == 1


async def test_a_reordered_webhook_waits_for_the_next_of_its_entity() -> None:
    rule = Rule(kind=Kind.WEBHOOK_REORDERED, count=1, parameters={"seconds": 30})
    async with visiting(faults={"swiftpost": (rule,)}) as (sandbox, call), listening(sandbox) as ear:
        await call.carrier("/v1/shipments", "POST", a_shipment())
        await sandbox.advance(steps=2)
        async with asyncio.timeout(10):
            await sandbox.settle()
        assert [heard.content["data"]["event"]["code"] for heard in ear.heard] == ["PUP", "PRE"]


async def test_a_reordered_webhook_does_not_wait_for_ever() -> None:
    async with visiting(faults=a_rule(Kind.WEBHOOK_REORDERED, seconds=0.05)) as (sandbox, _), listening(sandbox) as ear:
        books = await hear_orders(sandbox)
        assert (len(ear.heard), books["reordered"]) == (1, 1)


async def test_nobody_is_told_while_there_is_no_target() -> None:
    async with visiting() as (sandbox, _), listening(sandbox) as ear:
        await sandbox.point_webhooks(None)
        await sandbox.place_orders(1)
        assert sandbox.bazaar.books()["webhooks"] == {"made": 1, "pending": 0}
        assert ear.heard == []
