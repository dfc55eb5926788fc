"""Tryton's connector and its stand-in, through a real engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from goldthread.connectors.tryton import (
    identify_customer,
    inject_order,
    list_packed,
    record_tracking,
    reread_packed,
    tryton,
)
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.money import Money
from goldthread.domain.order import InjectedOrder, Order
from goldthread.flow.start import Manual
from goldthread.testing.contract import sample
from goldthread.testing.contract.line import lost
from goldthread.testing.contract.scene import Scene, Way, fresh, never, playing
from goldthread.testing.fakes.tryton import PASSWORD, TrytonFake

CALL = "POST /erp/rpc/#model."


@asynccontextmanager
async def a_scene(**settings: str) -> AsyncIterator[Scene[TrytonFake]]:
    memory = fresh()
    ways = [
        Way(name="inject", start=Manual(Order), path=identify_customer >> inject_order, gives=InjectedOrder),
        Way(name="sweep", start=never(), path=list_packed, gives=ReadyOrder),
        Way(name="reread", start=Manual(ReadyOrder), path=reread_packed, gives=ReadyOrder),
        Way(name="track", start=Manual(LabelledOrder), path=record_tracking, gives=LabelledOrder),
    ]
    given = {"company": "1", "carrier": "1", **settings}
    async with (
        TrytonFake(memory.clock.now).running() as fake,
        playing(fake, tryton, sample.ERP, ways, memory=memory, settings=given) as scene,
    ):
        yield scene


def two_articles(number: int = 1) -> Order:
    """An order of green tea and of something that Tryton never heard of."""
    order = sample.an_order(number)
    line = replace(order.lines[0], sku="MOKA-3", name="Moka pot", quantity=1)
    return replace(order, lines=(order.lines[0], line))


async def packed(scene: Scene[TrytonFake], *orders: Order, parcels: int = 1) -> list[ReadyOrder]:
    """The orders, injected, packed and found."""
    await scene.run("inject", *orders)
    await scene.expect_no_trash()
    await scene.fake.pack(parcels)
    await scene.tick("sweep")
    return scene.given("sweep", ReadyOrder)


async def test_how_an_order_is_sent_comes_back_with_its_shipment() -> None:
    """Service, pickup point and cash on delivery go through Tryton in the sale's comment."""
    cod = Money.of("24.80", "EUR")
    order = replace(sample.an_order(), service="express", pickup_point="PP-1", cod=cod, note="Service: free")
    async with a_scene() as scene:
        [ready] = await packed(scene, order)
        assert (ready.service, ready.pickup_point, ready.cod) == ("express", "PP-1", cod)


async def test_a_confirmed_sale_is_left_to_trytons_own_worker() -> None:
    """Processing it is no business of ours; it is found once it is packed."""
    async with a_scene() as scene:
        scene.fake.desk.has_worker = True
        await scene.run("inject", sample.an_order())
        await scene.only("inject", InjectedOrder)
        assert [row["state"] for row in scene.fake.tables.rows["sale.sale"].values()] == ["confirmed"]
        scene.fake.desk.work()
        await scene.fake.pack()
        await scene.tick("sweep")
        assert [order.order_id for order in scene.given("sweep", ReadyOrder)] == ["o1"]


async def test_each_button_may_lose_its_answer() -> None:
    """One sale, one shipment, whichever answer is lost."""
    for button in ("quote", "confirm"):
        async with a_scene() as scene:
            scene.line.befall(f"{CALL}sale.sale.{button}", lost)
            await scene.run("inject", sample.an_order())
            await scene.expect_no_trash()
            assert len(scene.fake.effects()) == 1
            assert len(scene.fake.tables.rows["stock.shipment.out"]) == 1


async def test_every_package_gets_its_own_tracking_number_though_answers_are_lost() -> None:
    """The shipment carries all of them, and leaves the sweep."""
    async with a_scene() as scene:
        [ready] = await packed(scene, two_articles(), parcels=2)
        order = sample.labelled(ready)
        scene.line.befall(f"{CALL}stock.package.write", lost)
        scene.line.befall(f"{CALL}stock.shipment.out.write", lost)
        await scene.run("track", order)
        await scene.expect_no_trash()
        numbers = list(order.shipment.tracking_numbers)
        assert scene.fake.tracking(ready.fulfilment.id) == numbers
        assert scene.fake.tables.rows["stock.shipment.out"][1]["shipping_reference"] == ", ".join(numbers)
        assert scene.fake.waiting() == []


async def test_a_clerk_who_writes_at_the_same_moment_is_not_overwritten_blindly() -> None:
    """Tryton refuses the old timestamp; the shipment is read again, and then written."""
    async with a_scene() as scene:
        [ready] = await packed(scene, sample.an_order())
        package = int(ready.fulfilment.parcels[0].id)

        def by_hand() -> None:
            scene.fake.tables.change("stock.package", package, {"shipping_reference": "by hand"})

        scene.line.before(f"{CALL}stock.package.write", by_hand)
        await scene.run("track", sample.labelled(ready))
        await scene.expect_no_trash()
        assert scene.line.count(f"{CALL}stock.package.write") == 2
        assert scene.fake.tracking(ready.fulfilment.id) == ["T-1001-1"]


async def test_an_address_that_is_known_is_used_again() -> None:
    """Three orders of one customer to two places keep two addresses, though Tryton rewrites telephones."""
    elsewhere = sample.an_address(street=("Krátká 1",), city="Brno")
    orders = [sample.an_order(1), sample.an_order(2), sample.an_order(3, shipping=elsewhere)]
    async with a_scene() as scene:
        await scene.run("inject", *orders)
        await scene.expect_no_trash()
        cities = sorted(row["city"] for row in scene.fake.tables.rows["party.address"].values())
        assert cities == ["Brno", "Praha"]


async def test_an_article_that_two_orders_bring_at_once_is_made_once() -> None:
    """One at a time, whoever comes first."""
    async with a_scene() as scene:
        await scene.run("inject", two_articles(1), two_articles(2), two_articles(3))
        await scene.expect_no_trash()
        assert len(scene.fake.effects()) == 3
        codes = [row["code"] for row in scene.fake.tables.rows["product.product"].values()]
        assert sorted(codes) == ["MOKA-3", "TEA-1"]


async def test_what_clerks_sell_is_left_to_them() -> None:
    """A sale whose reference names no shop's order isn't found, and nobody is bothered with it."""
    async with a_scene() as scene:
        await scene.fake.pack_many(2)
        scene.fake.tables.change("sale.sale", 1, {"reference": "by phone"})
        await scene.tick("sweep")
        assert [order.order_id for order in scene.given("sweep", ReadyOrder)] == ["o2"]
        assert "cannot be read" not in await scene.story()


async def test_a_package_that_cannot_be_sent_is_told_and_found_once_it_can() -> None:
    """It holds nobody up."""
    async with a_scene() as scene:
        await scene.fake.pack_many(2)
        scene.fake.tables.change("stock.package", 1, {"total_weight": None})
        await scene.tick("sweep")
        assert [order.order_id for order in scene.given("sweep", ReadyOrder)] == ["o2"]
        assert "Package 1 weighs nothing" in await scene.story()
        scene.fake.tables.change("stock.package", 1, {"total_weight": 0.4})
        await scene.tick("sweep")
        assert {order.order_id for order in scene.given("sweep", ReadyOrder)} == {"o1", "o2"}


async def test_a_changed_password_pauses_and_trashes_nothing() -> None:
    """The order waits until the password is right again."""
    async with a_scene() as scene:
        scene.fake.password = "changed"
        await scene.run("inject", sample.an_order())
        await scene.expect_no_trash()
        assert await scene.is_open()
        scene.fake.password = PASSWORD
        await scene.recover()
        assert scene.fake.effects() == ["1"]
