"""Whatever comes in is stored before it is answered, once, and is never lost by a mistake of ours."""

# ruff: noqa: ARG001 - a node has the shape of a node, whatever it needs of it

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from foreign import Foreign, Parcel, expect_done, expect_sound, house_of, only_trash

from goldthread.domain.problem import invalid
from goldthread.engine.installation import Installation
from goldthread.engine.trash import Act
from goldthread.flow.application import Application
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Forbidden, Misuse, NotFound, Unavailable
from goldthread.flow.node import choose, mapper, when
from goldthread.flow.outcome import Drop
from goldthread.flow.signature import HmacSignature, WebhookScheme
from goldthread.flow.start import Cron, Origin, Tick, Webhook
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.testing.house import Memory, MemoryHouse, memory_house

ACT = Act(actor="ana", reason="because")
CALLER = Application("caller", webhooks=WebhookScheme(signature=None, delivery_header="X-Delivery"))
SIGNER = Application("signer", webhooks=WebhookScheme(signature=HmacSignature(header="X-Sign")))


@dataclass(frozen=True, kw_only=True, slots=True)
class Raw:
    """What the other side sends."""

    number: int
    mood: str = ""


@mapper
def store(parcel: Parcel) -> Parcel:
    return parcel


@mapper
def other(parcel: Parcel) -> Parcel:
    return parcel


def read_raw(raw: Raw, origin: Origin) -> Parcel:
    match raw.mood:
        case "refuses":
            raise invalid("/mood", "mood.bad", "The mood must be good.")
        case "breaks":
            raise KeyError("mood")
        case _:
            return Parcel(number=raw.number, note=raw.mood)


def once_of(parcel: Parcel) -> str:
    if parcel.note == "nameless":
        raise TypeError("no name")
    return str(parcel.number)


def is_fine(parcel: Parcel) -> bool:
    if parcel.note == "undecided":
        raise TypeError("neither")
    return True


def hooked(*, is_once: bool = False) -> Topology[Parcel]:
    webhook = Webhook(CALLER, "came", carries=Parcel, read=read_raw, once=once_of if is_once else None)
    return Topology("hooked", start=webhook, path=choose(when(is_fine, store), otherwise=other))


def house_with(*topologies: Topology[Any], memory: Memory | None = None, secret: str = "") -> Any:
    secrets = {"webhook_secret": secret} if secret else {}
    names = {topology.start.application.name for topology in topologies if isinstance(topology.start, Webhook)}
    installed = [(Installation(name=name, application=name, base_url="http://x.test"), secrets) for name in names]
    return memory_house(topologies, Foreign(), installed, memory=memory)


async def send(house: MemoryHouse, body: Any, delivery: str = "", event: str = "came") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"x-delivery": delivery} if delivery else {}
    (begun,) = await house.engine.intake.hook("caller", event, headers, content)
    return begun


@pytest.mark.parametrize("mood", ["breaks", "undecided", "nameless"])
async def test_a_bug_while_reading_is_trash_and_can_be_tried_again(mood: str) -> None:
    async with house_with(hooked(is_once=True)) as house:
        begun = await send(house, {"number": 1, "mood": mood})
        assert begun.is_in_trash
        trashed = await only_trash(house, TrashKind.FAILED)
        assert "Traceback" in trashed.why.detail
        await house.engine.trash.resume(trashed.message.id, ACT)
        await house.settle()
        again = await only_trash(house, TrashKind.FAILED)
        await house.engine.trash.repair(again.message.id, {"number": 1, "mood": "fine"}, ACT, resume=True)
        await house.settle()
        assert {row.state for row in await house.ledger.runs()} == {"repaired", "done"}
        await expect_sound(house)


BODIES = [b"", b"{", b"null", b"[]", b'{"number":"x"}', b"\xff\xfe{}", b'{"number":1e999}', b"[" * 5000]


@pytest.mark.parametrize("body", BODIES)
async def test_what_cannot_be_read_is_stored_and_in_the_trash(body: bytes) -> None:
    async with house_with(hooked()) as house:
        begun = await send(house, body)
        assert begun.is_in_trash
        await only_trash(house, TrashKind.REJECTED)
        again = await send(house, body)
        assert (again.is_duplicate, again.run) == (True, begun.run)


async def test_a_value_that_refuses_itself_says_its_field() -> None:
    async with house_with(hooked()) as house:
        await send(house, {"number": 1, "mood": "refuses"})
        trashed = await only_trash(house, TrashKind.REJECTED)
        assert trashed.why.field == "/mood"
        await house.engine.trash.resume(trashed.message.id, ACT)
        await house.settle()
        assert (await only_trash(house, TrashKind.REJECTED)).why.field == "/mood"


async def test_an_event_that_is_repaired_after_another_delivery_of_it_is_no_second_run() -> None:
    async with house_with(hooked(is_once=True)) as house:
        await send(house, {"number": "seven"}, delivery="d1")
        await send(house, {"number": 7}, delivery="d2")
        await house.settle()
        (trashed,) = await house.ledger.trash()
        await house.engine.trash.repair(trashed.message.id, {"number": 7}, ACT, resume=True)
        await house.settle()
        stored = [one for one in await house.ledger.entries(kinds=[Kind.SETTLED]) if one.entry.node == "store"]
        assert len(stored) == 1
        await expect_sound(house)


async def test_one_delivery_that_comes_at_once_many_times_is_one_run() -> None:
    async with house_with(hooked(is_once=True)) as house:
        answers = await asyncio.gather(*(send(house, {"number": 7}, delivery=f"d{n % 3}") for n in range(9)))
        await house.settle()
        assert len({one.run for one in answers}) == 1
        assert [one.is_duplicate for one in answers].count(False) == 1
        await expect_done(house)


@pytest.mark.parametrize("text", ["\x00", "\u200f", "e\u0301", "\U0001d50a", "\u2028", "﻿", "ß" * 1000])
async def test_odd_characters_come_through_as_they_are(text: str) -> None:
    async with house_with(hooked()) as house:
        await send(house, {"number": 1, "mood": text})
        await house.settle()
        await expect_done(house)
        (settled,) = await house.ledger.entries(kinds=[Kind.SETTLED])
        assert json.loads(settled.entry.content)["body"]["note"] == text


async def test_half_a_character_is_the_senders_mistake() -> None:
    async with house_with(hooked()) as house:
        await send(house, b'{"number":1,"mood":"\\ud800"}')
        assert len(await house.ledger.trash()) == 1
        await expect_sound(house)


async def test_an_empty_secret_signs_nothing() -> None:
    """An installation whose secret was never entered would take everybody's webhooks."""
    start = Webhook(SIGNER, "came", carries=Parcel)
    async with house_with(Topology("signed", start=start, path=store)) as house:
        forged = hmac.new(b"", b'{"number":1}', hashlib.sha256).hexdigest()
        with pytest.raises(Forbidden, match="isn't set"):
            await house.engine.intake.hook("signer", "came", {"x-sign": forged}, b'{"number":1}')
        assert await house.ledger.runs() == []


async def test_a_signature_that_fits_starts_and_any_other_does_not() -> None:
    start = Webhook(SIGNER, "came", carries=Parcel)
    async with house_with(Topology("signed", start=start, path=store), secret="s3cret") as house:
        right = hmac.new(b"s3cret", b'{"number":1}', hashlib.sha256).hexdigest()
        for given in (right[:-1], right.upper(), "", "0" * 64, "\xff"):
            with pytest.raises(Forbidden):
                await house.engine.intake.hook("signer", "came", {"x-sign": given}, b'{"number":1}')
        await house.engine.intake.hook("signer", "came", {"x-sign": right}, b'{"number":1}')
        await house.settle()
        await expect_done(house)


async def test_nothing_is_answered_that_was_not_written() -> None:
    async with house_with(hooked()) as house:
        ledger: Any = house.ledger
        write = ledger.write
        ledger.write = _refused
        with pytest.raises(Unavailable):
            await send(house, {"number": 1}, delivery="d")
        ledger.write = write
        assert await house.ledger.runs() == []
        assert not (await send(house, {"number": 1}, delivery="d")).is_duplicate
        await house.settle()
        await expect_done(house)


async def test_unknown_names_are_named() -> None:
    async with house_with(hooked()) as house:
        for installation, event in (("nobody", "came"), ("caller", "went")):
            with pytest.raises(NotFound, match=r"there are|events that start"):
                await house.engine.intake.hook(installation, event, {}, b"{}")


async def test_a_cron_that_fails_at_its_first_step_leaves_the_others_alone() -> None:
    def is_broken(tick: Tick) -> bool:
        raise KeyError(tick.schedule)

    @mapper
    def done(tick: Tick) -> Tick | Drop:
        return Drop("nothing to do")

    @mapper
    def never(tick: Tick) -> Tick:
        return tick

    def topology(name: str, path: Any) -> Topology[Tick]:
        return Topology(name, start=Cron("* * * * *"), path=path)

    bad = topology("a.bad", choose(when(is_broken, never), otherwise=done))
    async with house_of(bad, topology("b.good", done)) as house:
        for _ in range(3):
            await house.engine.scheduler.poll()
            await house.clock.advance(timedelta(minutes=1))
        await house.engine.scheduler.poll()
        await house.settle()
        assert {row.run.topology for row in await house.ledger.runs()} == {"b.good"}
        assert set(house.engine.scheduler.faults) == {"a.bad"}


async def test_a_tick_that_two_workers_compute_is_one_run() -> None:
    @mapper
    def done(tick: Tick) -> Tick | Drop:
        return Drop("nothing to do")

    memory = Memory()
    ticking = Topology("ticking", start=Cron("* * * * *"), path=done)
    async with house_of(ticking, memory=memory) as one, house_of(ticking, memory=memory) as two:
        now = memory.clock.now()
        begun = [await house.engine.intake.tick("ticking", now, key="tick:1") for house in (one, two, one)]
        assert [runs[0].is_duplicate for runs in begun] == [False, True, True]
        with pytest.raises(Misuse):
            await one.engine.intake.start("ticking", Tick(due=now))
        await one.settle()
        await expect_done(one)


def _refused(_: object) -> asyncio.Future[Any]:
    refusal: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    refusal.set_exception(Unavailable("The disk is full."))
    return refusal
