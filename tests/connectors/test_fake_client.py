"""The client of the test kit keeps the promises of the real one."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from goldthread.flow.application import Application
from goldthread.flow.doubt import Ask, Lookup, NativeKey
from goldthread.flow.errors import InDoubt, Misuse, Rejected, Transient
from goldthread.flow.reply import Json
from goldthread.testing.client import FakeClient
from goldthread.testing.wire import ScriptedWire, step_of

pigeon = Application("pigeon")
CREATED: Mapping[str, Json] = {"status": 201, "json": {"id": "7"}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Nest:
    id: str


def client(*replies: Json, method: str = "POST", path: str = "/nests") -> FakeClient:
    steps = [step_of({"request": {"method": method, "path": path}, "reply": reply}) for reply in replies]
    return FakeClient(pigeon, ScriptedWire(steps))


async def test_a_recorded_write_is_replayed_and_not_sent_again() -> None:
    """A second attempt hears the first one's reply."""
    api = client(dict(CREATED))
    first = await api.post("/nests", json={"x": 1}, into=Nest)
    api.again()
    assert await api.post("/nests", json={"x": 1}, into=Nest) == first


async def test_a_lost_write_is_looked_up_before_it_is_sent_again() -> None:
    """What the other side knows is adopted."""

    async def find() -> Nest | None:
        return Nest(id="9")

    api = client("lost")
    with pytest.raises(Transient):
        await api.post("/nests", into=Nest, doubt=Lookup(find=find))
    api.again()
    assert await api.post("/nests", into=Nest, doubt=Lookup(find=find)) == Nest(id="9")


async def test_a_lost_write_nobody_can_tell_of_is_in_doubt() -> None:
    """Without any way to find out, a person decides."""
    api = client("lost")
    with pytest.raises(InDoubt) as caught:
        await api.post("/nests", into=Nest, doubt=Ask(cost="one nest"))
    assert caught.value.cost == "one nest"


async def test_a_native_key_is_the_same_on_every_try() -> None:
    """The other side sees one key however often it is asked."""
    api = client("lost", dict(CREATED))
    with pytest.raises(Transient):
        await api.post("/nests", into=Nest, doubt=NativeKey())
    api.again()
    await api.post("/nests", into=Nest, doubt=NativeKey())
    assert isinstance(api.wire, ScriptedWire)
    keys = {request.headers["Idempotency-Key"] for request in api.wire.sent}
    assert len(keys) == 1


async def test_a_missing_thing_may_be_asked_for() -> None:
    """`find` answers None where `get` rejects."""
    missing: Json = {"status": 404, "json": {}}
    api = client(missing, missing, method="GET", path="/nests/1")
    assert await api.find("/nests/1", into=Nest) is None
    with pytest.raises(Rejected):
        await api.get("/nests/1", into=Nest)


async def test_an_unexpected_request_fails_the_test() -> None:
    """Nothing is answered that the script doesn't hold."""
    api = client()
    with pytest.raises(AssertionError, match="Nothing more was expected"):
        await api.get("/nests", into=Nest)


async def test_a_record_is_recalled_before_it_is_remembered() -> None:
    """Otherwise a change by somebody else would be lost."""
    api = client()
    with pytest.raises(Misuse):
        api.remember("nest", "7", Nest(id="7"))
    await api.recall("nest", "7", into=Nest)
    api.remember("nest", "7", Nest(id="7"))
    api.commit()
    assert await api.recall("nest", "7", into=Nest) == Nest(id="7")
