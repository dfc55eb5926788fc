"""The ledger cannot be written for a moment, at every write in turn: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from foreign import Foreign, Made, Parcel, connector, expect_done, expect_sound, house_of

from goldthread.adapters.memory.artifacts import MemoryArtifacts
from goldthread.domain.artifact import Artifact
from goldthread.flow.client import Client
from goldthread.flow.errors import Unavailable
from goldthread.flow.node import fan_out, hand_over, join, mapper
from goldthread.flow.reply import Reply
from goldthread.flow.start import Handover, Manual
from goldthread.flow.topology import Topology
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Accept, Beat, Claim, Leave, Put, Settle, Unhold, Write
from goldthread.testing.house import MemoryHouse

BEHIND = (Beat, Claim, Leave, Unhold, Put)
"""Writes that come by themselves, in no certain number."""


@dataclass
class Outage:
    """The ledger cannot be written from the n-th write on, so many times."""

    at: int
    length: int = 1
    count: int = 0
    hit: list[Write] = field(default_factory=list)

    def over(self, house: MemoryHouse) -> None:
        """Stand before the ledger of the house."""
        ledger: Any = house.ledger
        through = ledger.write

        def write(given: Write) -> Awaitable[Receipt]:
            if not isinstance(given, BEHIND):
                self.count += 1
                if self.at <= self.count < self.at + self.length:
                    self.hit.append(given)
                    return refusal()
            return cast("Awaitable[Receipt]", through(given))

        ledger.write = write


def refusal() -> asyncio.Future[Receipt]:
    """What a ledger answers whose disk is full."""
    future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
    future.set_exception(Unavailable("The disk is full."))
    return future


async def ensure(parcel: Parcel, api: Client) -> Parcel:
    """A section, a record, two links and two writes."""
    async with api.exclusive("parcel", str(parcel.number)):
        known = await api.recall("parcel", str(parcel.number), into=Parcel)
        first = await api.post("/first", json={"n": parcel.number}, into=Made)
        await api.link("parcel", str(parcel.number), str(first.id))
    second = await api.post("/second", json={"n": parcel.number}, into=Made)
    await api.link("second", str(parcel.number), str(second.id))
    api.remember("parcel", str(parcel.number), known or parcel)
    return parcel


async def tell(parcel: Parcel, api: Client) -> Parcel:
    await api.post("/tell", json={"n": parcel.number}, into=Made)
    return parcel


async def tell_after(parcel: Parcel, api: Client) -> Parcel:
    await api.post("/after", json={"n": parcel.number}, into=Made)
    return parcel


async def mark(parcel: Parcel, api: Client) -> Parcel:
    await api.put("/mark", json={"n": parcel.number}, into=Made)
    return parcel


@mapper
def both(parts: tuple[Parcel, Parcel, Parcel]) -> Parcel:
    return parts[0]


@mapper
def plus(parcel: Parcel) -> Parcel:
    return parcel


@mapper
def minus(parcel: Parcel) -> Parcel:
    return parcel


def flows() -> tuple[Topology[Any], ...]:
    """A path with everything on it, and one that it hands over to."""
    path = plus >> connector(ensure) >> join(connector(tell), minus, into=both)
    ordered = connector(mark)
    path = path >> fan_out(hand_over("after", Parcel), ordered)
    return (
        Topology("outage", start=Manual(Parcel), path=path, ordered=(ordered,)),
        Topology("after", start=Handover(Parcel), path=connector(tell_after)),
    )


async def play(foreign: Foreign, outage: Outage) -> bool:
    """Start a run, however often that takes, and see that all was done once; whether the outage was met."""
    async with house_of(*flows(), foreign=foreign) as house:
        outage.over(house)
        for _ in range(9):
            try:
                await house.engine.intake.start("outage", Parcel(number=7), key="one")
                break
            except Unavailable:
                continue
        await house.settle(turns=3000)
        await expect_sound(house)
        assert await house.ledger.trash() == []
        await expect_done(house, runs=2)
        once = {key: count for key, count in foreign.done.items() if not key.startswith("mark")}
        assert set(once.values()) == {1}
        assert sorted(key.split()[0] for key in once) == ["after", "first", "second", "tell"]
        assert await house.ledger.linked("parcel", "7", "plain") == "1"
        assert await house.ledger.linked("second", "7", "plain") == "2"
        shelves: Any = house.ledger
        assert shelves.shelves.locks == {}
    return bool(outage.hit)


@pytest.mark.parametrize("length", [1, 3])
@pytest.mark.parametrize("at", range(1, 26))
async def test_an_outage_at_any_write_loses_nothing(at: int, length: int) -> None:
    foreign = Foreign()
    await play(foreign, Outage(at, length))
    assert foreign.done


async def test_all_writes_were_met() -> None:
    """There are no more of them than are tried."""
    outage = Outage(at=10_000)
    assert not await play(Foreign(), outage)
    assert outage.count < 26


async def test_what_comes_in_meanwhile_is_refused_and_comes_again() -> None:
    async with house_of(*flows()) as house:
        ledger: Any = house.ledger
        through = ledger.write
        ledger.write = lambda given: refusal() if isinstance(given, Accept) else through(given)
        with pytest.raises(Unavailable):
            await house.engine.intake.start("outage", Parcel(number=7), key="one")
        ledger.write = through
        assert not (await house.engine.intake.start("outage", Parcel(number=7), key="one")).is_duplicate


async def test_a_long_outage_holds_the_settlement_and_not_the_answer() -> None:
    """A quarter of a second after the ledger can be written again, all is as it should be."""
    foreign = Foreign()
    async with house_of(*flows(), foreign=foreign) as house:
        ledger: Any = house.ledger
        through = ledger.write
        is_down = True
        ledger.write = lambda given: refusal() if is_down and isinstance(given, Settle) else through(given)
        await house.engine.intake.start("outage", Parcel(number=7))
        for _ in range(20):
            await house.clock.rest()
        assert set(foreign.done.values()) <= {1}
        is_down = False
        await house.settle(turns=3000)
        await expect_done(house, runs=2)
        assert set(foreign.done.values()) == {1}


async def test_a_large_answer_that_cannot_be_kept_for_a_moment_is_not_forgotten() -> None:
    class Full(MemoryArtifacts):
        failures = 3

        async def refer(self, content: bytes, media_type: str) -> Artifact:
            if self.failures:
                self.failures -= 1
                raise Unavailable("The disk is full.")
            return await super().refer(content, media_type)

    async def fetch(parcel: Parcel, api: Client) -> Parcel:
        label = await api.request("POST", "/label", json={})
        assert len(label.content) == 400_000
        return parcel

    foreign = Foreign(script=[Reply(status=200, content=b"%PDF" * 100_000)])
    topology = Topology("label", start=Manual(Parcel), path=connector(fetch))
    async with house_of(topology, foreign=foreign, artifacts=Full()) as house:
        await house.engine.intake.start("label", Parcel(number=1))
        await house.settle()
        await expect_done(house)
        assert foreign.writes == 1
