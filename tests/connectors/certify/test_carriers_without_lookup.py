"""Carriers that look nothing up: a person says what became of a lost answer, and passwords are written down nowhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from dhl_parcel_de_kit import DhlParcelDeKit
from packeta_kit import PacketaKit

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.request import VoidRequest
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.domain.weight import Weight
from goldthread.engine.trash import Act
from goldthread.flow.reply import Json
from goldthread.flow.start import Manual
from goldthread.ports.carried import TrashKind
from goldthread.testing.contract import json_reply
from goldthread.testing.contract.line import lost
from goldthread.testing.contract.sample import CARRIER, a_ready_order
from goldthread.testing.contract.scene import Scene, Way, fresh, playing

PACKETA = PacketaKit()
DHL = DhlParcelDeKit()
ACT = Act(actor="jana", reason="looked")


@asynccontextmanager
async def scene_of(kit: Any) -> AsyncIterator[Scene[Any]]:
    memory = fresh()
    ways = (
        Way(name="main", start=Manual(ReadyOrder), path=kit.label, gives=LabelledOrder),
        Way(name="void", start=Manual(VoidRequest), path=kit.void, gives=VoidRequest),
        Way(name="watch", start=Manual(LiveParcels), path=kit.list_tracking, gives=TrackingReport),
    )
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, CARRIER, ways, memory=memory, settings=kit.settings) as scene,
    ):
        yield scene


def packetas_answer(number: str) -> Json:
    """As Packeta's notes say that it is adopted."""
    result = f"<id>{number.removeprefix('Z')}</id><barcode>{number}</barcode>"
    return {"status": 200, "content": f"<response><status>ok</status><result>{result}</result></response>"}


def dhls_answer(number: str) -> Json:
    """As DHL's notes say that it is adopted."""
    return {"items": [{"sstatus": {"statusCode": 200}, "shipmentNo": number}]}


@pytest.mark.parametrize(("kit", "answer"), [(PACKETA, packetas_answer), (DHL, dhls_answer)], ids=["packeta", "dhl"])
async def test_a_person_adopts_what_was_made(kit: Any, answer: Any) -> None:
    """What a person finds over there is taken for the lost answer; its label is fetched, and nothing is made twice."""
    async with scene_of(kit) as scene:
        scene.line.befall(kit.main, lost)
        await scene.run("main", a_ready_order())
        [trashed] = await scene.trash()
        assert trashed.why.kind is TrashKind.IN_DOUBT
        [number] = scene.fake.parcels()
        await scene.house.engine.trash.adopt(trashed.message.id, answer(number), ACT)
        await scene.settle()
        labelled = await scene.only("main", LabelledOrder)
        assert labelled.shipment.tracking_numbers == (number,)
        assert len(scene.fake.effects()) == 1
        kept = await scene.house.engine.world.artifacts.read(labelled.shipment.labels[0].artifact.digest)
        assert kept == scene.fake.label(number)


async def test_of_several_packets_only_the_lost_one_is_asked_about() -> None:
    """What was answered is replayed after a person has looked, and not made again."""
    async with scene_of(PACKETA) as scene:
        scene.line.befall(PACKETA.main, lambda reply: reply)
        scene.line.befall(PACKETA.main, lost)
        await scene.run("main", a_ready_order(parcels=3))
        [trashed] = await scene.trash()
        first, second = scene.fake.parcels()
        assert "1001-F-1001-2" in trashed.why.detail
        await scene.house.engine.trash.adopt(trashed.message.id, packetas_answer(second), ACT)
        await scene.settle()
        labelled = await scene.only("main", LabelledOrder)
        assert labelled.shipment.tracking_numbers[:2] == (first, second)
        assert scene.line.count(PACKETA.main) == 3


async def test_shipments_that_were_refused_after_the_check_leave_nothing_behind() -> None:
    """Where DHL makes one of two, the one is deleted again, and a person reads why the other was refused.

    Resumed, both are asked for anew: what DHL said then is of a shipment that is gone.
    """
    order = a_ready_order(parcels=2)
    second = replace(order.fulfilment.parcels[1], weight=Weight(grams=40_000))
    heavy = replace(order, fulfilment=replace(order.fulfilment, parcels=(order.fulfilment.parcels[0], second)))
    async with scene_of(DHL) as scene:
        fine = json_reply(207, {"items": [{"sstatus": {"title": "OK", "status": 200}}] * 2})
        scene.line.instead(DHL.main, fine)
        await scene.run("main", heavy)
        await scene.expect_rejected("/fulfilment/parcels/1/weight")
        assert len(scene.fake.parcels()) == 1
        assert not scene.fake.effects()
        scene.line.instead(DHL.main, fine)
        [trashed] = await scene.trash()
        await scene.house.engine.trash.resume(trashed.message.id, ACT)
        await scene.settle()
        await scene.expect_rejected("/fulfilment/parcels/1/weight")
        assert len(scene.fake.parcels()) == 2
        assert not scene.fake.effects()


@pytest.mark.parametrize("kit", [PACKETA, DHL], ids=["packeta", "dhl"])
async def test_a_second_run_of_an_order_makes_nothing(kit: Any) -> None:
    """What was made of the same parcels is taken again, though nothing over there can be looked up by our reference."""
    async with scene_of(kit) as scene:
        await scene.run("main", a_ready_order(parcels=2))
        await scene.run("main", a_ready_order(parcels=2))
        first, second = scene.given("main", LabelledOrder)
        assert first.shipment.tracking_numbers == second.shipment.tracking_numbers
        assert len(scene.fake.parcels()) == 2


@pytest.mark.parametrize("kit", [PACKETA, DHL], ids=["packeta", "dhl"])
async def test_a_corrected_order_waits_until_its_label_is_void(kit: Any) -> None:
    """A label for something else is no label for this order, and isn't left lying about; then there is one of each."""
    order = a_ready_order()
    heavy = replace(order.fulfilment.parcels[0], weight=Weight(grams=2_000))
    corrected = replace(order, fulfilment=replace(order.fulfilment, parcels=(heavy,)))
    async with scene_of(kit) as scene:
        await scene.run("main", order)
        shipment = (await scene.only("main", LabelledOrder)).shipment
        await scene.run("main", corrected)
        await scene.expect_rejected("/fulfilment/parcels")
        assert len(scene.fake.parcels()) == 1
        for _ in range(2):
            await scene.run("void", VoidRequest(carrier=CARRIER, shipment=shipment.id, who="jana", why="heavier"))
            await scene.run("main", corrected)
            assert len(scene.fake.effects()) == 1
            shipment = scene.given("main", LabelledOrder)[-1].shipment
        assert len(scene.fake.parcels()) == 3


@pytest.mark.parametrize("kit", [PACKETA, DHL], ids=["packeta", "dhl"])
async def test_what_is_recorded_holds_no_password(kit: Any) -> None:
    """Neither a request nor a reply nor an intent holds one, and yet the carrier takes it."""
    async with scene_of(kit) as scene:
        await scene.run("main", a_ready_order())
        order = await scene.only("main", LabelledOrder)
        await scene.run("watch", LiveParcels(carrier=CARRIER, numbers=order.shipment.tracking_numbers))
        await scene.only("watch", TrackingReport)
        told = repr(await scene.house.ledger.entries(limit=1000))
    assert "[redacted]" in told
    assert not [name for name, secret in scene.fake.secrets.items() if secret in told]
