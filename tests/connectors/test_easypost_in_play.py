"""EasyPost's connector and its stand-in, through a real engine."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from goldthread.connectors.easypost import CARRIER, cancel_shipment, easypost, ensure_hooks, label_order, list_tracking
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.request import VoidRequest
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, WantedHook
from goldthread.flow.start import Manual
from goldthread.testing.contract import sample
from goldthread.testing.contract.line import Accident, cut, empty, lost, page
from goldthread.testing.contract.loopback import json_reply
from goldthread.testing.contract.scene import Scene, Way, fresh, playing
from goldthread.testing.fakes.easypost import EasyPostFake

SETTINGS = {"from_address": "adr_1", "from_country": "CZ"}
ADDRESS = "https://gold.example/hooks/carrier/tracking"
BUY = "POST /v2/shipments/*/buy"
REFUSED = json_reply(422, {"error": {"code": "SHIPMENT.POSTAGE.FAILURE", "message": "Later.", "errors": []}})


@asynccontextmanager
async def a_scene(**settings: str) -> AsyncIterator[Scene[EasyPostFake]]:
    memory = fresh()
    assert CARRIER.tracking is not None
    ways = [
        Way(name="label", start=Manual(ReadyOrder), path=label_order, gives=LabelledOrder),
        Way(name="void", start=Manual(VoidRequest), path=cancel_shipment, gives=VoidRequest),
        Way(name="watch", start=Manual(LiveParcels), path=list_tracking, gives=TrackingReport),
        Way(name="hook", start=CARRIER.tracking, gives=TrackingEvent),
        Way(name="hooks", start=Manual(HookCheck), path=ensure_hooks, gives=HookReport),
    ]
    async with (
        EasyPostFake(memory.clock.now).running() as fake,
        playing(fake, easypost, sample.CARRIER, ways, memory=memory, settings=SETTINGS | settings) as scene,
    ):
        yield scene


async def labelled(scene: Scene[EasyPostFake], order: ReadyOrder) -> Shipment:
    await scene.run("label", order)
    await scene.expect_no_trash()
    return scene.given("label", LabelledOrder)[-1].shipment


def sold(scene: Scene[EasyPostFake]) -> Sequence[Mapping[str, Any]]:
    return [one for one in scene.fake.books.shipments.values() if one["postage_label"]]


def void(shipment: Shipment) -> VoidRequest:
    return VoidRequest(carrier=sample.CARRIER, shipment=shipment.id, who="jana", why="wrong box")


async def test_an_order_that_is_labelled_twice_is_billed_once() -> None:
    """At the same moment, and once more later: the parcel is tied to what was bought."""
    async with a_scene() as scene:
        order = sample.a_ready_order(parcels=2)
        await scene.run("label", order, order)
        await scene.run("label", order)
        await scene.expect_no_trash()
        assert len(sold(scene)) == 2
        assert len({one.shipment.id for one in scene.given("label", LabelledOrder)}) == 1


async def test_a_label_that_was_sold_before_a_correction_is_to_be_voided_first() -> None:
    """Otherwise the corrected order would be billed again."""
    async with a_scene() as scene:
        order = sample.a_ready_order()
        shipment = await labelled(scene, order)
        corrected = sample.elsewhere(order, city="Olomouc")
        await scene.run("label", corrected)
        row = await scene.expect_rejected("/fulfilment/parcels")
        assert shipment.id in row.why.reason
        await scene.run("void", void(shipment))
        await scene.run("label", corrected)
        assert [one["to_address"]["city"] for one in sold(scene)] == ["Praha", "Olomouc"]
        assert len(scene.fake.effects()) == 1


async def test_what_was_refunded_is_bought_anew_and_once() -> None:
    """The same parcel again, with a lost answer: the refunded label isn't taken for the new one."""
    async with a_scene() as scene:
        order = sample.a_ready_order()
        first = await labelled(scene, order)
        await scene.run("void", void(first))
        scene.line.befall(BUY, lost)
        second = await labelled(scene, order)
        assert first.id != second.id
        assert len(sold(scene)) == 2
        assert len(scene.fake.effects()) == 1


@pytest.mark.parametrize("accident", [lost, page, cut, empty])
@pytest.mark.parametrize("place", range(6))
async def test_whichever_answer_is_lost_every_parcel_is_billed_once(accident: Accident, place: int) -> None:
    """Looked for, drafted, bought, each for two parcels: nobody is asked."""
    async with a_scene() as scene:
        for _ in range(place):
            scene.line.before("*", lambda: None)
        scene.line.befall("*", accident)
        await labelled(scene, sample.a_ready_order(parcels=2))
        assert len(sold(scene)) == 2


async def test_old_prices_are_asked_for_again() -> None:
    """A draft that waited for a person for two days is bought at today's price; one of today as it is."""
    async with a_scene() as scene:
        for days, rerated in ((0, 0), (2, 1)):
            order = sample.a_ready_order(days + 1)
            scene.line.instead(BUY, REFUSED)
            await scene.run("label", order)
            scene.house.clock.turn(timedelta(days=days))
            await scene.house.engine.heart.beat()
            await scene.run("label", order)
            assert scene.line.count("POST /v2/shipments/*/rerate") == rerated
        assert len(sold(scene)) == len(scene.fake.books.shipments) == 2


async def test_a_second_parcel_that_is_refused_says_what_was_bought() -> None:
    """A person has to void the first, or to help the second; resumed, the first isn't billed again."""
    async with a_scene() as scene:
        order = sample.a_ready_order(parcels=2)
        scene.line.before(BUY, lambda: None)
        scene.line.instead(BUY, REFUSED)
        await scene.run("label", order)
        rows = await scene.trash()
        assert sold(scene)[0]["id"] in rows[0].why.reason
        await scene.run("label", order)
        assert len(sold(scene)) == 2


async def test_a_number_that_is_used_again_tells_of_our_parcel() -> None:
    """The carrier gave it to somebody else meanwhile, whose parcel was delivered."""
    async with a_scene() as scene:
        number = (await labelled(scene, sample.a_ready_order())).tracking_numbers[0]
        scene.fake.books.recycle(number)
        scene.fake.books.scan(number, "in_transit", "arrived_at_facility")
        await scene.run("watch", LiveParcels(carrier=sample.CARRIER, numbers=(number,)))
        report = await scene.only("watch", TrackingReport)
        assert [event.status for event in report.events] == [Status.IN_TRANSIT]


async def test_each_webhook_tells_everything_and_begins_only_what_is_new() -> None:
    """Three scans, each told with those before it: three runs."""
    async with a_scene() as scene:
        number = (await labelled(scene, sample.a_ready_order())).tracking_numbers[0]
        for detail in ("received_at_origin_facility", "departed_facility", "arrived_at_facility"):
            delivery = await scene.fake.scan(number, f"in_transit/{detail}")
            assert delivery is not None
            await scene.hear(delivery)
        assert [one.raw_code.partition("/")[2] for one in scene.given("hook", TrackingEvent)] == [
            "received_at_origin_facility",
            "departed_facility",
            "arrived_at_facility",
        ]


@pytest.mark.parametrize("description", ["batch.updated", "refund.successful", "tracker.dreamt"])
async def test_what_tells_nothing_of_a_parcel_is_passed_over(description: str) -> None:
    """Every webhook of an account hears of everything."""
    async with a_scene() as scene:
        await scene.hear(scene.fake.delivery({"id": "batch_1", "object": "Batch"}, description))
        await scene.expect_no_trash()
        assert not scene.given("hook", TrackingEvent)


async def test_a_tracker_that_cannot_be_read_lies_in_the_trash() -> None:
    """It says that it is one, and has no number."""
    async with a_scene() as scene:
        await scene.hear(scene.fake.delivery({"id": "trk_1", "object": "Tracker"}))
        await scene.expect_rejected("/result")


async def test_a_scan_at_no_time_is_told_without_one() -> None:
    """It counts from when it was heard, shows what EasyPost sent, and hides no other scan."""
    async with a_scene() as scene:
        number = (await labelled(scene, sample.a_ready_order())).tracking_numbers[0]
        tracker = scene.fake.books.scan(number, "in_transit", None)
        tracker["tracking_details"][0]["datetime"] = "noon"
        await scene.hear(scene.fake.delivery(tracker))
        await scene.expect_no_trash()
        event = scene.given("hook", TrackingEvent)[0]
        assert (event.at, event.status) == (None, Status.IN_TRANSIT)
        assert "[at noon]" in event.text


async def test_a_disabled_webhook_is_switched_on_again_with_its_secret() -> None:
    """What tells others stays as it is; the secret is filled in on the way, and recorded nowhere."""
    async with a_scene() as scene:
        check = HookCheck(
            installation=sample.CARRIER,
            application="easypost",
            wanted=(WantedHook(event="tracking", address=ADDRESS),),
        )
        await scene.run("hooks", check)
        scene.fake.fail_deliveries()
        await scene.run("hooks", check)
        await scene.expect_no_trash()
        repairs = [report.hooks[0].repair for report in scene.given("hooks", HookReport)]
        assert repairs == [HookRepair.CREATED, HookRepair.ENABLED]
        assert [one["disabled_at"] for one in scene.fake.books.webhooks.values()] == [None]
        assert scene.fake.secrets["webhook_secret"] not in await scene.story()


async def test_an_event_that_easypost_does_not_tell_is_refused() -> None:
    """Nobody waits for what is never told."""
    async with a_scene() as scene:
        wanted = (WantedHook(event="dreams", address=ADDRESS),)
        await scene.run("hooks", HookCheck(installation=sample.CARRIER, application="easypost", wanted=wanted))
        await scene.expect_rejected("/wanted")


async def test_a_parcel_is_written_in_inches_and_ounces_that_are_never_short() -> None:
    """30 x 20 x 12 cm and 1.187 kg."""
    async with a_scene(verify="no") as scene:
        await labelled(scene, replace(sample.a_ready_order(), service="ups/nextdayair"))
        (draft,) = sold(scene)
        assert draft["parcel"] == {"length": "11.82", "width": "7.88", "height": "4.73", "weight": 41.88}
        assert draft["selected_rate"]["service"] == "NextDayAir"
