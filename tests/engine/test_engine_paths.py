"""Where messages go: joins, fan-outs, lanes, pages and handovers, when some of it goes wrong."""

# ruff: noqa: ARG001 - a node has the shape of a node, whatever it needs of it

from __future__ import annotations

from dataclasses import replace
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
    reply,
    start,
    told,
)

from goldthread.engine.trash import Act
from goldthread.flow.client import Client
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Miswired, Rejected
from goldthread.flow.node import choose, fan_out, hand_over, join, mapper, when
from goldthread.flow.outcome import Drop, Emit, Wait
from goldthread.flow.start import Handover, Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.testing.house import Memory

ACT = Act(actor="ana", reason="because")
Three = tuple[Parcel, Parcel, Parcel]


@mapper
def plus(parcel: Parcel) -> Parcel:
    return replace(parcel, number=parcel.number + 1)


@mapper
def picky(parcel: Parcel) -> Parcel | Drop:
    """Drops what is odd, refuses what is negative."""
    if parcel.number < 0:
        raise Rejected("A number is at least zero.", field="/number")
    return Drop("odd") if parcel.number % 2 else parcel


@mapper
def total(parts: Three) -> Parcel:
    return Parcel(number=sum(part.number for part in parts))


@mapper
def end(parcel: Parcel) -> Parcel:
    return parcel


@mapper
def ten(parcel: Parcel) -> Parcel:
    return Parcel(number=10)


@mapper
def sum_again(parts: Three) -> Parcel:
    return Parcel(number=sum(part.number for part in parts))


def joined() -> Topology[Parcel]:
    return Topology("joined", start=Manual(Parcel), path=ten_or_same >> join(plus, picky, into=total) >> end)


@mapper
def ten_or_same(parcel: Parcel) -> Parcel:
    return parcel


async def at_end(house: Any) -> int:
    """How many messages were settled by the last node."""
    return len([1 for one in await house.ledger.entries(kinds=[Kind.SETTLED], limit=999) if one.entry.node == "end"])


async def test_a_join_goes_on_with_all_branches() -> None:
    async with house_of(joined()) as house:
        await start(house, "joined", Parcel(number=2))
        await expect_done(house)
        assert '"number":7' in (await told(house, Kind.SETTLED))[-1]


async def test_a_dropped_branch_drops_the_join() -> None:
    async with house_of(joined()) as house:
        await start(house, "joined", Parcel(number=3))
        await expect_done(house)
        assert await at_end(house) == 0


async def test_a_discarded_branch_drops_the_join() -> None:
    async with house_of(joined()) as house:
        await start(house, "joined", Parcel(number=-1))
        trashed = await only_trash(house, TrashKind.REJECTED)
        await house.engine.trash.discard(trashed.message.id, ACT)
        await house.settle()
        assert await at_end(house) == 0
        assert [row.state for row in await house.ledger.runs()] == ["discarded"]
        await expect_sound(house)


async def test_a_repaired_branch_completes_its_join_later() -> None:
    async with house_of(joined()) as house:
        await start(house, "joined", Parcel(number=-1))
        trashed = await only_trash(house, TrashKind.REJECTED)
        await house.engine.trash.repair(trashed.message.id, {"number": 4, "note": ""}, ACT, resume=True)
        await house.settle()
        assert await at_end(house) == 1
        assert [row.state for row in await house.ledger.runs()] == ["repaired"]
        await expect_sound(house)


async def test_a_join_within_a_join_is_dropped_with_it() -> None:
    inner = ten_or_same >> join(plus, picky, into=total)
    nested = Topology("nested", start=Manual(Parcel), path=ten >> join(inner, end, into=sum_again))
    odd = Topology("odd", start=Manual(Parcel), path=end >> join(inner, ten, into=sum_again))
    async with house_of(nested, odd) as house:
        await start(house, "nested", Parcel(number=2))
        await start(house, "odd", Parcel(number=3))
        await expect_done(house, runs=2)
        assert len([text for text in await told(house, Kind.SETTLED) if '"outcome":"drop"' in text]) == 3


def test_a_branch_that_hands_over_is_refused() -> None:
    """It would never come to its join."""
    with pytest.raises(Miswired, match="never comes to its join"):
        Topology("lost", start=Manual(Parcel), path=end >> join(plus, hand_over("x", Parcel), into=total))


async def test_one_broken_branch_of_a_fan_out_holds_nobody_back() -> None:
    path = ten_or_same >> fan_out(plus, picky, end)
    async with house_of(Topology("fan", start=Manual(Parcel), path=path)) as house:
        await start(house, "fan", Parcel(number=-1))
        await only_trash(house, TrashKind.REJECTED)
        assert await at_end(house) == 1


async def test_a_trashed_head_holds_back_its_own_trace_alone() -> None:
    """Others of the same entity wait behind it, in their order, also when their run found the trace by its entity."""

    async def record(parcel: Parcel, api: Client) -> Parcel:
        if parcel.note == "bad":
            raise Rejected("no", field="/note")
        await api.post("/record", json={"n": parcel.number, "note": parcel.note}, into=Made)
        return parcel

    foreign = Foreign()
    node = connector(record)
    topology = Topology("lanes", start=Manual(Parcel), path=node, ordered=(node,))
    async with house_of(topology, foreign=foreign) as house:
        for number, note in ((1, "bad"), (1, "b"), (2, "x"), (1, "c")):
            await house.engine.intake.start("lanes", Parcel(number=number, note=note))
        await house.settle()
        assert list(foreign.done) == ['record {"n":2,"note":"x"}']
        await expect_sound(house)
        (trashed,) = await house.ledger.trash()
        await house.engine.trash.repair(trashed.message.id, {"number": 1, "note": "a"}, ACT, resume=True)
        await house.settle()
        assert [key[-3] for key in foreign.done] == ["x", "a", "b", "c"]
        await expect_sound(house)


async def test_a_retry_does_not_let_others_overtake_in_a_lane() -> None:
    async def record(parcel: Parcel, api: Client) -> Parcel:
        await api.post("/record", json={"note": parcel.note}, into=Made)
        return parcel

    foreign = Foreign(script=[reply(429), reply(429), "refused"])
    node = connector(record)
    topology = Topology("lanes", start=Manual(Parcel), path=ten_or_same >> node, ordered=(node,))
    async with house_of(topology, foreign=foreign) as house:
        for note in "abcdef":
            await house.engine.intake.start("lanes", Parcel(number=1, note=note))
        await house.settle()
        assert [key[-3] for key in foreign.done] == list("abcdef")


async def test_pages_are_read_once_also_after_a_stop() -> None:
    """Items and cursor are one commit."""
    read: list[str | None] = []

    async def pages(parcel: Parcel, api: Client) -> Emit[Parcel]:
        read.append(api.cursor)
        page = int(api.cursor or 0)
        return Emit(tuple(Parcel(number=10 * page + one) for one in range(3)), cursor=str(page + 1), has_more=page < 3)

    def topology() -> Topology[Parcel]:
        return Topology("pages", start=Manual(Parcel), path=connector(pages) >> end)

    memory = Memory()
    async with house_of(topology(), memory=memory) as house:
        await house.engine.intake.start("pages", Parcel(number=1))
        await house.clock.rest()
    async with house_of(topology(), memory=memory) as house:
        await house.settle()
        await expect_done(house)
        assert read == [None, "1", "2", "3"]
        assert await at_end(house) == 12


async def test_a_failed_page_is_read_again_from_its_cursor() -> None:
    async def pages(parcel: Parcel, api: Client) -> Emit[Parcel]:
        made = await api.get("/page", into=Made, params={"after": api.cursor})
        return Emit((Parcel(number=made.id),), cursor=str(made.id), has_more=False)

    foreign = Foreign(reads={"/page": reply(502)})
    async with house_of(
        Topology("pages", start=Manual(Parcel), path=connector(pages) >> end), foreign=foreign
    ) as house:
        await house.engine.intake.start("pages", Parcel(number=1))
        await house.clock.rest()
        foreign.reads["/page"] = reply(200, {"id": 5})
        await house.settle()
        await expect_done(house)
        assert await house.ledger.cursor("pages", "pages") == "5"


async def test_one_handover_starts_one_run_whatever_branch_it_came_by() -> None:
    taken = Topology("taken", start=Handover(Parcel), path=end)
    both = hand_over("taken", Parcel)
    giving = Topology("giving", start=Manual(Parcel), path=ten_or_same >> fan_out(both, hand_over("taken", Parcel)))
    async with house_of(giving, taken) as house:
        await start(house, "giving", Parcel(number=1))
        await expect_done(house, runs=2)
        assert await at_end(house) == 1
        assert len({row.run.trace for row in await house.ledger.runs()}) == 1


async def test_a_node_that_is_gone_makes_orphans_which_may_go_on_elsewhere() -> None:
    """Also out of a join's branch: its join is told, and nothing dangles."""
    memory = Memory()

    @mapper
    def wait(parcel: Parcel) -> Parcel:
        return Wait(timedelta(hours=1), "later")  # type: ignore[return-value] # a mapper that waits

    old = Topology("changing", start=Manual(Parcel), path=ten_or_same >> join(wait, plus, into=total) >> end)
    new = Topology("changing", start=Manual(Parcel), path=ten_or_same >> end)
    async with house_of(old, memory=memory) as house:
        await house.engine.intake.start("changing", Parcel(number=1))
        for _ in range(3):
            await house.clock.rest()
        version = (await house.ledger.runs())[0].run.version
    memory.clock.turn(timedelta(hours=2))
    async with house_of(new, memory=memory) as house:
        await house.settle()
        trashed = await only_trash(house, TrashKind.ORPHANED)
        assert trashed.message.version == version
        await house.engine.trash.resume(trashed.message.id, ACT, node="end")
        await house.settle()
        assert await at_end(house) == 1
        assert [(row.state, row.run.version) for row in await house.ledger.runs()] == [("repaired", version)]
        await expect_sound(house)


async def test_a_topology_that_is_gone_makes_orphans_which_may_be_discarded() -> None:
    memory = Memory()
    async with house_of(Topology("gone", start=Manual(Parcel), path=connector(_stuck)), memory=memory) as house:
        await house.engine.intake.start("gone", Parcel(number=1))
        await house.clock.rest()
    memory.clock.turn(timedelta(hours=2))
    async with house_of(memory=memory) as house:
        await house.settle()
        trashed = await only_trash(house, TrashKind.ORPHANED)
        await house.engine.trash.discard(trashed.message.id, ACT)
        await expect_sound(house)
        assert (await house.ledger.runs())[0].state == "discarded"


async def test_the_first_case_that_holds_is_taken() -> None:
    path = ten_or_same >> choose(when(is_small, plus), when(is_even, ten), otherwise=end)
    async with house_of(Topology("chosen", start=Manual(Parcel), path=path)) as house:
        await start(house, "chosen", *(Parcel(number=number) for number in (1, 6, 7)))
        settled = [one.entry.node for one in await house.ledger.entries(kinds=[Kind.SETTLED], limit=99)]
        assert sorted(settled) == ["end", "plus", "ten", *["ten_or_same"] * 3]


def is_small(parcel: Parcel) -> bool:
    return parcel.number < 5


def is_even(parcel: Parcel) -> bool:
    return parcel.number % 2 == 0


async def _stuck(parcel: Parcel, api: Client) -> Parcel | Wait:
    return Wait(timedelta(hours=1), "later")
