"""What is tried of the connector at karrio itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import Final, TypeAlias

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import ShipmentId
from goldthread.domain.request import VoidRequest
from goldthread.domain.status import Status
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.hooks import HookCheck, HookReport, WantedHook
from goldthread.ports.carried import TrashKind
from goldthread.testing.contract.claim import expect
from goldthread.testing.contract.sample import CARRIER, a_ready_order, an_address
from goldthread.testing.contract.scene import Scene
from real.karrio_trial import RealFake, Trial

PATIENCE_S: Final = 120.0
Step: TypeAlias = Callable[[Trial], Awaitable[str]]


def _order(number: int, *, name: str = "Jana Nováková", parcels: int = 1) -> ReadyOrder:
    return a_ready_order(number, parcels=parcels, recipient=an_address(name=name))


async def _labelled(scene: Scene[RealFake], order: ReadyOrder) -> LabelledOrder:
    await scene.run("label", order)
    await scene.expect_no_trash()
    return scene.given("label", LabelledOrder)[-1]


async def names_in_any_letters(trial: Trial) -> str:
    """Labels of names in Latin, Greek, Cyrillic and Han letters are kept byte for byte."""
    names = ("Žofie O'Brien", "Νίκος Παπαδόπουλος", "Иван Петров", "山田 太郎")
    drawn = b""
    async with trial.scene() as scene:
        for place, name in enumerate(names, 100):
            shipment = (await _labelled(scene, _order(place, name=name))).shipment
            kept = await scene.house.engine.world.artifacts.read(shipment.labels[0].artifact.digest)
            drawn = await trial.karrio.label(shipment.id)
            expect(kept == drawn, f"{name}'s label isn't karrio's.")
    known = {one.recipient for one in await trial.karrio.shipments()}
    expect(set(names) <= known, f"karrio wrote {known}")
    return f"{len(names)} labels, the last {len(drawn)} bytes {sha256(drawn).hexdigest()[:12]}"


async def several_parcels(trial: Trial) -> str:
    """Two parcels have a label, a number and a tracker each, and are cancelled together."""
    async with trial.scene() as scene:
        shipment = (await _labelled(scene, _order(200, parcels=2))).shipment
        await scene.run("void", _void(shipment.id), _void(shipment.id))
        await scene.expect_no_trash()
    rows = [one for one in await trial.karrio.shipments() if one.reference.startswith(shipment.reference)]
    expect([one.status for one in rows] == ["cancelled", "cancelled"], f"{rows}")
    return f"{shipment.tracking_numbers} cancelled twice"


async def refusals(trial: Trial) -> str:
    """Karrio's own refusals name our fields, in earnest and in a dry run."""
    abroad = an_address(street=("350 5th Ave",), postal_code="1234", city="New York", country_code="US")
    bad = {
        "/recipient/postal_code": a_ready_order(301, recipient=abroad),
        "/recipient/phone": a_ready_order(302, recipient=replace(an_address(), phone="call me")),
        "/recipient/name": _order(303, name="Jana " * 21),
    }
    for way in ("label", "check"):
        for field, order in bad.items():
            async with trial.scene() as scene:
                await scene.run(way, order)
                await scene.expect_rejected(field)
    return ", ".join(bad)


async def a_dry_run(trial: Trial) -> str:
    """A good order passes and nothing is sold."""
    before = len(await trial.karrio.shipments())
    async with trial.scene() as scene:
        await scene.run("check", _order(400))
        await scene.expect_no_trash()
    expect(len(await trial.karrio.shipments()) == before, "A dry run sold something.")
    return "nothing sold"


async def webhooks(trial: Trial) -> str:
    """A label's tracker and a scan are heard, each event once; another secret is refused."""
    while not trial.ear.heard.empty():
        trial.ear.heard.get_nowait()
    async with trial.scene() as scene:
        number = (await _labelled(scene, _order(500))).shipment.tracking_numbers[0]
        await scene.hear(await trial.ear.next())
        await trial.karrio.inject(number, "picked_up")
        await scene.hear(await trial.ear.next())
        await trial.karrio.inject(number, "delivered")
        await scene.hear(await trial.ear.next())
        await scene.expect_no_trash()
        told = [event.status for event in scene.given("heard", TrackingEvent)]
    expect(told == [Status.LABEL_CREATED, Status.PICKED_UP, Status.DELIVERED], f"{told}")
    return " → ".join(map(str, told))


async def the_watch(trial: Trial) -> str:
    """What a webhook withheld is found by asking."""
    await trial.karrio.withhold(is_withheld=True)
    async with trial.scene() as scene:
        number = (await _labelled(scene, _order(600))).shipment.tracking_numbers[0]
        await trial.karrio.inject(number, "delivered")
        await scene.run("watch", LiveParcels(carrier=CARRIER, numbers=(number,)))
        report = await scene.only("watch", TrackingReport)
    expect(report.events[-1].status is Status.DELIVERED, f"{report}")
    expect(trial.ear.heard.empty(), "The webhook wasn't withheld.")
    return f"{len(report.events)} events"


async def subscriptions(trial: Trial) -> str:
    """A webhook that is off is switched on: by a person, and by karrio after six errors of ours."""
    wanted = (WantedHook(event="tracking", address=trial.ear.url),)
    check = HookCheck(installation=CARRIER, application="karrio", wanted=wanted)
    async with trial.scene() as scene:
        for _ in range(2):
            await scene.run("hooks", check)
        number = (await _labelled(scene, _order(650))).shipment.tracking_numbers[0]
        await trial.ear.next()
        trial.ear.status = 500
        for status in ("picked_up", "in_transit", "delivery_delayed", "on_hold", "out_for_delivery", "delivery_failed"):
            await trial.karrio.inject(number, status)
            await trial.ear.next()
        trial.ear.status = 202
        await asyncio.sleep(1)
        expect((await trial.karrio.webhooks())[0]["disabled"], "karrio should have given up.")
        await scene.run("hooks", check)
        await scene.expect_no_trash()
        repairs = [report.hooks[0].repair for report in scene.given("hooks", HookReport)]
    expect(repairs == ["enabled", "kept", "enabled"], f"{repairs}")
    expect(await trial.karrio.adopt(trial.ear.url) == trial.karrio.secret, "It has another secret now.")
    return ", ".join(repairs)


async def killed_between_sale_and_answer(trial: Trial) -> str:
    """Karrio is killed when a label is sold and nobody told: it is found by its reference, and sold once."""
    order = _order(700)
    async with trial.scene() as scene:
        killing = asyncio.create_task(trial.karrio.kill_before_the_next_answer())
        await scene.begin("label", order)
        while not killing.done():
            await asyncio.wait({killing}, timeout=0.05)
        await killing
        await trial.karrio.restart()
        await scene.recover()
        shipment = (await scene.only("label", LabelledOrder)).shipment
    rows = [one for one in await trial.karrio.shipments() if one.reference.startswith(order.reference)]
    expect([one.id for one in rows] == [shipment.id], f"{rows}")
    return f"one shipment, {shipment.tracking_numbers[0]}"


async def another_address(trial: Trial) -> str:
    """An order corrected after its label was sold buys no second one before the first is voided."""
    order = _order(800)
    async with trial.scene() as scene:
        shipment = (await _labelled(scene, order)).shipment
        moved = replace(order, recipient=replace(order.recipient, street=("Krátká 7",)))
        await scene.run("label", moved)
        rows = await scene.trash()
        expect([row.why.kind for row in rows] == [TrashKind.REJECTED], f"{rows}")
    async with trial.scene() as scene:
        await scene.run("void", _void(shipment.id))
        again = (await _labelled(scene, moved)).shipment
    expect(again.id != shipment.id, "The voided shipment was adopted.")
    return f"{shipment.id[:8]}… voided, {again.id[:8]}… sold"


def _void(shipment: ShipmentId) -> VoidRequest:
    return VoidRequest(carrier=CARRIER, shipment=shipment, who="jana", why="trial")


async def fifty_at_once(trial: Trial) -> str:
    """Fifty orders are fifty shipments, each under its own reference, in whatever order they are done."""
    orders = [_order(number) for number in range(900, 950)]
    async with trial.scene() as scene:
        await scene.begin("label", *orders)
        until = time.monotonic() + PATIENCE_S
        while len(scene.given("label", LabelledOrder)) < len(orders) and time.monotonic() < until:
            with suppress(TimeoutError):
                await scene.settle()
        await scene.expect_no_trash()
        numbers = {one.shipment.tracking_numbers[0] for one in scene.given("label", LabelledOrder)}
    known = {one.reference: one.tracking_number for one in await trial.karrio.shipments()}
    wanted = {f"{order.reference}/{parcel.id}" for order in orders for parcel in order.fulfilment.parcels}
    expect(wanted <= set(known), f"{len(wanted - set(known))} orders have no shipment.")
    expect({known[reference] for reference in wanted} == numbers, "Some label is another order's.")
    return f"{len(numbers)} labels"


async def one_order_in_two_runs_at_once(trial: Trial) -> str:
    """Two runs of one order sell one label: whoever comes second finds it."""
    order = _order(960)
    async with trial.scene() as scene:
        await scene.run("label", order, order)
        await scene.expect_no_trash()
        ids = {one.shipment.id for one in scene.given("label", LabelledOrder)}
    rows = [one for one in await trial.karrio.shipments() if one.reference.startswith(order.reference)]
    expect({one.id for one in rows} == ids, f"{len(rows)} were sold, {ids} are known.")
    expect(len(ids) == 1, f"{ids}")
    return "one label"


STEPS: Final[tuple[Step, ...]] = (
    names_in_any_letters,
    several_parcels,
    refusals,
    a_dry_run,
    webhooks,
    the_watch,
    subscriptions,
    killed_between_sale_and_answer,
    another_address,
    fifty_at_once,
    one_order_in_two_runs_at_once,
)
