"""WooCommerce shops of every kind, against the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from goldthread.connectors.woocommerce import (
    ensure_hooks,
    list_orders,
    mark_shipped,
    order_key,
    read_order_placed,
    woocommerce,
)
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.ids import ShipmentId, TrackingNumber
from goldthread.domain.order import Order
from goldthread.flow.errors import Forbidden
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, WantedHook
from goldthread.flow.start import Manual, Webhook
from goldthread.testing.contract import Delivery, sample
from goldthread.testing.contract.line import Accident, cut, lost, page
from goldthread.testing.contract.scene import Scene, Way, fresh, never, playing
from goldthread.testing.fakes.woocommerce import WooCommerceFake

Play = Scene[WooCommerceFake]
ADDRESS = "https://gold.example/hooks/shop/order.placed"
CHECK = HookCheck(
    installation=sample.SHOP,
    application="woocommerce",
    wanted=(WantedHook(event="order.placed", address=ADDRESS),),
)
WAYS = (
    Way(name="ship", start=Manual(LabelledOrder), path=mark_shipped, gives=LabelledOrder),
    Way(name="sweep", start=never(), path=list_orders, gives=Order),
    Way(name="hooks", start=Manual(HookCheck), path=ensure_hooks, gives=HookReport),
    Way(
        name="hook",
        start=Webhook(woocommerce, "order.placed", carries=Order, read=read_order_placed, once=order_key),
        gives=Order,
    ),
)


@asynccontextmanager
async def shop(*, has_fulfilments: bool = True, has_plugin: bool = False) -> AsyncIterator[Play]:
    """An engine over a shop."""
    memory = fresh()
    fake = WooCommerceFake(memory.clock.now, has_fulfilments=has_fulfilments, has_plugin=has_plugin)
    async with (
        fake.running(),
        playing(fake, woocommerce, sample.SHOP, WAYS, memory=memory, settings={}) as scene,
    ):
        yield scene
        await scene.expect_sound()


def with_plugin() -> AbstractAsyncContextManager[Play]:
    return shop(has_fulfilments=False, has_plugin=True)


def with_notes_alone() -> AbstractAsyncContextManager[Play]:
    return shop(has_fulfilments=False)


async def ordered(scene: Play) -> Order:
    """An order that came in by webhook."""
    await scene.hear((await scene.fake.place())[0])
    return scene.given("hook", Order)[-1]


def row_of(scene: Play) -> dict[str, object]:
    return next(iter(scene.fake.orders.by_id.values()))


def numbers_told(scene: Play) -> list[str]:
    """Tracking numbers in the plugin, or in notes to the customer."""
    tracked = [one["tracking_number"] for rows in scene.fake.sending.trackings.values() for one in rows]
    notes = [one["note"] for rows in scene.fake.sending.notes.values() for one in rows if one["customer_note"]]
    return tracked or notes


@pytest.mark.parametrize("opened", [with_plugin, with_notes_alone])
@pytest.mark.parametrize("accident", [None, lost, page, cut])
async def test_a_shop_without_fulfilments_is_told_once(
    opened: Callable[[], AbstractAsyncContextManager[Play]], accident: Accident | None
) -> None:
    """Two parcels are told once each, whatever happens to the answer, and the order is completed with one mail."""
    async with opened() as scene:
        body = sample.labelled(sample.ready(await ordered(scene), parcels=2))
        if accident:
            scene.line.befall("POST */shipment-trackings", accident)
            scene.line.befall("POST */notes", accident)
        await scene.run("ship", body)
        await scene.run("ship", body)
        await scene.expect_no_trash()
        told = numbers_told(scene)
        assert [sum(number in one for one in told) for number in body.shipment.tracking_numbers] == [1, 1]
        assert row_of(scene)["status"] == "completed"
        assert sum("completed" in mail for mail in scene.fake.sending.mails) == 1


def relabelled(order: LabelledOrder) -> LabelledOrder:
    """The same parcels under a label that came after a voided one."""
    parcels = tuple(
        replace(one, tracking_number=TrackingNumber(f"NEW-{one.tracking_number}")) for one in order.shipment.parcels
    )
    labels = tuple(
        replace(one, tracking_number=TrackingNumber(f"NEW-{one.tracking_number}")) for one in order.shipment.labels
    )
    shipment = replace(order.shipment, id=ShipmentId("new"), parcels=parcels, labels=labels)
    return replace(order, shipment=shipment)


@pytest.mark.parametrize("opened", [with_plugin, with_notes_alone])
async def test_the_number_of_a_new_label_is_told_once(
    opened: Callable[[], AbstractAsyncContextManager[Play]],
) -> None:
    """A label that replaced a voided one has another number, though the goods are sent only once."""
    async with opened() as scene:
        first = sample.labelled(sample.ready(await ordered(scene)))
        second = relabelled(first)
        for body in (first, second, second):
            await scene.run("ship", body)
        await scene.expect_no_trash()
        told = numbers_told(scene)
        assert len(told) == 2
        assert sum(second.shipment.tracking_numbers[0] in one for one in told) == 1


async def test_a_core_fulfilment_with_a_former_number_is_said() -> None:
    """Core keeps one fulfilment of our reference; a person puts the new number into it, and nobody is misled."""
    async with shop() as scene:
        first = sample.labelled(sample.ready(await ordered(scene)))
        await scene.run("ship", first)
        await scene.run("ship", relabelled(first))
        await scene.expect_rejected("/shipment/parcels")
        assert len(scene.fake.sending.mails) == 2


@pytest.mark.parametrize("opened", [shop, with_plugin, with_notes_alone])
async def test_an_order_is_completed_by_its_last_part(
    opened: Callable[[], AbstractAsyncContextManager[Play]],
) -> None:
    """After one of two pieces it is still to be sent, after the other it is complete; a third is refused."""
    async with opened() as scene:
        order = sample.ready(await ordered(scene))
        await scene.run("ship", sample.labelled(sample.part(order, 1, quantity=1)))
        assert row_of(scene)["status"] == "processing"
        await scene.run("ship", sample.labelled(sample.part(order, 2, quantity=1)))
        assert row_of(scene)["status"] == "completed"
        await scene.expect_no_trash()
        await scene.run("ship", sample.labelled(sample.part(order, 3, quantity=1)))
        await scene.expect_rejected("/fulfilment/lines/0")


async def test_a_feature_that_is_switched_on_is_used_from_the_next_day() -> None:
    """Which way a shop has is remembered, and looked at again once a day."""
    async with with_notes_alone() as scene:
        orders = [await ordered(scene) for _ in range(3)]
        await scene.run("ship", sample.labelled(sample.ready(orders[0])))
        scene.fake.has_fulfilments = True
        await scene.run("ship", sample.labelled(sample.ready(orders[1])))
        assert scene.line.count("GET */fulfillments") == 1
        scene.house.clock.turn(timedelta(days=1))
        await scene.house.engine.heart.beat()
        await scene.run("ship", sample.labelled(sample.ready(orders[2])))
        assert len(scene.fake.effects()) == 1


async def test_a_sweep_gets_over_a_second_with_more_orders_than_a_page() -> None:
    """What a bulk edit changed at one instant is read page by page, and then it goes on by time."""
    async with shop() as scene:
        await scene.fake.place(230)
        rows = list(scene.fake.orders.by_id.values())
        for row in rows[:210]:
            scene.fake.orders.touch(row)
        await scene.tick("sweep")
        assert {order.id for order in scene.given("sweep", Order)} == {str(row["id"]) for row in rows}


async def test_a_subscription_that_was_disabled_is_enabled_again() -> None:
    """After WooCommerce's own number of failures nothing is told any more; the check finds it."""
    async with shop() as scene:
        for _ in range(7):
            scene.fake.hooks.fail("order.created")
        assert await scene.fake.place() == []
        await scene.run("hooks", CHECK)
        report = await scene.only("hooks", HookReport)
        assert [one.repair for one in report.hooks] == [HookRepair.ENABLED, HookRepair.KEPT]
        assert not await scene.hear((await scene.fake.place())[0])


async def test_subscriptions_that_are_made_sign_with_our_secret() -> None:
    """A shop without any gets two, also when an answer is lost; what it tells is taken; a second check keeps all."""
    async with shop() as scene:
        scene.fake.hooks.rows.clear()
        scene.line.befall("POST */webhooks", lost)
        await scene.run("hooks", CHECK)
        await scene.run("hooks", CHECK)
        first, second = scene.given("hooks", HookReport)
        assert HookRepair.CREATED in {one.repair for one in first.hooks}
        assert {one.repair for one in second.hooks} == {HookRepair.KEPT}
        assert [row["topic"] for row in scene.fake.hooks.rows] == ["order.created", "order.updated"]
        await ordered(scene)
        assert "hush" not in await scene.story()


async def test_a_ping_is_answered_and_starts_nothing() -> None:
    """What WooCommerce sends to see if anybody is there is no order and no forgery; anything like it is forged."""
    async with shop() as scene:
        await scene.hear(Delivery(event="order.placed", body=b"webhook_id=142"))
        await scene.expect_no_trash()
        with pytest.raises(Forbidden):
            await scene.hear(Delivery(event="order.placed", body=b"webhook_id=142&order=1"))
        assert not scene.came["hook"]


async def test_what_is_not_to_be_sent_starts_nothing() -> None:
    """An unpaid order comes in once it is paid; our own number in it makes no second run."""
    async with shop() as scene:
        unpaid = (await scene.fake.place(status="pending"))[0]
        await scene.hear(unpaid)
        assert not scene.came["hook"]
        row = next(iter(scene.fake.orders.by_id.values()))
        scene.fake.orders.change(row, {"status": "processing"})
        paid = scene.fake.hooks.delivery("order.updated", row)
        assert paid is not None
        await scene.hear(paid)
        assert len(scene.came["hook"]) == 1
        scene.fake.orders.change(row, {"meta_data": [{"key": "_goldthread_erp_order", "value": "E-1"}]})
        again = scene.fake.hooks.delivery("order.updated", row)
        assert again is not None
        await scene.hear(again)
        assert len(scene.came["hook"]) == 1
        await scene.expect_no_trash()
