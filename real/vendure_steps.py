"""What the trial of Vendure plays: each operation, and what goes wrong with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, TypeAlias

from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.ids import OrderId
from goldthread.domain.order import Order
from goldthread.domain.record import OrderRecord, order_key
from goldthread.domain.status import Status
from goldthread.engine.codec import Codec
from goldthread.testing.contract import sample
from goldthread.testing.contract.claim import expect
from goldthread.testing.contract.line import lost, page
from goldthread.testing.contract.scene import Scene
from real.vendure import Kept
from real.vendure_trial import RealFake, Trial
from real.vendure_wish import Wish, wishes

Play: TypeAlias = Scene[RealFake]
ADD: Final = "POST /admin-api#AddFulfillment"
JANA: Final = wishes()[0]


async def placed(one: Trial, wish: Wish = JANA, **settings: str) -> Order:
    """An order that is placed now, as the connector reads it."""
    id_ = (await one.shop.place(wish)).id
    await one.ear.next()
    async with one.scene(**settings) as scene:
        await scene.run("reread", replace(sample.an_order(), id=OrderId(id_)))
        return await scene.only("reread", Order)


async def kept(one: Trial, order: Order) -> Kept:
    """The order in the shop's own books."""
    return next(row for row in await one.shop.orders() if row.id == order.id)


def swept(scene: Play) -> set[str]:
    """The ids of what a sweep has found."""
    return {str(order.id) for order in scene.given("sweep", Order)}


async def tell_event(one: Trial) -> None:
    """order.placed: the plugin's delivery is taken, once, and is what asking again gives."""
    await one.shop.place(JANA)
    delivery = await one.ear.next()
    async with one.scene() as scene:
        expect(not await scene.hear(delivery), "It should begin a run.")
        expect(await scene.hear(delivery), "It should be known the second time.")
        told = await scene.only("hook", Order)
        await scene.run("reread", told)
        asked = await scene.only("reread", Order)
    expect(told == asked, f"told {told}\nasked {asked}")
    expect((told.total.text, told.lines[0].hs_code, told.service) == ("24.80 EUR", "090210", "standard"), f"{told}")


async def tell_of_account(one: Trial) -> None:
    """order.placed of a customer with an account, whose e-mail she writes in capitals."""
    await one.shop.place(replace(JANA, email="Registered@Example.com", password="tea-and-cups", phone=""))  # noqa: S106
    delivery = await one.ear.next()
    expect(b"password" not in delivery.body, "No more is told of a customer than is needed.")
    async with one.scene() as scene:
        await scene.hear(delivery)
        told = await scene.only("hook", Order)
        await scene.run("reread", told)
        asked = await scene.only("reread", Order)
    expect(told == asked, f"told {told}\nasked {asked}")
    expect((told.email, told.customer_name) == ("registered@example.com", "Jana Nováková"), f"{told}")


async def find_all(one: Trial) -> None:
    """list_orders: all of sixty orders, in two pages, those of one customer at the same instant too."""
    asked = await asyncio.gather(*(one.shop.place(wish) for wish in wishes(60, 45)))
    for _ in asked:
        await one.ear.next()
    async with one.scene() as scene:
        await scene.tick("sweep")
        await scene.expect_no_trash()
        found = {str(order.id): order for order in scene.given("sweep", Order)}
        expect(scene.line.count("POST /admin-api#ListOrders") > 1, "They should take two pages.")
    expect({row.id for row in asked} <= found.keys(), f"{len(asked)} were placed, {len(found)} found.")
    names = {found[row.id].customer_name for row in asked}
    expect({"Γιώργος Παπαδόπουλος", "Seán O'Connor-Ní Bhriain"} <= names, f"{names}")


async def tell_number(one: Trial) -> None:
    """tell_erp_number: into the custom field; the order is in no sweep any more."""
    order = await placed(one)
    async with one.scene() as scene:
        for _ in range(2):
            await scene.run("number", sample.injected(order))
        await scene.expect_no_trash()
        await scene.tick("sweep")
        expect(order.id not in swept(scene), "It was swept though its number is told.")
    row = await kept(one, order)
    expect((row.erp_number, row.notes) == (f"E-{order.number}", ()), f"{row}")


async def note_number(one: Trial) -> None:
    """tell_erp_number without a custom field: into one note, also when its answer is lost."""
    order = await placed(one)
    async with one.scene(order_fields="") as scene:
        scene.line.befall("POST /admin-api#AddNote", lost)
        for _ in range(2):
            await scene.run("number", sample.injected(order))
        await scene.expect_no_trash()
        await scene.tick("sweep")
        expect(order.id not in swept(scene), "It was swept though its number is told.")
    row = await kept(one, order)
    expect(row.notes == (f"ERP order E-{order.number}",), f"{row}")


async def ship_once(one: Trial) -> None:
    """mark_shipped: four times at once with two parcels, one fulfilment, the order is Shipped."""
    order = await placed(one)
    body = sample.labelled(sample.ready(order, parcels=2))
    async with one.scene() as scene:
        await scene.run("ship", *[body] * 4)
        await scene.expect_no_trash()
    row = await kept(one, order)
    expect((row.state, len(row.sent)) == ("Shipped", 1), f"{row}")
    expect(row.sent[0].tracking == body.shipment.tracking_numbers, f"{row}")


async def ship_parts(one: Trial) -> None:
    """mark_shipped: one piece today and one tomorrow; PartiallyShipped, then Shipped."""
    order = await placed(one)
    states = []
    async with one.scene() as scene:
        for part in (1, 2):
            await scene.run("ship", sample.labelled(sample.part(sample.ready(order), part, quantity=1)))
            states.append((await kept(one, order)).state)
        await scene.expect_no_trash()
    expect(states == ["PartiallyShipped", "Shipped"], f"{states}")


async def lose_answer(one: Trial) -> None:
    """mark_shipped: the answer is lost, or a proxy's page comes; one fulfilment, asked for once."""
    for accident in (lost, page):
        order = await placed(one)
        async with one.scene() as scene:
            scene.line.befall(ADD, accident)
            await scene.run("ship", sample.labelled(sample.ready(order)))
            await scene.expect_no_trash()
            expect(scene.line.count(ADD) == 1, "It should have been found.")
        row = await kept(one, order)
        expect((row.state, len(row.sent)) == ("Shipped", 1), f"{row}")


async def die_in_the_middle(one: Trial) -> None:
    """mark_shipped: the shop is killed with -9 while it works; one fulfilment once it is back."""
    order = await placed(one)
    async with one.scene() as scene:
        killing: list[asyncio.Task[None]] = []
        scene.line.before(ADD, lambda: killing.append(asyncio.ensure_future(one.shop.kill())))
        await scene.run("ship", sample.labelled(sample.ready(order)))
        await asyncio.gather(*killing)
        await scene.expect_no_trash()
        await one.shop.start()
        await scene.recover()
        await scene.expect_no_trash()
    row = await kept(one, order)
    expect((row.state, len(row.sent)) == ("Shipped", 1), f"{row}")


async def refuse_too_many(one: Trial) -> None:
    """mark_shipped: more than was ordered is refused at its line, and nothing is sent."""
    order = await placed(one)
    async with one.scene() as scene:
        await scene.run("ship", sample.labelled(sample.part(sample.ready(order), 1, quantity=9)))
        await scene.expect_rejected("/fulfilment/lines/0")
    expect(not (await kept(one, order)).sent, "Something was sent.")


async def refuse_short(one: Trial) -> None:
    """mark_shipped: what the shop doesn't have in stock is refused at its line, in the shop's words."""
    order = await placed(one, replace(JANA, basket=(("TEA-1", 1), ("LAST-1", 1))))
    await one.shop.stock("LAST-1", 0)
    async with one.scene() as scene:
        await scene.run("ship", sample.labelled(sample.ready(order)))
        row = await scene.expect_rejected("/fulfilment/lines/1/quantity")
        expect("insufficient stockOnHand" in row.why.reason, row.why.reason)
    await one.shop.stock("LAST-1", 100)


async def wait_for_clerk(one: Trial) -> None:
    """mark_shipped: waits while a clerk is changing the order; list_orders finds it afterwards."""
    order = await placed(one)
    await one.shop.move(order.id, "Modifying")
    async with one.scene() as scene:
        await scene.tick("sweep")
        expect(order.id not in swept(scene), "It was swept while it was changed.")
        await scene.begin("ship", sample.labelled(sample.ready(order)))
        await asyncio.sleep(1)
        expect(not (await kept(one, order)).sent, "It was sent while it was changed.")
        await one.shop.move(order.id, "PaymentSettled")
        await scene.tick("sweep")
        await scene.recover()
        await scene.expect_no_trash()
        expect(order.id in swept(scene), "It wasn't found afterwards.")
    expect((await kept(one, order)).state == "Shipped", f"{await kept(one, order)}")


async def tell_statuses(one: Trial) -> None:
    """tell_shop_status: on the way, delivered, late news, and back: Delivered, with a note; each once."""
    order = await placed(one)
    body = sample.labelled(sample.ready(order))
    async with one.scene() as scene:
        await scene.run("ship", body)
        for status in (Status.IN_TRANSIT, Status.DELIVERED, Status.DELIVERED, Status.IN_TRANSIT, Status.RETURNED):
            await tell(scene, body, status)
        await tell(scene, body, Status.RETURNED)
        await scene.expect_no_trash()
    row = await kept(one, order)
    expect((row.state, row.sent[0].state) == ("Delivered", "Delivered"), f"{row}")
    expect(len(row.notes) == 1 and "came back" in row.notes[0], f"{row.notes}")


async def read_correction(one: Trial) -> None:
    """reread_order: what a clerk corrects is what comes."""
    order = await placed(one)
    await one.shop.correct(order.id, city="Brno", postalCode="602 00")
    async with one.scene() as scene:
        await scene.run("reread", order)
        again = await scene.only("reread", Order)
    expect((again.shipping.city, again.shipping.postal_code) == ("Brno", "602 00"), f"{again.shipping}")


async def collect_on_delivery(one: Trial) -> None:
    """reread_order: what is paid on delivery is told; what is sent stays PaymentAuthorized."""
    order = await placed(one, replace(JANA, payment="cash-on-delivery"))
    expect(order.cod == order.total, f"{order.cod}")
    async with one.scene() as scene:
        await scene.run("ship", sample.labelled(sample.ready(order)))
        await scene.expect_no_trash()
    row = await kept(one, order)
    expect((row.state, row.sent[0].state) == ("PaymentAuthorized", "Shipped"), f"{row}")


async def refuse_key(one: Trial) -> None:
    """A wrong key pauses the installation and trashes nothing."""
    order = await placed(one)
    async with one.scene(key="nonsense") as scene:
        await scene.begin("reread", order)
        await asyncio.sleep(1)
        await scene.expect_no_trash()
        expect("not currently authorized" in await scene.story(), "The shop's words should be in the story.")


async def refuse_unknown(one: Trial) -> None:
    """An order that the shop doesn't have is rejected, for every operation."""
    order = replace(sample.an_order(77), id=OrderId("9999"))
    async with one.scene() as scene:
        await scene.run("reread", order)
        await scene.run("number", sample.injected(order))
        await scene.run("ship", sample.labelled(sample.ready(order)))
        rows = await scene.trash()
    expect([row.why.kind.value for row in rows] == ["rejected"] * 3, f"{[row.why.reason for row in rows]}")
    fields = sorted(json.loads(row.why.faults)[0]["field"] for row in rows)
    expect(fields == ["/id", "/id", "/order_id"], f"{fields}")


async def tell(scene: Play, body: LabelledOrder, status: Status) -> None:
    """Tell the shop of a status that is the order's by now; DELIVERED isn't left by late news."""
    key = order_key(body.shop, body.order_id)
    known = OrderRecord.of(body.shipment).shipped(body.shipment)
    stays = status if status is not Status.IN_TRANSIT else Status.DELIVERED
    parcels = tuple(replace(parcel, status=stays) for parcel in known.parcels)
    record: dict[str, Any] = json.loads(Codec().encode(replace(known, parcels=parcels)))
    await scene.keep("order", key, record)
    await scene.run("status", sample.moved(body, status))


STEPS: Final[tuple[Callable[[Trial], Awaitable[None]], ...]] = (
    tell_event,
    tell_of_account,
    find_all,
    tell_number,
    note_number,
    ship_once,
    ship_parts,
    lose_answer,
    die_in_the_middle,
    refuse_too_many,
    refuse_short,
    wait_for_clerk,
    tell_statuses,
    read_correction,
    collect_on_delivery,
    refuse_key,
    refuse_unknown,
)
