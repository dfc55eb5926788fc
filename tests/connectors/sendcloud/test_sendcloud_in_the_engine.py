"""What becomes of orders at Sendcloud after things went wrong, against the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from goldthread.connectors.sendcloud import (
    address_for_sendcloud,
    cancel_shipment,
    ensure_hooks,
    event_key,
    label_order,
    list_tracking,
    read_tracking,
    sendcloud,
)
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import ParcelId, TrackingNumber
from goldthread.domain.parcel import Parcel
from goldthread.domain.request import VoidRequest
from goldthread.domain.status import Status
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.domain.weight import Weight
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, WantedHook
from goldthread.flow.start import Manual, Webhook
from goldthread.testing.contract import sample
from goldthread.testing.contract.line import lost
from goldthread.testing.contract.scene import Scene, Way, fresh, playing
from goldthread.testing.fakes.sendcloud import SendcloudFake

Play = Scene[SendcloudFake]
ANNOUNCE = "POST /api/v3/shipments/announce"
CHECK = HookCheck(
    installation=sample.CARRIER,
    application="sendcloud",
    wanted=(WantedHook(event="tracking", address="https://gold.example/hooks/carrier/tracking"),),
)
WAYS = (
    Way(name="label", start=Manual(ReadyOrder), path=address_for_sendcloud >> label_order, gives=LabelledOrder),
    Way(name="void", start=Manual(VoidRequest), path=cancel_shipment, gives=VoidRequest),
    Way(name="watch", start=Manual(LiveParcels), path=list_tracking, gives=TrackingReport),
    Way(name="hooks", start=Manual(HookCheck), path=ensure_hooks, gives=HookReport),
    Way(
        name="hook",
        start=Webhook(sendcloud, "tracking", carries=TrackingEvent, read=read_tracking, once=event_key),
        gives=TrackingEvent,
    ),
)


@asynccontextmanager
async def post() -> AsyncIterator[Play]:
    """An engine over Sendcloud."""
    memory = fresh()
    settings = {"sender_address": "192", "options": "*=postnl:standard"}
    async with (
        SendcloudFake(memory.clock.now).running() as fake,
        playing(fake, sendcloud, sample.CARRIER, WAYS, memory=memory, settings=settings) as scene,
    ):
        yield scene
        await scene.expect_sound()


def weighing(order: ReadyOrder, *grams: int) -> ReadyOrder:
    """The order in parcels of these weights."""
    box = order.fulfilment.parcels[0].dimensions
    parcels = tuple(
        Parcel(id=ParcelId(str(place)), weight=Weight(grams=weight), dimensions=box)
        for place, weight in enumerate(grams, start=1)
    )
    return replace(order, fulfilment=replace(order.fulfilment, parcels=parcels))


def references(scene: Play) -> list[str]:
    return [str(row["external_reference_id"]) for row in scene.fake.book.rows]


async def test_what_a_carrier_refused_is_announced_anew_once_repaired() -> None:
    """The first reference is that of the refused shipment; the repaired order goes under the next, once."""
    async with post() as scene:
        order = sample.a_ready_order()
        await scene.run("label", weighing(order, 40_000))
        assert [row.why.kind.value for row in await scene.trash()] == ["rejected"]
        scene.line.befall(ANNOUNCE, lost)
        await scene.run("label", weighing(order, 4_000))
        await scene.run("label", weighing(order, 4_000))
        assert references(scene) == [order.reference, f"{order.reference}-2"]
        first, second = scene.given("label", LabelledOrder)
        assert first.shipment.id == second.shipment.id
        assert len(scene.fake.effects()) == 1


async def test_a_voided_order_is_labelled_anew() -> None:
    """Void twice, label twice: each time one live shipment, and the numbers differ."""
    async with post() as scene:
        numbers: list[TrackingNumber] = []
        for _ in range(3):
            await scene.run("label", sample.a_ready_order())
            shipment = scene.given("label", LabelledOrder)[-1].shipment
            numbers += shipment.tracking_numbers
            assert len(scene.fake.effects()) == 1
            request = VoidRequest(carrier=sample.CARRIER, shipment=shipment.id, who="jana", why="test")
            await scene.run("void", request)
            await scene.run("void", request)
            assert not scene.fake.effects()
        await scene.expect_no_trash()
        assert len(set(numbers)) == 3


async def test_fifteen_parcels_have_a_label_each() -> None:
    """Labels of a multicollo shipment are fetched one by one, in their order."""
    async with post() as scene:
        await scene.run("label", weighing(sample.a_ready_order(), *range(1000, 1015)))
        shipment = (await scene.only("label", LabelledOrder)).shipment
        assert scene.line.count("GET /api/v3/parcels/*/documents/label") == 15
        assert [label.tracking_number for label in shipment.labels] == list(shipment.tracking_numbers)
        digests = {label.artifact.digest for label in shipment.labels}
        assert len(digests) == 15


async def test_a_hundred_orders_stay_within_a_hundred_writes_a_minute() -> None:
    """Sendcloud counts; nobody is ever turned away."""
    async with post() as scene:
        await scene.run("label", *[sample.a_ready_order(number) for number in range(1, 121)])
        await scene.expect_no_trash()
        assert len(scene.fake.effects()) == 120
        assert not [one for one in scene.line.sent if one.status == 429]


async def test_a_webhook_that_was_switched_off_is_found_and_switched_on() -> None:
    """Until then nothing is told, and the watch sees what should have been."""
    async with post() as scene:
        await scene.run("label", sample.a_ready_order())
        number = (await scene.only("label", LabelledOrder)).shipment.tracking_numbers[0]
        scene.fake.integration["webhook_active"] = False
        assert await scene.fake.scan(number, "DRIVER_ON_ROUTE") is None
        await scene.run("watch", LiveParcels(carrier=sample.CARRIER, numbers=(number,)))
        assert (await scene.only("watch", TrackingReport)).events[0].status is Status.OUT_FOR_DELIVERY
        await scene.run("hooks", CHECK)
        await scene.run("hooks", CHECK)
        repairs = [report.hooks[0].repair for report in scene.given("hooks", HookReport)]
        assert repairs == [HookRepair.ENABLED, HookRepair.KEPT]
        delivery = await scene.fake.scan(number, "DELIVERED")
        assert delivery is not None
        await scene.hear(delivery)
        assert (await scene.only("hook", TrackingEvent)).status is Status.DELIVERED


async def test_a_label_for_another_address_is_no_label_for_this_order() -> None:
    """Corrected after its label was bought, an order isn't sent where it was to go before; voided, it is made anew."""
    async with post() as scene:
        order = sample.a_ready_order()
        await scene.run("label", order)
        shipment = (await scene.only("label", LabelledOrder)).shipment
        moved = sample.elsewhere(order, street=("Krátká 7",), city="Brno")
        await scene.run("label", moved)
        [trashed] = await scene.trash()
        assert shipment.id in trashed.why.reason
        assert len(scene.fake.effects()) == 1
        request = VoidRequest(carrier=sample.CARRIER, shipment=shipment.id, who="jana", why="moved")
        await scene.run("void", request)
        await scene.run("label", moved)
        assert [row["to_address"]["city"] for row in scene.fake.book.rows] == ["Praha", "Brno"]
        assert scene.given("label", LabelledOrder)[-1].shipment.id != shipment.id
