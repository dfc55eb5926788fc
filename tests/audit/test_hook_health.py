"""How well each installation tells us: its subscriptions, and what was found without them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from goldthread.audit.hooks import hook_health
from goldthread.connectors.books import list_hooks, record_hooks
from goldthread.domain.entity import Entity
from goldthread.engine.hooks import hook_checks
from goldthread.engine.installation import Installation
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState
from goldthread.flow.node import hand_over, mapper
from goldthread.flow.outcome import Emit
from goldthread.flow.signature import WebhookScheme
from goldthread.flow.start import Cron, Tick, Webhook
from goldthread.flow.topology import Topology
from goldthread.testing.house import MemoryHouse, memory_house
from goldthread.testing.wire import ScriptedWire

BOOTH = Application("booth", webhooks=WebhookScheme(signature=None))
SELDOM = Cron("0 0 29 2 *", missed="skip")


class Ticket(Entity):
    """Something that was sold."""

    def entities(self) -> tuple[Entity, ...]:
        return (self,)


@mapper
def punch(ticket: Ticket) -> Ticket:
    return ticket


@BOOTH.connector
async def list_tickets(tick: Tick, api: Client) -> Emit[Ticket]:
    del tick
    return Emit(tuple(Ticket(kind="order", key=f"{api.installation}/{number}") for number in range(3)))


@BOOTH.connector(at="installation")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    hooks = tuple(
        HookState(event=one.event, address=one.address, repair=HookRepair.KEPT, theirs="w-7") for one in check.wanted
    )
    return HookReport(installation=api.installation, hooks=hooks)


TOPOLOGIES: tuple[Topology[Any], ...] = (
    Topology("sold", start=Webhook(BOOTH, "sold", carries=Ticket, once=lambda ticket: ticket.key), path=punch),
    Topology("sweep", start=SELDOM, path=list_tickets >> hand_over("sold", Ticket)),
    Topology("care", start=SELDOM, path=list_hooks >> ensure_hooks >> record_hooks),
)


def a_house(address: str = "https://gold.example") -> Any:
    places: list[tuple[Installation, dict[str, str]]] = [
        (Installation(name=name, application="booth", base_url="http://x.test"), {}) for name in ("east", "west")
    ]
    return memory_house(TOPOLOGIES, ScriptedWire(), places, address=address)


async def tick(house: MemoryHouse, topology: str) -> None:
    await house.engine.intake.tick(topology, house.clock.now(), key=f"{topology}@{house.clock.now()}")
    await house.settle()


async def health(house: MemoryHouse, hours: int = 24) -> dict[str, Any]:
    world = house.engine.world
    checks = hook_checks(world.catalog, world.installations, world.address)
    found = await hook_health(world.ledger, checks, world.clock.now(), back=timedelta(hours=hours))
    return {one.installation: one for one in found}


async def test_what_a_sweep_found_counts_for_the_installation_that_kept_silent() -> None:
    async with a_house() as house:
        await house.engine.intake.hook("east", "sold", {}, b'{"kind": "order", "key": "east/0"}')
        await house.settle()
        await tick(house, "sweep")
        found = await health(house)
        assert (found["east"].missed, found["west"].missed) == (2, 3)
        assert found["west"].found_by == {"sweep": 3}
        assert found["west"].missed_at is not None
        house.clock.turn(timedelta(hours=2))
        assert (await health(house, hours=1))["west"].missed == 0


async def test_subscriptions_show_what_the_last_look_made_of_them() -> None:
    async with a_house() as house:
        before = (await health(house))["east"]
        assert (before.checked_at, before.subscriptions[0].repair) == (None, "")
        assert before.subscriptions[0].address == "https://gold.example/hooks/east/sold"
        await tick(house, "care")
        after = (await health(house))["east"]
        assert after.checked_at is not None
        assert (after.subscriptions[0].repair, after.subscriptions[0].theirs, after.repairs) == ("kept", "w-7", 0)


async def test_without_an_address_of_ours_nothing_is_asked_and_events_are_still_listed() -> None:
    async with a_house(address="") as house:
        await tick(house, "care")
        found = (await health(house))["east"]
        assert (found.checked_at, found.subscriptions[0].event, found.subscriptions[0].address) == (None, "sold", "")
