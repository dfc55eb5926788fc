"""Shopify's connector and its stand-in, through a real engine."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from goldthread.connectors.shopify import SHOP, ensure_hooks, mark_shipped, shopify, tell_shop_status
from goldthread.connectors.shopify.statuses import EVENTS
from goldthread.domain.fulfilment import LabelledOrder, PackedLine
from goldthread.domain.order import Order
from goldthread.domain.record import OrderRecord, order_key
from goldthread.domain.status import Status, Unknown
from goldthread.domain.track import StatusChange
from goldthread.engine.codec import Codec
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, WantedHook
from goldthread.flow.start import Manual
from goldthread.testing.contract import sample
from goldthread.testing.contract.line import Accident, cut, empty, lost, page
from goldthread.testing.contract.scene import Scene, Way, fresh, playing
from goldthread.testing.fakes.shopify import FulfilmentOrder, Line, ShopifyFake

ADDRESS = "https://gold.example/hooks/shop/order.placed"


@asynccontextmanager
async def a_scene() -> AsyncIterator[Scene[ShopifyFake]]:
    memory = fresh()
    ways = [
        Way(name="hook", start=SHOP.placed, gives=Order),
        Way(name="ship", start=Manual(LabelledOrder), path=mark_shipped, gives=LabelledOrder),
        Way(name="status", start=Manual(StatusChange), path=tell_shop_status, gives=StatusChange),
        Way(name="hooks", start=Manual(HookCheck), path=ensure_hooks, gives=HookReport),
    ]
    async with (
        ShopifyFake(memory.clock.now).running() as fake,
        playing(fake, shopify, sample.SHOP, ways, memory=memory, settings={}) as scene,
    ):
        yield scene


async def ordered(scene: Scene[ShopifyFake], *lines: Line) -> Order:
    await scene.hear(scene.fake.delivery(scene.fake.shop.place(lines)))
    return scene.given("hook", Order)[-1]


async def told(scene: Scene[ShopifyFake], order: LabelledOrder, status: Status | Unknown) -> None:
    """Tell the shop where the order's only parcel is."""
    record = OrderRecord.of(order.shipment).shipped(order.shipment)
    record = replace(record, parcels=tuple(replace(parcel, status=status) for parcel in record.parcels))
    await scene.keep("order", order_key(order.shop, order.order_id), json.loads(Codec().encode(record)))
    await scene.run("status", sample.moved(order, status))
    await scene.expect_no_trash()


def events(scene: Scene[ShopifyFake]) -> Sequence[str]:
    return [event.status for one in fulfilments(scene) for event in one.events]


def fulfilments(scene: Scene[ShopifyFake]) -> Sequence[Any]:
    return [one for order in scene.fake.shop.orders.values() for one in order.fulfilments]


async def test_every_status_of_a_shipment_is_told_once_in_its_word() -> None:
    """All sixteen, each twice: no word is told again while it stays, and some claim nothing."""
    async with a_scene() as scene:
        order = sample.labelled(sample.ready(await ordered(scene)))
        await scene.run("ship", order)
        for status in (*Status, Unknown(raw="ZZZ")):
            await told(scene, order, status)
            await told(scene, order, status)
        words = [word for status in Status if (word := EVENTS[status])]
        assert events(scene) == [word for at, word in enumerate(words) if at == 0 or words[at - 1] != word]


async def test_goods_of_two_locations_are_two_fulfilments_however_often_they_are_told() -> None:
    """One of the answers is lost, and everything is told again: two stay two."""
    async with a_scene() as scene:
        tea = Line(id=1, sku="TEA-1", name="Green tea", quantity=2, price=Decimal("9.95"))
        cup = Line(id=2, sku="CUP-1", name="Cup", quantity=1, price=Decimal("4.00"))
        order = await ordered(scene, tea, cup)
        (shop_order,) = scene.fake.shop.orders.values()
        lines = [shop_order.fulfilment_orders[0].lines.pop()]
        shop_order.fulfilment_orders.append(FulfilmentOrder(id=9, lines=lines, location="gid://shopify/Location/2"))
        body = sample.labelled(sample.ready(order))
        await scene.run("ship", body)
        await scene.run("ship", body)
        await scene.expect_no_trash()
        assert {one.location for one in fulfilments(scene)} == {
            "gid://shopify/Location/24826418",
            "gid://shopify/Location/2",
        }
        assert len(fulfilments(scene)) == 2


@pytest.mark.parametrize("accident", [lost, page, cut, empty])
@pytest.mark.parametrize("place", range(8))
async def test_whichever_answer_is_lost_everything_is_done_once(accident: Accident, place: int) -> None:
    """Two locations and an event for each: two fulfilments, two events, nobody is asked."""
    async with a_scene() as scene:
        tea = Line(id=1, sku="TEA-1", name="Green tea", quantity=2, price=Decimal("9.95"))
        cup = Line(id=2, sku="CUP-1", name="Cup", quantity=1, price=Decimal("4.00"))
        order = await ordered(scene, tea, cup)
        (shop_order,) = scene.fake.shop.orders.values()
        lines = [shop_order.fulfilment_orders[0].lines.pop()]
        shop_order.fulfilment_orders.append(FulfilmentOrder(id=9, lines=lines, location="gid://shopify/Location/2"))
        for _ in range(place):
            scene.line.before("*", lambda: None)
        scene.line.befall("*", accident)
        await scene.run("ship", sample.labelled(sample.ready(order)))
        await scene.expect_no_trash()
        assert len(fulfilments(scene)) == len(events(scene)) == 2


async def test_two_parts_at_the_same_moment_share_what_is_open() -> None:
    """Each splits what is open; one waits for the other."""
    async with a_scene() as scene:
        order = await ordered(scene)
        parts = [sample.labelled(sample.part(sample.ready(order), number, quantity=1)) for number in (1, 2)]
        await scene.run("ship", *parts)
        await scene.expect_no_trash()
        assert [[quantity for _, quantity in one.lines] for one in fulfilments(scene)] == [[1], [1]]


async def test_goods_on_hold_go_to_a_person_with_the_reason() -> None:
    """What the merchant holds isn't sent behind their back."""
    async with a_scene() as scene:
        order = await ordered(scene)
        (shop_order,) = scene.fake.shop.orders.values()
        shop_order.fulfilment_orders[0].status = "ON_HOLD"
        shop_order.fulfilment_orders[0].hold = ("HIGH_RISK_OF_FRAUD", "Call first.")
        await scene.run("ship", sample.labelled(sample.ready(order)))
        row = await scene.expect_rejected("/fulfilment/lines/0")
        assert "HIGH_RISK_OF_FRAUD (Call first.)" in row.why.reason


async def test_what_was_sent_before_counts_although_more_is_told_of() -> None:
    """A fulfilment with our numbers that lacks an article gets the rest in another one."""
    async with a_scene() as scene:
        tea = Line(id=1, sku="TEA-1", name="Green tea", quantity=2, price=Decimal("9.95"))
        cup = Line(id=2, sku="CUP-1", name="Cup", quantity=1, price=Decimal("4.00"))
        body = sample.labelled(sample.ready(await ordered(scene, tea, cup)))
        tea_alone = replace(body, fulfilment=replace(body.fulfilment, lines=body.fulfilment.lines[:1]))
        await scene.run("ship", tea_alone)
        await scene.run("ship", body)
        await scene.expect_no_trash()
        assert [[line.sku for line, _ in one.lines] for one in fulfilments(scene)] == [["TEA-1"], ["CUP-1"]]


@pytest.mark.parametrize("sku", ["tea-1", "COFFEE"])
async def test_an_article_that_was_never_ordered_is_refused_at_its_line(sku: str) -> None:
    """Article numbers are told apart by their letters."""
    async with a_scene() as scene:
        body = sample.labelled(sample.ready(await ordered(scene)))
        line = PackedLine(sku=sku, quantity=1, name="Odd")
        await scene.run(
            "ship", replace(body, fulfilment=replace(body.fulfilment, lines=(*body.fulfilment.lines, line)))
        )
        await scene.expect_rejected("/fulfilment/lines/1")
        assert not fulfilments(scene)


async def test_a_subscription_that_shopify_dropped_is_made_again() -> None:
    """Eight failed deliveries delete it; what tells others is left alone."""
    async with a_scene() as scene:
        other = scene.fake.shop.subscribe("ORDERS_PAID", "https://elsewhere.example/paid")
        check = HookCheck(
            installation=sample.SHOP, application="shopify", wanted=(WantedHook(event="order.placed", address=ADDRESS),)
        )
        await scene.run("hooks", check)
        await scene.run("hooks", check)
        for _ in range(8):
            scene.fake.shop.fail_delivery("ORDERS_CREATE")
        await scene.run("hooks", check)
        await scene.expect_no_trash()
        repairs = [report.hooks[0].repair for report in scene.given("hooks", HookReport)]
        assert repairs == [HookRepair.CREATED, HookRepair.KEPT, HookRepair.CREATED]
        assert other in scene.fake.shop.subscriptions


async def test_an_event_that_shopify_has_no_topic_for_is_refused() -> None:
    """Nobody waits for what is never told."""
    async with a_scene() as scene:
        wanted = (WantedHook(event="order.dreamt", address=ADDRESS),)
        await scene.run("hooks", HookCheck(installation=sample.SHOP, application="shopify", wanted=wanted))
        await scene.expect_rejected("/wanted")
