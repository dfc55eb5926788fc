"""Subscriptions are looked after, and what a sweep found that a webhook should have told is counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from goldthread.connectors.books import list_hooks, record_hooks
from goldthread.domain.entity import Entity
from goldthread.engine.installation import Installation
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.entry import Kind
from goldthread.flow.hooks import HookCheck, HookRecord, HookRepair, HookReport, HookState
from goldthread.flow.node import hand_over, mapper
from goldthread.flow.outcome import Emit
from goldthread.flow.signature import WebhookScheme
from goldthread.flow.start import Cron, Tick, Webhook
from goldthread.flow.topology import Topology
from goldthread.testing.house import MemoryHouse, memory_house
from goldthread.testing.wire import ScriptedWire

STALL = Application("stall", webhooks=WebhookScheme(signature=None))
ADDRESS = "https://gold.example"
WANTED = f"{ADDRESS}/hooks/market/sold"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sale:
    """Something was sold."""

    number: int

    def entities(self) -> tuple[Entity, ...]:
        return (Entity.local("order", "market", str(self.number)),)


@mapper
def store(sale: Sale) -> Sale:
    return sale


def number_of(sale: Sale) -> str:
    return str(sale.number)


@STALL.connector
async def list_sales(tick: Tick, api: Client) -> Emit[Sale]:
    del tick
    return Emit((Sale(number=1), Sale(number=2)), cursor=api.cursor or "")


class Vendor:
    """What the other side has."""

    subscribed: ClassVar[set[str]] = set()


@STALL.connector(at="installation")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    states = []
    for hook in check.wanted:
        repair = HookRepair.KEPT if hook.event in Vendor.subscribed else HookRepair.CREATED
        Vendor.subscribed.add(hook.event)
        states.append(HookState(event=hook.event, address=hook.address, repair=repair, theirs="w-1"))
    return HookReport(installation=api.installation, hooks=tuple(states))


SOLD: Topology[Any] = Topology("sold", start=Webhook(STALL, "sold", carries=Sale, once=number_of), path=store)
SWEEP: Topology[Any] = Topology(
    "sweep", start=Cron("0 0 29 2 *", missed="skip"), path=list_sales >> hand_over("sold", Sale)
)
CARE: Topology[Any] = Topology(
    "care", start=Cron("0 0 29 2 *", missed="skip"), path=list_hooks >> ensure_hooks >> record_hooks
)


def house_with(address: str = ADDRESS, *, is_on: bool = True) -> Any:
    installed = Installation(name="market", application="stall", base_url="http://x.test", is_on=is_on)
    return memory_house([SOLD, SWEEP, CARE], ScriptedWire(), [(installed, {})], address=address)


async def tick(house: MemoryHouse, topology: str) -> None:
    house.clock.turn(timedelta(minutes=1))
    now = house.clock.now()
    await house.engine.intake.tick(topology, now, key=f"{topology}@{now.isoformat()}")
    await house.settle()


async def kept(house: MemoryHouse) -> HookRecord | None:
    record = await house.ledger.record("hooks", "market")
    return None if record is None else house.engine.world.codec.decode(HookRecord, record.body)


async def test_what_the_vendor_dropped_is_subscribed_again_and_said() -> None:
    Vendor.subscribed.clear()
    async with house_with() as house:
        await tick(house, "care")
        first = await kept(house)
        assert first is not None
        assert [(hook.address, hook.repair, first.repairs) for hook in first.hooks] == [(WANTED, HookRepair.CREATED, 0)]
        await tick(house, "care")
        second = await kept(house)
        assert second is not None
        assert (second.hooks[0].repair, second.repairs, second.repaired_at) == (HookRepair.KEPT, 0, None)
        Vendor.subscribed.clear()
        await tick(house, "care")
        third = await kept(house)
        assert third is not None
        assert (third.hooks[0].repair, third.repairs, third.repaired_at) == (HookRepair.CREATED, 1, third.checked_at)
        notes = [one.entry.content for one in await house.ledger.entries(kinds=(Kind.NOTED,))]
        assert sum("was created: w-1" in note for note in notes) == 2


async def test_nobody_is_asked_to_send_to_an_address_that_nobody_named() -> None:
    for house_ in (house_with(""), house_with(is_on=False)):
        Vendor.subscribed.clear()
        async with house_ as house:
            await tick(house, "care")
            assert await kept(house) is None
            assert Vendor.subscribed == set()


async def test_what_a_sweep_found_first_is_an_entry_of_its_installation() -> None:
    async with house_with() as house:
        await house.engine.intake.hook("market", "sold", {}, b'{"number": 1}')
        await house.settle()
        await tick(house, "sweep")
        missed = [json.loads(one.entry.content) for one in await house.ledger.entries(kinds=(Kind.MISSED,))]
        assert missed == [{"installation": "market", "found_by": "sweep"}]
        await tick(house, "sweep")
        assert len(await house.ledger.entries(kinds=(Kind.MISSED,))) == 1
