"""A bug in what a user wrote is its message's trash, with a traceback: no worker dies, nothing stays stuck."""

# ruff: noqa: ARG001 - a node has the shape of a node, whatever it needs of it

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from foreign import Foreign, Made, Parcel, connector, expect_done, house_of, only_trash, reply, start

from goldthread.domain.entity import Entity
from goldthread.domain.problem import invalid
from goldthread.flow.client import Client
from goldthread.flow.errors import Broken
from goldthread.flow.node import choose, mapper, when
from goldthread.flow.outcome import Drop, Emit, Wait
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Note, Settle, Write


@dataclass(frozen=True, kw_only=True, slots=True)
class Moody:
    """A body whose methods may fail."""

    number: int
    mood: str = ""

    def entities(self) -> tuple[Entity, ...]:
        match self.mood:
            case "raises":
                raise KeyError("mood")
            case "lies":
                return cast("tuple[Entity, ...]", ("parcel",))
            case _:
                return ()


def _topology(*nodes: Any) -> Topology[Any]:
    path = nodes[0]
    for node in nodes[1:]:
        path = path >> node
    return Topology("bugs", start=Manual(Parcel), path=path)


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


@mapper
def keep(parcel: Parcel) -> Parcel:
    return parcel


BUGS = [ZeroDivisionError("by zero"), RecursionError(), SystemExit(3), asyncio.CancelledError(), UnspeakableError()]


@pytest.mark.parametrize("error", [*BUGS, Exception("half a character \ud83d")], ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("is_pure", [True, False])
async def test_whatever_a_node_raises_is_trash(error: BaseException, is_pure: bool) -> None:
    @mapper
    def burst(parcel: Parcel) -> Parcel:
        raise error

    async def call(parcel: Parcel, api: Client) -> Parcel:
        raise error

    async with house_of(_topology(burst if is_pure else connector(call), keep)) as house:
        await start(house, "bugs")
        trashed = await only_trash(house, TrashKind.FAILED)
        assert trashed.why.reason.startswith(type(error).__name__)
        assert "Traceback" in trashed.why.detail


@pytest.mark.parametrize("mood", ["raises", "lies"])
async def test_entities_that_fail_are_trash(mood: str) -> None:
    """Both where the node gave the body, and where a page was emitted."""

    @mapper
    def change(parcel: Parcel) -> Moody:
        return Moody(number=1, mood=mood)

    async with house_of(_topology(change)) as house:
        await start(house, "bugs")
        await only_trash(house, TrashKind.FAILED)


async def test_a_predicate_that_raises_is_trash_and_the_node_is_not_told_as_done() -> None:
    def is_odd(parcel: Parcel) -> bool:
        raise TypeError(parcel.note)

    @mapper
    def first(parcel: Parcel) -> Parcel:
        return parcel

    @mapper
    def other(parcel: Parcel) -> Parcel:
        return parcel

    async with house_of(_topology(keep, choose(when(is_odd, first), otherwise=other))) as house:
        await start(house, "bugs")
        trashed = await only_trash(house, TrashKind.FAILED)
        assert trashed.message.node == "keep"
        story = await house.ledger.story(trashed.message.trace)
        assert "settled" not in [one.entry.kind for one in story]


async def test_a_body_that_cannot_be_written_is_trash() -> None:
    @mapper
    def lie(parcel: Parcel) -> Parcel:
        return Parcel(number=cast("int", object()))

    async with house_of(_topology(lie, keep)) as house:
        await start(house, "bugs")
        assert (await only_trash(house, TrashKind.FAILED)).message.node == "lie"


@pytest.mark.parametrize("given", [None, Made(id=1), "text"])
async def test_what_is_not_of_the_type_a_node_says_is_its_own_fault(given: object) -> None:
    """Not that of the next node, and not only after a restart."""

    async def call(parcel: Parcel, api: Client) -> Parcel:
        return cast("Parcel", given)

    async with house_of(_topology(connector(call), keep)) as house:
        await start(house, "bugs")
        trashed = await only_trash(house, TrashKind.FAILED)
        assert trashed.message.node == "call"
        assert "says that it gives Parcel" in trashed.why.reason


async def test_emitting_what_the_next_node_cannot_take_is_trash() -> None:
    async def pages(parcel: Parcel, api: Client) -> Emit[Parcel]:
        return Emit((parcel, cast("Parcel", Made(id=1))))

    async with house_of(_topology(connector(pages), keep)) as house:
        await start(house, "bugs")
        assert (await only_trash(house, TrashKind.FAILED)).message.node == "pages"


async def test_a_value_that_refuses_itself_is_rejected_with_its_field() -> None:
    async def call(parcel: Parcel, api: Client) -> Parcel:
        raise invalid("/note", "note.form", "The note must have words.")

    async with house_of(_topology(connector(call))) as house:
        await start(house, "bugs")
        trashed = await only_trash(house, TrashKind.REJECTED)
        assert trashed.why.field == "/note"


async def test_an_endless_wait_is_a_year_and_no_overflow() -> None:
    @mapper
    def pause(parcel: Parcel) -> Parcel | Drop:
        return cast("Parcel", Wait(timedelta.max, "for ever"))

    async with house_of(_topology(pause)) as house:
        await house.engine.intake.start("bugs", Parcel(number=1))
        await house.clock.rest()
        await house.ledger.write(_nothing())
        ((message, state),) = await house.ledger.messages()
        assert (state, message.node) == ("waiting", "pause")
        assert message.due is not None
        assert message.due - house.clock.now() <= timedelta(days=366)


async def test_an_installation_field_that_the_body_lacks_is_trash() -> None:
    async def call(parcel: Parcel, api: Client) -> Parcel:
        return parcel

    async with house_of(_topology(connector(call, at="shop"))) as house:
        await start(house, "bugs")
        await only_trash(house, TrashKind.FAILED)


async def test_a_bug_does_not_pause_the_installation() -> None:
    async def call(parcel: Parcel, api: Client) -> Parcel:
        if parcel.number > 10:
            await api.post("/x", json={}, into=Made)
            return parcel
        raise KeyError(parcel.number)

    foreign = Foreign()
    async with house_of(_topology(connector(call)), foreign=foreign) as house:
        await start(house, "bugs", *(Parcel(number=number) for number in range(1, 13)))
        assert len(await house.ledger.trash()) == 10
        assert foreign.writes == 2


async def test_a_settlement_that_makes_no_sense_is_trash() -> None:
    """Whatever the ledger refuses as broken, the message doesn't stay in the worker's hands."""
    async with house_of(_topology(keep, connector(_fine, name="fine"))) as house:
        ledger: Any = house.ledger
        write = ledger.write

        def refuse(given: Write) -> Awaitable[Receipt]:
            if isinstance(given, Settle) and given.followers:
                refusal: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
                refusal.set_exception(_broken())
                return refusal
            return cast("Awaitable[Receipt]", write(given))

        ledger.write = refuse
        await start(house, "bugs")
        trashed = await only_trash(house, TrashKind.FAILED)
        assert trashed.message.node == "keep"


async def test_after_all_these_bugs_the_worker_still_works() -> None:
    foreign = Foreign(script=[reply(200, {"id": 7})])
    async with house_of(_topology(connector(_fine, name="fine")), foreign=foreign) as house:
        await start(house, "bugs")
        await expect_done(house)


async def _fine(parcel: Parcel, api: Client) -> Parcel:
    await api.post("/x", json={"n": parcel.number}, into=Made)
    return parcel


def _nothing() -> Write:
    return Note()


def _broken() -> Exception:
    return Broken("It makes no sense.")
