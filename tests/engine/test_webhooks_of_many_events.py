"""One delivery may tell of several events, of none that concerns us, or only ask whether anybody is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from foreign import Foreign, Parcel, expect_sound, only_trash

from goldthread.domain.problem import invalid
from goldthread.engine.installation import Installation
from goldthread.engine.trash import Act
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Forbidden, Rejected
from goldthread.flow.node import choose, hand_over, mapper, when
from goldthread.flow.outcome import Drop
from goldthread.flow.signature import SharedSecret, WebhookScheme
from goldthread.flow.start import Handover, Manual, Origin, Webhook
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.testing.house import MemoryHouse, memory_house

ACT = Act(actor="ana", reason="because")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    return headers.get("x-kind") == "ping" and body == b"hello=1"


MANY = Application(
    "many",
    webhooks=WebhookScheme(signature=SharedSecret(header="X-Secret"), delivery_header="X-Delivery", ping=is_ping),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What the other side sends."""

    kind: str
    numbers: tuple[int, ...] = ()


def read_batch(batch: Batch, origin: Origin) -> tuple[Parcel, ...] | Drop:
    assert origin.installation == "many"
    if batch.kind == "bad":
        raise invalid("/kind", "kind.bad", "No such kind.")
    if batch.kind != "moved":
        return Drop(f"{batch.kind} concerns nobody.")
    return tuple(Parcel(number=number) for number in batch.numbers)


@mapper
def store(parcel: Parcel) -> Parcel:
    return parcel


def number_of(parcel: Parcel) -> str:
    return str(parcel.number)


LISTENING: Topology[Any] = Topology(
    "listening", start=Webhook(MANY, "moved", carries=Parcel, read=read_batch, once=number_of), path=store
)


def house_with(*topologies: Topology[Any]) -> Any:
    installed = Installation(name="many", application="many", base_url="http://x.test")
    return memory_house(topologies, Foreign(), [(installed, {"webhook_secret": "hush"})])


async def hear(house: MemoryHouse, body: object, delivery: str = "1", **headers: str) -> list[Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"x-secret": "hush", "x-delivery": delivery, **headers}
    return await house.engine.intake.hook("many", "moved", given, content)


async def test_a_delivery_of_several_events_starts_a_run_for_each_and_again_none() -> None:
    async with house_with(LISTENING) as house:
        begun = await hear(house, {"kind": "moved", "numbers": [1, 2, 3]})
        assert [one.is_duplicate for one in begun] == [False, False, False]
        assert all(one.is_duplicate for one in await hear(house, {"kind": "moved", "numbers": [1, 2, 3]}))
        overlapping = await hear(house, {"kind": "moved", "numbers": [3, 4]}, delivery="2")
        assert [one.is_duplicate for one in overlapping] == [True, False]
        await house.settle()
        assert len(await house.ledger.runs()) == 4
        await expect_sound(house)


async def test_a_delivery_of_no_events_starts_nothing() -> None:
    async with house_with(LISTENING) as house:
        assert await hear(house, {"kind": "moved"}) == []
        assert await house.ledger.runs() == []


async def test_an_event_that_concerns_nobody_leaves_a_line() -> None:
    async with house_with(LISTENING) as house:
        assert await hear(house, {"kind": "weighed"}) == []
        await house.settle()
        assert await house.ledger.runs() == []
        lines = [one.entry.content for one in await house.ledger.entries(kinds=(Kind.NOTED,))]
        assert len(lines) == 1
        assert "weighed concerns nobody." in lines[0]


async def test_a_ping_is_answered_and_starts_nothing() -> None:
    async with house_with(LISTENING) as house:
        assert await house.engine.intake.hook("many", "moved", {"x-kind": "ping"}, b"hello=1") == []
        await house.settle()
        assert list(await house.ledger.trash()) == []


async def test_a_repaired_delivery_may_be_several_events_or_none() -> None:
    async with house_with(LISTENING) as house:
        await hear(house, {"kind": "bad"})
        await hear(house, {"kind": "bad", "numbers": [9]}, delivery="2")
        for row, body in zip(
            await house.ledger.trash(), ({"kind": "moved", "numbers": [5, 6]}, {"kind": "weighed"}), strict=True
        ):
            assert row.why.kind is TrashKind.REJECTED
            await house.engine.trash.repair(row.message.id, body, ACT, resume=True)
        await house.settle()
        assert list(await house.ledger.trash()) == []
        assert len(await house.ledger.runs()) == 4  # two deliveries, and the two events that one of them told
        await expect_sound(house)


@pytest.mark.parametrize("given", [{}, {"x-secret": "guess"}, {"x-secret": ""}])
async def test_a_wrong_shared_secret_is_refused(given: dict[str, str]) -> None:
    async with house_with(LISTENING) as house:
        with pytest.raises(Forbidden):
            await house.engine.intake.hook("many", "moved", given, b"{}")


def test_a_shared_secret_that_is_not_set_opens_nothing() -> None:
    with pytest.raises(Forbidden, match="isn't set"):
        SharedSecret(header="X-Secret").verify(secret="", headers={"x-secret": ""}, body=b"", now=NOON)


# --- a system that tells nobody: swept, handed over, read again ---------------------------------------------------


class Shelf:
    """What the other side has now."""

    note = "wrong"


@MANY.connector
async def read_again(parcel: Parcel, api: Client) -> Parcel:
    assert api.installation == "many"
    return replace(parcel, note=Shelf.note)


@mapper
def picky(parcel: Parcel) -> Parcel:
    if parcel.note == "wrong":
        raise Rejected("The note is wrong.", field="/note")
    return parcel


def is_even(parcel: Parcel) -> bool:
    return parcel.number % 2 == 0


SHIPPING: Topology[Any] = Topology(
    "shipping",
    start=Handover(Parcel, once=number_of, reread=read_again),
    path=choose(when(is_even, picky), otherwise=store),
)
SWEEP: Topology[Any] = Topology("sweep", start=Manual(Parcel), path=store >> hand_over("shipping", Parcel))


async def test_what_is_swept_twice_is_one_run() -> None:
    async with house_with(LISTENING, SHIPPING, SWEEP) as house:
        for _ in range(3):
            await house.engine.intake.start("sweep", Parcel(number=7))
            await house.settle()
        runs = [row.run.topology for row in await house.ledger.runs()]
        assert (runs.count("sweep"), runs.count("shipping")) == (3, 1)
        await expect_sound(house)


async def test_what_was_handed_over_can_be_read_again_across_a_choice() -> None:
    async with house_with(LISTENING, SHIPPING, SWEEP) as house:
        await house.engine.intake.start("sweep", Parcel(number=8, note="wrong"))
        await house.settle()
        trashed = await only_trash(house, TrashKind.REJECTED)
        Shelf.note = "right"
        await house.engine.trash.reread(trashed.message.id, ACT)
        await house.settle()
        assert list(await house.ledger.trash()) == []
        await expect_sound(house)
