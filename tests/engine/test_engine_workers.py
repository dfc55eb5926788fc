"""Two workers, lost leases, stops and critical sections: nothing is done twice, and nothing stays behind."""

# ruff: noqa: ARG001 - a node has the shape of a node, whatever it needs of it

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from foreign import (
    Foreign,
    Made,
    Parcel,
    connector,
    expect_done,
    expect_sound,
    house_of,
    only_trash,
    start,
    told,
)

from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Transient
from goldthread.flow.node import mapper
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.ports.receipt import Recorded
from goldthread.ports.write import Claim, Lock, Release
from goldthread.testing.house import Memory, MemoryHouse

LEASE = timedelta(seconds=6)


async def make(parcel: Parcel, api: Client) -> Parcel:
    await api.post("/make", json={"number": parcel.number}, into=Made)
    return parcel


async def make_found(parcel: Parcel, api: Client) -> Parcel:
    async def find() -> Made | None:
        return await api.find("/done", into=Made)

    await api.post("/make", json={"number": parcel.number}, into=Made, doubt=Lookup(find=find))
    return parcel


def flow(*functions: Any) -> Topology[Parcel]:
    path = connector(functions[0])
    for number, function in enumerate(functions[1:]):
        path = path >> connector(function, name=f"then_{number}")
    return Topology("workers", start=Manual(Parcel), path=path)


async def quiet(house: MemoryHouse, turns: int = 40) -> None:
    for _ in range(turns):
        await house.clock.rest()
        await asyncio.sleep(0)


async def test_a_worker_that_lost_its_message_in_the_middle_changes_nothing() -> None:
    """Its answer comes when another has taken over and found what it did."""
    memory, foreign = Memory(), Foreign(gate=asyncio.Event())
    assert foreign.gate is not None
    async with house_of(flow(make_found), foreign=foreign, memory=memory) as one:
        await one.engine.intake.start("workers", Parcel(number=1))
        await quiet(one)
        assert foreign.done.total() == 1
        memory.clock.turn(LEASE)
        async with house_of(flow(make_found), foreign=foreign, memory=memory) as two:
            await two.settle()
            await expect_done(two)
            foreign.gate.set()
            await quiet(one)
            await expect_done(two)
            assert (foreign.writes, foreign.done.total()) == (1, 1)


async def test_a_late_answer_saves_a_person_the_trouble() -> None:
    """The other worker could not know; when the first one's answer comes, the message is resumed with it."""
    memory, foreign = Memory(), Foreign(gate=asyncio.Event())
    assert foreign.gate is not None
    async with house_of(flow(make), foreign=foreign, memory=memory) as one:
        await one.engine.intake.start("workers", Parcel(number=1))
        await quiet(one)
        memory.clock.turn(LEASE)
        async with house_of(flow(make), foreign=foreign, memory=memory) as two:
            await two.settle()
            trashed = await only_trash(two, TrashKind.IN_DOUBT)
            foreign.gate.set()
            await quiet(one)
            (call,) = await two.ledger.calls(trashed.message.id)
            assert call.reply is None or "id" in call.reply
            assert foreign.writes == 1


async def test_a_worker_that_was_late_goes_on_by_itself() -> None:
    """Its lease ran out, nobody took over, and it beats again: what it held isn't forgotten."""
    foreign = Foreign()
    async with house_of(flow(make, make), foreign=foreign) as house:
        house.engine.world.lease.prolong(0, house.clock.monotonic() - 60)
        await house.engine.intake.start("workers", Parcel(number=1))
        await quiet(house)
        house.engine.world.lease.prolong(0, house.clock.monotonic() - 60)
        await quiet(house)
        await house.engine.heart.beat()
        await house.settle()
        rows = await house.ledger.runs()
        trash = await house.ledger.trash()
        assert rows[0].state == "done" or [one.why.kind for one in trash] == [TrashKind.IN_DOUBT]
        assert max(foreign.done.values(), default=0) <= 2


async def test_nothing_is_sent_without_a_lease() -> None:
    foreign = Foreign()

    async def put(parcel: Parcel, api: Client) -> Parcel:
        house.engine.world.lease.prolong(0, house.clock.monotonic() - 60)
        await api.put("/status", into=Made, json={"n": 1})
        return parcel

    async with house_of(flow(put), foreign=foreign) as house:
        await house.engine.intake.start("workers", Parcel(number=1))
        await quiet(house)
        assert foreign.sent == []


async def test_one_message_that_is_delivered_twice_is_carried_once() -> None:
    foreign = Foreign(gate=asyncio.Event())
    assert foreign.gate is not None
    async with house_of(flow(make), foreign=foreign) as house:
        await house.engine.intake.start("workers", Parcel(number=1))
        await quiet(house)
        ((message, _),) = await house.ledger.messages()
        await house.transport.deliver(message, message)
        await quiet(house)
        foreign.gate.set()
        await house.settle()
        await expect_done(house)
        assert foreign.writes == 1


async def test_a_settled_message_that_is_delivered_again_does_nothing() -> None:
    foreign = Foreign()
    async with house_of(flow(make), foreign=foreign) as house:
        begun = await house.engine.intake.start("workers", Parcel(number=1))
        ((message, _),) = await house.ledger.messages(run=begun.run)
        await house.settle()
        await house.transport.deliver(message)
        await house.settle()
        await expect_done(house)
        assert foreign.done.total() == 1


async def test_two_workers_share_a_thousand_messages_and_do_each_once() -> None:
    memory, foreign = Memory(), Foreign()
    async with (
        house_of(flow(make, make_found), foreign=foreign, memory=memory) as one,
        house_of(flow(make, make_found), foreign=foreign, memory=memory) as two,
    ):
        for number in range(300):
            await (one if number % 2 else two).engine.intake.start("workers", Parcel(number=number))
        await one.settle()
        await two.settle()
        await expect_done(one, runs=300)
        assert foreign.writes == 600


async def test_a_stop_takes_nothing_new_and_gives_the_rest_back() -> None:
    memory, foreign = Memory(), Foreign(gate=asyncio.Event())
    assert foreign.gate is not None
    async with house_of(flow(make, make), foreign=foreign, memory=memory) as house:
        for number in range(600):
            await house.engine.intake.start("workers", Parcel(number=number))
        await quiet(house)
        under_way = foreign.writes
        asyncio.get_running_loop().call_later(0.05, foreign.gate.set)
    assert 0 < under_way == foreign.writes < 600
    async with house_of(flow(make, make), foreign=foreign, memory=memory) as house:
        await house.settle()
        await expect_done(house, runs=600)
        assert foreign.writes == 1200


@pytest.mark.parametrize("is_again", [False, True])
async def test_a_section_is_one_messages_at_a_time(is_again: bool) -> None:
    """Also when a derived connector enters the section that its caller is in, and leaves it first."""
    inside, most = 0, 0

    async def ensure(parcel: Parcel, api: Client) -> Parcel:
        nonlocal inside, most
        async with api.exclusive("customer", "ana"):
            if is_again:
                async with api.exclusive("customer", "ana"):
                    pass
            inside += 1
            most = max(most, inside)
            found = await api.find("/done", into=Made)
            if found is None:
                await api.post("/make", json={}, into=Made)
            await asyncio.sleep(0)
            inside -= 1
        return parcel

    foreign = Foreign()
    async with house_of(flow(ensure), foreign=foreign) as house:
        await start(house, "workers", *(Parcel(number=n) for n in range(25)), turns=3000)
        await expect_done(house, runs=25)
        assert (most, foreign.done.total()) == (1, 1)


async def test_a_section_of_a_dead_worker_is_free_again() -> None:
    memory, foreign = Memory(), Foreign(gate=asyncio.Event())
    assert foreign.gate is not None

    async def ensure(parcel: Parcel, api: Client) -> Parcel:
        async with api.exclusive("customer", "ana"):
            found = await api.find("/done", into=Made)
            if found is None:
                await make_found(parcel, api)
        return parcel

    async with house_of(flow(ensure), foreign=foreign, memory=memory) as one:
        await one.engine.intake.start("workers", Parcel(number=1))
        await quiet(one)
        memory.clock.turn(LEASE)
        async with house_of(flow(ensure), foreign=foreign, memory=memory) as two:
            await two.engine.intake.start("workers", Parcel(number=2))
            await two.settle()
            await expect_done(two, runs=2)
            foreign.gate.set()
            await quiet(one)
            assert foreign.done.total() == 1


async def test_who_comes_late_does_not_open_the_section_of_who_took_over() -> None:
    """The first worker leaves a section that its message is in again, in another worker's hands."""
    memory, foreign = Memory(), Foreign(gate=asyncio.Event())
    assert foreign.gate is not None
    held: list[str] = []

    async def ensure(parcel: Parcel, api: Client) -> Parcel:
        async with api.exclusive("customer", "ana"):
            held.append("in")
            await api.get("/look", into=Made)
            await make_found(parcel, api)
        return parcel

    async with house_of(flow(ensure), foreign=foreign, memory=memory) as one:
        await one.engine.intake.start("workers", Parcel(number=1))
        await quiet(one)
        memory.clock.turn(LEASE)
        await _take_over(one)
        message = next(iter(memory.shelves.locks.values())).message
        memory.shelves.locks["customer:ana"] = memory.shelves.locks["customer:ana"]._replace(worker="other")
        foreign.gate.set()
        await quiet(one)
        assert [lock.message for lock in memory.shelves.locks.values()] == [message]


async def test_two_that_wait_for_each_other_let_go() -> None:
    """Sections entered in opposite orders don't stand still for ever."""

    async def crossed(parcel: Parcel, api: Client) -> Parcel:
        first, second = ("a", "b") if parcel.number % 2 else ("b", "a")
        async with api.exclusive("x", first):
            await api.get("/look", into=Made)
            async with api.exclusive("x", second):
                await api.post("/make", json={"n": parcel.number}, into=Made)
        return parcel

    foreign = Foreign()
    async with house_of(flow(crossed), foreign=foreign) as house:
        await start(house, "workers", Parcel(number=1), Parcel(number=2), turns=5000)
        await expect_done(house, runs=2)
        assert foreign.done.total() == 2


async def test_what_changed_under_an_attempt_is_looked_at_again_until_all_are_through() -> None:
    """Forty messages count in one record: none is lost, and no write is sent twice."""

    async def count(parcel: Parcel, api: Client) -> Parcel:
        known = await api.recall("count", "all", into=Parcel) or Parcel(number=0)
        await api.post("/make", json={"n": parcel.number}, into=Made)
        api.remember("count", "all", Parcel(number=known.number + 1))
        return parcel

    foreign = Foreign()
    async with house_of(flow(count), foreign=foreign) as house:
        await start(house, "workers", *(Parcel(number=n) for n in range(40)), turns=5000)
        await expect_done(house, runs=40)
        record = await house.ledger.record("count", "all")
        assert record is not None
        assert '"number":40' in record.body
        assert (foreign.writes, record.version) == (40, 40)


async def test_an_answer_is_kept_before_the_next_call_goes_out() -> None:
    """Stopped while it reads, a worker leaves behind what its write was answered."""
    memory, foreign = Memory(), Foreign()
    gate = asyncio.Event()

    async def then_look(parcel: Parcel, api: Client) -> Parcel:
        await api.post("/make", json={}, into=Made)
        await api.get("/look", into=Made)
        await gate.wait()
        return parcel

    async with house_of(flow(then_look), foreign=foreign, memory=memory) as one:
        await one.engine.intake.start("workers", Parcel(number=1))
        await quiet(one)
        (call,) = memory.shelves.calls.values()
        assert call.reply is not None
        gate.set()
        await one.settle()
        await expect_done(one)


async def test_a_worker_without_transient_luck_keeps_its_count() -> None:
    """Attempts survive a restart."""
    memory = Memory()

    @mapper
    def never(parcel: Parcel) -> Parcel:
        raise Transient("no")

    topology = Topology("workers", start=Manual(Parcel), path=never)
    async with house_of(topology, memory=memory) as house:
        await house.engine.intake.start("workers", Parcel(number=1))
        await quiet(house)
    async with house_of(topology, memory=memory) as house:
        await house.settle()
        await only_trash(house, TrashKind.EXHAUSTED)
        assert len(await told(house, Kind.RETRYING)) == 7
        await expect_sound(house)


async def _take_over(house: MemoryHouse) -> None:
    """Another worker is given what this one held."""
    ledger, worker = house.ledger, house.engine.world.worker
    for message, _ in await ledger.messages():
        await ledger.write(Release(worker=worker, messages=(message.id,)))
        await ledger.write(Claim(worker=OTHER, limit=1, now=house.clock.now()))
        assert isinstance(await ledger.write(Lock(key="k", worker=OTHER, message=message.id)), Recorded)
        house_locks(house).pop("k")


def house_locks(house: MemoryHouse) -> dict[str, Any]:
    """The locks of a ledger in memory."""
    ledger: Any = house.ledger
    locks: dict[str, Any] = ledger.shelves.locks
    return locks


OTHER: Any = "other"
