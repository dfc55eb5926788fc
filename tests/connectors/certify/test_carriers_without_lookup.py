"""Carriers that look nothing up: a person says what became of a lost answer, and passwords are written down nowhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from dhl_parcel_de_kit import DhlParcelDeKit
from packeta_kit import PacketaKit

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.engine.trash import Act
from goldthread.flow.reply import Json
from goldthread.flow.start import Manual
from goldthread.ports.carried import TrashKind
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
