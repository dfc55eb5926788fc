"""Several messages about one order at one instant, over a shop that would do everything twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from goldthread.connectors.vendure import SHOP, mark_shipped, tell_erp_number, tell_shop_status, vendure
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.ids import OrderId
from goldthread.domain.order import InjectedOrder, Order
from goldthread.domain.status import Status
from goldthread.domain.track import StatusChange
from goldthread.flow.start import Manual
from goldthread.testing.contract import sample
from goldthread.testing.contract.scene import Scene, Way, fresh, playing
from goldthread.testing.fakes.vendure import VendureFake

WAYS = (
    Way(name="hook", start=SHOP.placed, gives=Order),
    Way(name="number", start=Manual(InjectedOrder), path=tell_erp_number, gives=InjectedOrder),
    Way(name="ship", start=Manual(LabelledOrder), path=mark_shipped, gives=LabelledOrder),
    Way(name="status", start=Manual(StatusChange), path=tell_shop_status, gives=StatusChange),
)


@asynccontextmanager
async def a_scene(**settings: str) -> AsyncIterator[Scene[VendureFake]]:
    """An engine over a fake shop without custom fields."""
    memory = fresh()
    async with (
        VendureFake(memory.clock.now, order_fields=()).running() as fake,
        playing(fake, vendure, "shop", WAYS, memory=memory, settings=settings) as scene,
    ):
        yield scene


def order_of(scene: Scene[VendureFake]) -> Order:
    """An order that was placed now, as far as it matters here."""
    return replace(sample.an_order(), id=OrderId(scene.fake.add()["id"]))


async def test_four_messages_at_once_make_one_fulfilment() -> None:
    """Vendure itself would make four."""
    async with a_scene() as scene:
        body = sample.labelled(sample.ready(order_of(scene), parcels=2))
        await scene.run("ship", *[body] * 4)
        await scene.expect_no_trash()
        assert len(scene.fake.effects()) == 1
        assert scene.fake.status(str(body.order_id)) == "Shipped"


async def test_two_parts_at_once_are_two_fulfilments() -> None:
    """Each of one piece, of the two that were ordered."""
    async with a_scene() as scene:
        order = sample.ready(order_of(scene))
        parts = [sample.labelled(sample.part(order, number, quantity=1)) for number in (1, 2)]
        await scene.run("ship", *parts)
        await scene.expect_no_trash()
        assert len(scene.fake.effects()) == 2


async def test_a_third_part_at_once_is_refused() -> None:
    """Whichever comes last: there is nothing left to be sent."""
    async with a_scene() as scene:
        order = sample.ready(order_of(scene))
        parts = [sample.labelled(sample.part(order, number, quantity=1)) for number in (1, 2, 3)]
        await scene.run("ship", *parts)
        await scene.expect_rejected("/fulfilment/lines/0")
        assert len(scene.fake.effects()) == 2


async def test_a_note_is_added_once_however_often_it_is_told() -> None:
    """The number of the ERP, by three messages at one instant."""
    async with a_scene() as scene:
        order = sample.injected(order_of(scene))
        await scene.run("number", *[order] * 3)
        await scene.expect_no_trash()
        assert scene.fake.notes(order.id) == [f"ERP order {order.erp_order}"]


async def test_clerks_are_told_once_of_what_has_no_state() -> None:
    """Two messages of one event, a note of the day it happened."""
    async with a_scene() as scene:
        body = sample.labelled(sample.ready(order_of(scene)))
        await scene.run("status", *[sample.moved(body, Status.RETURNED)] * 2)
        await scene.expect_no_trash()
        number = body.shipment.tracking_numbers[0]
        assert scene.fake.notes(str(body.order_id)) == [f"{number} came back (2026-11-23 12:00 UTC)."]


async def test_an_order_in_a_clerks_hands_is_sent_once_it_is_given_back() -> None:
    """Until then the message waits, and it is no attempt."""
    async with a_scene() as scene:
        order = order_of(scene)
        row = scene.fake.books.orders[order.id]
        row["state"] = "Modifying"
        await scene.begin("ship", sample.labelled(sample.ready(order)))
        for _ in range(20):
            await scene.house.clock.rest()
        assert not scene.fake.effects()
        row["state"] = "PaymentSettled"
        await scene.recover()
        await scene.expect_no_trash()
        assert len(scene.fake.effects()) == 1


async def test_what_a_clerk_took_back_is_left_as_it_is() -> None:
    """Telling it again neither moves it nor makes another."""
    async with a_scene() as scene:
        body = sample.labelled(sample.ready(order_of(scene)))
        await scene.run("ship", body)
        scene.fake.books.move("1", "Cancelled")
        await scene.run("ship", body)
        await scene.run("status", sample.moved(body, Status.DELIVERED))
        await scene.expect_no_trash()
        assert len(scene.fake.effects()) == 1
        assert "taken back in the shop" in await scene.story()


async def test_pieces_that_a_clerk_took_back_can_be_sent_again() -> None:
    """Under other tracking numbers it is another fulfilment."""
    async with a_scene() as scene:
        order = sample.ready(order_of(scene))
        await scene.run("ship", sample.labelled(sample.part(order, 1, quantity=2)))
        scene.fake.books.move("1", "Cancelled")
        await scene.run("ship", sample.labelled(sample.part(order, 2, quantity=2)))
        await scene.expect_no_trash()
        assert len(scene.fake.effects()) == 2


async def test_a_state_of_the_shops_own_is_refused_in_its_words() -> None:
    """Its process doesn't let the fulfilment go on; somebody has to look, and nothing is passed over."""
    async with a_scene() as scene:
        body = sample.labelled(sample.ready(order_of(scene)))
        await scene.run("ship", body)
        scene.fake.books.orders[body.order_id]["fulfillments"][0]["state"] = "Inspected"
        await scene.run("ship", body)
        [row] = await scene.trash()
        assert 'from "Inspected" to "Shipped"' in row.why.reason
