"""A write is sent once: whatever became of its answer, of its bytes, or of the worker that sent it."""

# ruff: noqa: ARG001 - a node has the shape of a node, whatever it needs of it

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foreign import (
    Foreign,
    Made,
    Parcel,
    connector,
    expect_done,
    house_of,
    only_trash,
    reply,
    start,
    told,
)

from goldthread.engine.installation import Installation
from goldthread.engine.trash import Act
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, NativeKey, TwoStep
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Conflict, Transient
from goldthread.flow.reply import Refused, Reply, StatusPolicy, Verdict
from goldthread.flow.retry import Retry
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.testing.house import Memory, MemoryHouse

ACT = Act(actor="ana", reason="looked there")
Call = Callable[[Parcel, Client], Awaitable[Parcel]]


def flow(function: Call, **options: Any) -> Topology[Parcel]:
    return Topology("writes", start=Manual(Parcel), path=connector(function, **options))


async def make(parcel: Parcel, api: Client) -> Parcel:
    made = await api.post("/make", json={"number": parcel.number}, into=Made)
    return Parcel(number=parcel.number, note=f"{parcel.note}{made.id}")


async def make_and_look(parcel: Parcel, api: Client) -> Parcel:
    """Fails once after its write was answered."""
    made = await api.post("/make", json={"number": parcel.number}, into=Made)
    if not api.cursor and (await api.get("/shaky", into=Made)).id == 0:
        raise Transient("not yet")
    return Parcel(number=made.id)


UNREADABLE = [b'{"id": 1', b"", b"<html>busy</html>", b'{"id": "x"}', b"\xff\xfe", b"[]"]


@pytest.mark.parametrize("content", UNREADABLE)
async def test_a_write_whose_answer_cannot_be_read_is_in_doubt(content: bytes) -> None:
    """It was done, but nobody knows what: sending it again would do it twice."""
    foreign = Foreign(script=[Reply(status=200, content=content)])
    async with house_of(flow(make), foreign=foreign) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.IN_DOUBT)
        assert "cannot be read" in trashed.why.reason
        with pytest.raises(Conflict, match="isn't known"):
            await house.engine.trash.resume(trashed.message.id, ACT)
        with pytest.raises(Conflict, match="cannot be repaired"):
            await house.engine.trash.repair(trashed.message.id, {"number": 2, "note": ""}, ACT)
        await house.engine.trash.adopt(trashed.message.id, {"id": 41}, ACT)
        await house.settle()
        assert foreign.writes == foreign.done.total() == 1
        assert '"note":"41"' in (await told(house, Kind.SETTLED))[-1]


async def test_what_was_adopted_wrongly_can_be_adopted_again() -> None:
    """A value that the connector cannot use comes back, and the write still isn't sent again."""
    foreign = Foreign(script=["lost"])
    async with house_of(flow(make), foreign=foreign) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.IN_DOUBT)
        await house.engine.trash.adopt(trashed.message.id, {"identity": "?"}, ACT)
        await house.settle()
        again = await only_trash(house, TrashKind.IN_DOUBT)
        assert "recorded answer cannot be used" in again.why.reason
        await house.engine.trash.adopt(again.message.id, {"id": 5}, ACT)
        await house.settle()
        assert foreign.done.total() == 1
        assert (await house.ledger.runs())[0].state == "repaired"


@pytest.mark.parametrize("fate", ["lost", "vanished"])
async def test_a_lost_answer_waits_for_a_person_who_may_say_again(fate: Any) -> None:
    foreign = Foreign(script=[fate])
    async with house_of(flow(make), foreign=foreign) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.IN_DOUBT)
        assert foreign.writes == 1
        await house.engine.trash.again(trashed.message.id, ACT)
        await house.settle()
        assert foreign.writes == 2
        with pytest.raises(Conflict) if await house.ledger.trash() else pytest.raises(Exception, match="no message"):
            await house.engine.trash.again(trashed.message.id, ACT)


async def test_a_broken_reply_to_a_read_is_only_tried_again() -> None:
    async def look(parcel: Parcel, api: Client) -> Parcel:
        return Parcel(number=(await api.get("/x", into=Made)).id)

    foreign = Foreign(reads={"/x": Reply(status=200, content=b'{"id"')})
    async with house_of(flow(look, retry=Retry(attempts=3)), foreign=foreign) as house:
        await start(house, "writes")
        await only_trash(house, TrashKind.EXHAUSTED)
        assert len(foreign.sent) == 3


@pytest.mark.parametrize(
    "content", [b'{"id": 12345678901234567890123, "x": 1.10}', b'{\n  "id": 98765432109876543210\n}']
)
async def test_a_replayed_answer_is_the_one_that_came(content: bytes) -> None:
    """To the digit: a parcel number of twenty digits doesn't come back rounded."""
    foreign = Foreign(script=[Reply(status=200, content=content)], reads={"/shaky": reply(503)})
    async with house_of(flow(make_and_look), foreign=foreign) as house:
        await house.engine.intake.start("writes", Parcel(number=1))
        await house.clock.rest()
        foreign.reads["/shaky"] = reply(200, {"id": 1})
        await house.settle()
        await expect_done(house)
        assert foreign.writes == 1
        assert (await told(house, Kind.SETTLED))[-1].count(content.split(b":")[1].strip(b' }\n,"x').decode()) == 1


async def test_what_was_redacted_is_not_replayed_as_if_it_were_real() -> None:
    """A recorded answer without its token is of no use to who needs the token; a person looks, nothing is guessed."""

    async def enter(parcel: Parcel, api: Client) -> Parcel:
        session = await api.post("/enter", json={}, into=dict[str, str])
        assert "redacted" not in session["access_token"]
        if (await api.get("/shaky", into=Made)).id == 0:
            raise Transient("not yet")
        return parcel

    foreign = Foreign(script=[reply(200, {"access_token": "s3cr3t-value"})])
    async with house_of(flow(enter), foreign=foreign) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.IN_DOUBT)
        assert "redacted" in trashed.why.reason
        assert foreign.writes == 1
        assert not [text for text in await told(house) if "s3cr3t-value" in text]


async def test_an_answer_whose_bytes_were_erased_is_in_doubt_and_not_empty() -> None:
    async def fetch(parcel: Parcel, api: Client) -> Parcel:
        label = await api.request("POST", "/label", json={})
        assert label.content
        if (await api.get("/shaky", into=Made)).id == 0:
            raise Transient("not yet")
        return parcel

    memory = Memory()
    foreign = Foreign(script=[Reply(status=200, content=b"%PDF" * 100_000)])
    async with house_of(flow(fetch), foreign=foreign, memory=memory) as house:
        await house.engine.intake.start("writes", Parcel(number=1))
        await house.clock.rest()
        for digest in list(memory.artifacts._kept):
            await memory.artifacts.erase(digest)
        await house.settle()
        trashed = await only_trash(house, TrashKind.IN_DOUBT)
        assert "erased" in trashed.why.reason
        assert foreign.writes == 1


async def test_equal_writes_of_one_attempt_are_two_writes() -> None:
    """And each is replayed as itself."""

    async def twice(parcel: Parcel, api: Client) -> Parcel:
        first = await api.post("/make", json={}, into=Made)
        second = await api.post("/make", json={}, into=Made)
        if (await api.get("/shaky", into=Made)).id == 0:
            raise Transient("not yet")
        return Parcel(number=10 * first.id + second.id)

    foreign = Foreign()
    async with house_of(flow(twice), foreign=foreign) as house:
        await house.engine.intake.start("writes", Parcel(number=1))
        await house.clock.rest()
        foreign.reads["/shaky"] = reply(200, {"id": 1})
        await house.settle()
        await expect_done(house)
        assert foreign.done.total() == 2
        assert '"number":12' in (await told(house, Kind.SETTLED))[-1]


async def test_a_native_key_is_sent_again_with_the_same_key() -> None:
    async def keyed(parcel: Parcel, api: Client) -> Parcel:
        made = await api.post("/make", json={"n": parcel.number}, into=Made, doubt=NativeKey())
        return Parcel(number=made.id)

    foreign = Foreign(script=["lost", "vanished", reply(500)])
    async with house_of(flow(keyed), foreign=foreign) as house:
        await start(house, "writes")
        await expect_done(house)
        assert foreign.done.total() == 1
        assert len({one.headers["Idempotency-Key"] for one in foreign.sent}) == 1


async def test_an_exhausted_native_key_is_in_doubt() -> None:
    """Given up, but a person is told that it may have happened, and may adopt it."""

    async def keyed(parcel: Parcel, api: Client) -> Parcel:
        made = await api.post("/make", json={}, into=Made, doubt=NativeKey())
        return Parcel(number=made.id)

    foreign = Foreign(script=["lost"] * 2)
    async with house_of(flow(keyed, retry=Retry(attempts=2)), foreign=foreign) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.IN_DOUBT)
        assert trashed.why.call == trashed.calls[0].id
        await house.engine.trash.adopt(trashed.message.id, {"id": 3}, ACT)
        await house.settle()
        assert foreign.done.total() == 1


@pytest.mark.parametrize("fate", ["lost", "vanished"])
@pytest.mark.parametrize("kind", [Lookup, TwoStep])
async def test_what_is_found_is_adopted_and_what_is_not_is_sent(kind: Any, fate: Any) -> None:
    async def looked(parcel: Parcel, api: Client) -> Parcel:
        async def find() -> Made | None:
            return await api.find("/done", into=Made)

        doubt = Lookup(find=find) if kind is Lookup else TwoStep(completed=find)
        made = await api.post("/make", json={"n": parcel.number}, into=Made, doubt=doubt)
        return Parcel(number=made.id)

    foreign = Foreign(script=[fate])
    async with house_of(flow(looked), foreign=foreign) as house:
        await start(house, "writes")
        await expect_done(house)
        assert foreign.done.total() == 1


async def test_a_lookup_that_fails_is_tried_again_before_anything_is_sent() -> None:
    async def looked(parcel: Parcel, api: Client) -> Parcel:
        async def find() -> Made | None:
            return await api.find("/look", into=Made)

        await api.post("/make", json={}, into=Made, doubt=Lookup(find=find))
        return parcel

    foreign = Foreign(script=["lost"], reads={"/look": reply(503)})
    async with house_of(flow(looked), foreign=foreign) as house:
        await house.engine.intake.start("writes", Parcel(number=1))
        for _ in range(3):
            await house.clock.rest()
        foreign.reads["/look"] = reply(200, {"id": 9})
        await house.settle()
        await expect_done(house)
        assert foreign.writes == 1


async def test_a_body_with_the_time_in_it_is_not_sent_a_second_time() -> None:
    """Asking something else on the next attempt doesn't make the first write unhappen; nor does adopting it."""
    asked: list[str] = []

    async def timed(parcel: Parcel, api: Client) -> Parcel:
        asked.append(str(len(asked)))
        made = await api.post("/make", json={"at": asked[-1]}, into=Made)
        return Parcel(number=made.id)

    foreign = Foreign(script=["lost"])
    async with house_of(flow(timed), foreign=foreign) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.IN_DOUBT)
        await house.engine.trash.adopt(trashed.message.id, {"id": 1}, ACT)
        await house.settle()
        again = await only_trash(house, TrashKind.IN_DOUBT)
        assert "something else" in again.why.reason
        assert foreign.writes == 1
        await house.engine.trash.again(again.message.id, ACT)
        await house.settle()
        assert foreign.writes == 2


async def test_a_status_policy_that_fails_tells_the_reply_and_is_a_bug() -> None:
    def look(reply: Reply, decoded: Any) -> Verdict | None:
        return Refused("no") if decoded["state"] == "bad" else None

    picky = Application("picky", statuses=StatusPolicy(look=look))

    @picky.connector
    async def ask(parcel: Parcel, api: Client) -> Parcel:
        await api.post("/make", json={}, into=Made)
        return parcel

    foreign = Foreign()
    async with house_of(Topology("picky", start=Manual(Parcel), path=ask), foreign=foreign) as house:
        await _install(house, "picky")
        await start(house, "picky")
        trashed = await only_trash(house, TrashKind.FAILED)
        assert "KeyError" in trashed.why.reason
        assert '"reply":{"status":200' in (await told(house, Kind.CALLED))[-1]
        with pytest.raises(Conflict, match="isn't known"):
            await house.engine.trash.resume(trashed.message.id, ACT)


async def test_what_the_other_side_says_is_told_without_our_credentials() -> None:
    foreign = Foreign(script=[reply(422, {"error": "the key k-1234567890 may not do this"})])
    async with house_of(flow(make), foreign=foreign, secrets={"api_key": "k-1234567890"}) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.REJECTED)
        assert "[redacted]" in trashed.why.reason
        assert not [text for text in await told(house) if "k-1234567890" in text]
        assert "k-1234567890" not in trashed.why.reason + trashed.why.faults


async def test_a_refused_write_is_sent_anew_when_it_is_repaired() -> None:
    foreign = Foreign(script=[reply(422, {"error": "no"})])
    async with house_of(flow(make), foreign=foreign) as house:
        await start(house, "writes")
        trashed = await only_trash(house, TrashKind.REJECTED)
        await house.engine.trash.repair(trashed.message.id, {"number": 2, "note": ""}, ACT, resume=True)
        await house.settle()
        assert list(foreign.done) == ['make {"number":2}']


async def _install(house: MemoryHouse, name: str) -> None:
    made = Installation(name=name, application=name, base_url="http://plain.test")
    await house.engine.world.installations.put(made)
