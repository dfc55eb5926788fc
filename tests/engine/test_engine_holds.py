"""What holds messages back lets them go again: pauses, switches, removals, limits, deadlines."""

# ruff: noqa: ARG001 - a node has the shape of a node, whatever it needs of it

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foreign import Foreign, Made, Parcel, connector, expect_done, expect_sound, house_of, only_trash, reply, start

from goldthread.engine.installation import Installation, StoredLimit
from goldthread.engine.settings import NodeRetry
from goldthread.engine.trash import Act
from goldthread.flow.client import Client
from goldthread.flow.errors import Transient, Unsettled
from goldthread.flow.outcome import Wait
from goldthread.flow.retry import Retry
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.ports.write import Put
from goldthread.testing.house import Memory, MemoryHouse

ACT = Act(actor="ana", reason="because")
MINUTE = timedelta(minutes=1)


async def make(parcel: Parcel, api: Client) -> Parcel:
    await api.post("/make", json={"number": parcel.number}, into=Made)
    return parcel


def flow(function: Any = make, **options: Any) -> Topology[Parcel]:
    return Topology("holds", start=Manual(Parcel), path=connector(function, **options))


async def counts(house: MemoryHouse) -> tuple[int, int, int]:
    """How many are held, wait otherwise, and lie in the trash."""
    tally = await house.ledger.tally(house.clock.now())
    return tally.held, tally.waiting + tally.pending, tally.trash


async def quiet(house: MemoryHouse, turns: int = 60) -> None:
    """Let everything go on as far as it goes without time."""
    for _ in range(turns):
        await house.clock.rest()
        await asyncio.sleep(0)


async def refreshed(house: MemoryHouse, by: timedelta = timedelta(0)) -> None:
    """What the engine does once a second."""
    await house.clock.advance(by)
    await house.engine.heart.beat()
    await house.engine._refresh()
    await house.engine._unhold(*house.engine._changed_lately())
    house.engine.feeder.wake()
    await quiet(house)


async def test_a_thousand_held_messages_go_on_when_it_works_again() -> None:
    foreign = Foreign()
    async with house_of(flow(), foreign=foreign) as house:
        await house.engine.world.pauses.pause("plain", "stocktaking", by="eva")
        await asyncio.gather(*(house.engine.intake.start("holds", Parcel(number=n)) for n in range(1000)))
        await quiet(house, 300)
        assert await counts(house) == (1000, 0, 0)
        await house.engine.world.pauses.resume("plain", by="eva")
        for _ in range(20):
            await refreshed(house, timedelta(seconds=1))
            await quiet(house)
        await house.settle()
        await expect_done(house, runs=1000)
        assert set(foreign.done.values()) == {1}


async def test_one_poisonous_message_does_not_keep_an_installation_down() -> None:
    """The other side fails whenever it sees it: the probe is another's turn, and the poison is exhausted in the end."""

    class Poisoned(Foreign):
        async def send(self, request: Any) -> Any:
            if b'"number":1}' in request.content:
                self.sent.append(request)
                return reply(503)
            return await super().send(request)

    foreign = Poisoned()
    async with house_of(flow(retry=Retry(attempts=20)), foreign=foreign) as house:
        await house.engine.intake.start("holds", Parcel(number=1))
        for _ in range(120):
            await refreshed(house, timedelta(seconds=2))
        assert house.engine.world.pauses.reason("plain") is not None
        for number in range(2, 12):
            await house.engine.intake.start("holds", Parcel(number=number))
        for _ in range(120):
            await refreshed(house, timedelta(seconds=2))
        assert foreign.done.total() == 10
        for number in range(100, 400):
            await house.engine.intake.start("holds", Parcel(number=number))
            await refreshed(house, timedelta(seconds=20))
            if await house.ledger.trash():
                break
        trashed = (await house.ledger.trash())[0]
        assert trashed.why.kind is TrashKind.EXHAUSTED


async def test_a_switched_off_topology_stands_and_goes_on() -> None:
    async with house_of(flow()) as house:
        await house.engine.settings.switch("holds", is_on=False, actor="ana")
        await start(house, "holds", *(Parcel(number=n) for n in range(5)))
        assert await counts(house) == (5, 0, 0)
        await house.engine.settings.switch("holds", is_on=True, actor="ana")
        await house.settle()
        await expect_done(house, runs=5)


async def test_another_process_that_knows_later_holds_nothing_for_ever() -> None:
    """It put a message on hold after the topology had been switched on elsewhere."""
    memory = Memory()
    foreign = Foreign()
    async with house_of(flow(), foreign=foreign, memory=memory) as one:
        await one.engine.settings.switch("holds", is_on=False, actor="ana")
        async with house_of(flow(), foreign=foreign, memory=memory) as two:
            await one.engine.settings.switch("holds", is_on=True, actor="ana")
            await two.engine.intake.start("holds", Parcel(number=1))
            await quiet(two)
            assert (await counts(two))[0] in (0, 1)
            for _ in range(3):
                await refreshed(two, timedelta(seconds=1))
            await two.settle()
            await expect_done(two)


async def test_what_was_held_when_all_stopped_goes_on_at_the_next_start() -> None:
    memory = Memory()
    foreign = Foreign()
    async with house_of(flow(), foreign=foreign, memory=memory) as house:
        await house.engine.settings.switch("holds", is_on=False, actor="ana")
        await start(house, "holds")
        await house.ledger.write(Put(table="setting", key="off:holds", value=None))
    async with house_of(flow(), foreign=foreign, memory=memory) as house:
        await house.settle()
        await expect_done(house)


async def test_a_switched_off_installation_is_not_called() -> None:
    foreign = Foreign()
    async with house_of(flow(), foreign=foreign) as house:
        plain = house.engine.world.installations.get("plain")
        await house.engine.world.installations.put(replace(plain, is_on=False))
        await start(house, "holds")
        assert (await counts(house), foreign.sent) == ((1, 0, 0), [])
        await house.engine.world.installations.put(replace(plain, is_on=True))
        await refreshed(house)
        await house.settle()
        await expect_done(house)


async def test_what_is_held_for_an_installation_that_is_removed_is_trash_that_says_so() -> None:
    async with house_of(flow()) as house:
        await house.engine.world.pauses.pause("plain", "stocktaking", by="eva")
        await start(house, "holds")
        assert await counts(house) == (1, 0, 0)
        await house.engine.world.pauses.resume("plain", by="eva")
        await house.engine.world.installations.put(replace(house.engine.world.installations.get("plain"), is_on=False))
        await quiet(house)
        await house.engine.world.installations.remove("plain")
        await refreshed(house)
        await house.settle()
        trashed = await only_trash(house, TrashKind.REJECTED)
        assert "plain" in trashed.why.reason
        plain = Installation(name="plain", application="plain", base_url="http://plain.test")
        await house.engine.world.installations.put(plain)
        await house.engine.trash.resume(trashed.message.id, ACT)
        await house.settle()
        assert (await house.ledger.runs())[0].state == "repaired"


async def test_renewed_credentials_are_tried_without_waiting_for_the_rare_probe() -> None:
    foreign = Foreign(script=[reply(401), reply(401)])
    async with house_of(flow(), foreign=foreign) as house:
        await start(house, "holds", turns=50)
        await quiet(house)
        assert (await counts(house))[0] == 1
        plain = house.engine.world.installations.get("plain")
        await house.engine.world.installations.put(plain, secrets={"api_key": "new"})
        for _ in range(3):
            await refreshed(house, timedelta(seconds=1))
        await house.settle()
        await expect_done(house)


async def test_a_message_that_was_held_for_two_days_still_has_its_attempts() -> None:
    foreign = Foreign()
    async with house_of(flow(retry=Retry(attempts=5, deadline=timedelta(hours=1))), foreign=foreign) as house:
        await house.engine.world.pauses.pause("plain", "flood", by="eva")
        await start(house, "holds")
        house.clock.turn(timedelta(days=2))
        await house.engine.heart.beat()
        foreign.script = [reply(429)]
        await house.engine.world.pauses.resume("plain", by="eva")
        await refreshed(house)
        await house.settle()
        await expect_done(house)


async def test_a_message_resumed_after_a_month_still_has_its_attempts() -> None:
    foreign = Foreign(script=[reply(422, {"error": "no"}), reply(429)])
    async with house_of(flow(), foreign=foreign) as house:
        await start(house, "holds")
        (trashed,) = await house.ledger.trash()
        house.clock.turn(timedelta(days=30))
        await house.engine.heart.beat()
        await house.engine.trash.resume(trashed.message.id, ACT)
        await house.settle()
        assert (await house.ledger.runs())[0].state == "repaired"
        assert foreign.done.total() == 1


async def test_limits_that_change_while_messages_wait_hold_at_once() -> None:
    foreign = Foreign()
    async with house_of(flow(), foreign=foreign) as house:
        slow = (StoredLimit(count=1, per_s=3600),)
        installations = house.engine.world.installations
        plain = installations.get("plain")
        await installations.put(replace(plain, limits=slow))
        await refreshed(house)
        for number in range(20):
            await house.engine.intake.start("holds", Parcel(number=number))
        await quiet(house)
        assert foreign.done.total() <= 1
        await installations.put(replace(plain, limits=()))
        await refreshed(house)
        await house.settle()
        await expect_done(house, runs=20)


async def test_a_limit_that_is_none_is_refused_and_stops_nobody() -> None:
    async with house_of(flow()) as house:
        installations = house.engine.world.installations
        plain = installations.get("plain")
        with pytest.raises(Unsettled, match="limits"):
            await installations.put(replace(plain, limits=(StoredLimit(count=0, per_s=1),)))
        await house.ledger.write(Put(table="installation", key="odd", value='{"name":1}'))
        await house.ledger.write(Put(table="setting", key="retry:holds/make", value='{"attempts":"many"}'))
        await refreshed(house)
        await start(house, "holds")
        await expect_done(house)


async def test_an_operators_retry_rule_holds_from_now_on() -> None:
    foreign = Foreign(script=[reply(503)] * 9)
    async with house_of(flow(), foreign=foreign) as house:
        await house.engine.settings.set_retry("holds", "make", NodeRetry(attempts=2), actor="ana")
        await start(house, "holds")
        await only_trash(house, TrashKind.EXHAUSTED)
        assert foreign.writes == 2


async def test_a_message_that_is_asked_for_patience_uses_up_no_attempt() -> None:
    """Twenty times "too many requests" is twenty waits, and the installation isn't thought to be down."""
    foreign = Foreign(script=[reply(429)] * 20)
    async with house_of(flow(), foreign=foreign) as house:
        await start(house, "holds")
        await expect_done(house)
        assert foreign.writes == 21


async def test_a_node_that_waits_is_seen_waiting_and_counts_no_attempts() -> None:
    asked = 0

    async def patient(parcel: Parcel, api: Client) -> Parcel | Wait:
        nonlocal asked
        asked += 1
        return parcel if asked > 30 else Wait(timedelta(days=1), "the goods aren't there yet")

    async with house_of(flow(patient)) as house:
        await house.engine.intake.start("holds", Parcel(number=1))
        await quiet(house)
        ((message, state),) = await house.ledger.messages()
        assert (state, message.attempt, message.waits) == ("waiting", 0, 1)
        await house.settle()
        await expect_done(house)


async def test_a_vendor_that_asks_for_a_century_is_asked_within_a_year() -> None:
    async def call(parcel: Parcel, api: Client) -> Parcel:
        raise Transient("come back", after=timedelta(days=36500))

    async with house_of(flow(call)) as house:
        await house.engine.intake.start("holds", Parcel(number=1))
        await quiet(house)
        ((message, _),) = await house.ledger.messages()
        assert message.due is not None
        assert message.due - house.clock.now() <= timedelta(days=365)
        await expect_sound(house)
