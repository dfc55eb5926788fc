"""The trash over HTTP: repair, resume, doubt, and two people at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from api_client import Api
from api_flow import an_order

from goldthread.engine.installation import Installation

WRONG = an_order(postal_code="1100")


@pytest.fixture
async def deaf(api: Api) -> AsyncIterator[list[bytes]]:
    """Helios does what is asked, and hangs up before it answers; what it was asked."""
    asked: list[bytes] = []

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.splitlines()[0])
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    helios: Installation = api.house.world.installations.get("helios")
    await api.house.world.installations.put(replace(helios, base_url=f"http://127.0.0.1:{port}"))
    yield asked
    server.close()


async def test_a_repaired_message_goes_on(api: Api) -> None:
    """Diffed, resumed, and its run ends as repaired."""
    run = (await api.post("/api/topologies/order.check/runs", WRONG)).json["run"]
    card = await api.trashed()
    assert (card["field"], card["errors"][0]["suggestion"]) == ("/postal_code", "11000")
    assert card["actions"] == ["repair", "resume", "discard"]
    repaired = await api.post(
        f"/api/trash/{card['message']}/repair",
        {"body": an_order(), "version": card["version"], "reason": "a digit was missing", "resume": True},
    )
    assert repaired.json["changes"] == [{"field": "/postal_code", "before": "1100", "after": "11000"}]
    done = await api.until(f"/api/runs/{run}", lambda seen: bool(seen.json["state"] != "open"))
    assert done.json["state"] == "repaired"


async def test_a_repair_that_does_not_fit_changes_nothing(api: Api) -> None:
    """422 with every field at fault; body and version stay."""
    await api.post("/api/topologies/order.check/runs", WRONG)
    card = await api.trashed()
    answer = await api.post(f"/api/trash/{card['message']}/repair", {"body": {"id": 7, "email": None}})
    assert (answer.status, answer.is_problem) == (422, True)
    assert {error["pointer"] for error in answer.json["errors"]} == {"/id", "/postal_code", "/email"}
    after = (await api.get(f"/api/trash/{card['message']}")).json
    assert (after["body"], after["version"]) == (WRONG, card["version"])


async def test_a_field_is_repaired_by_its_pointer(api: Api) -> None:
    """The rest of the body stays; a field that isn't there, or a body beside it, is refused."""
    await api.post("/api/topologies/order.check/runs", WRONG)
    path = f"/api/trash/{(await api.trashed())['message']}/repair"
    assert (await api.post(path, {"changes": {"/nowhere/deep": 1}})).status == 400
    assert (await api.post(path, {"changes": {"/id": "2"}, "body": an_order()})).status == 400
    assert (await api.post(path, {"changes": {"/postal_code": 7}})).json["errors"][0]["pointer"] == "/postal_code"
    answer = await api.post(path, {"changes": {"/postal_code": "11000"}, "resume": True})
    assert answer.json["changes"] == [{"field": "/postal_code", "before": "1100", "after": "11000"}]


async def test_of_two_who_resume_one_message_one_wins(api: Api) -> None:
    """The other gets 409 and who was first, at once or later."""
    await api.post("/api/topologies/order.check/off")
    await api.post("/api/topologies/order.check/on")
    await api.post("/api/topologies/order.check/runs", WRONG)
    card = await api.trashed()
    path, body = f"/api/trash/{card['message']}/discard", {"version": card["version"], "reason": "a test order"}
    bob, eve = await api.with_scopes("repair"), await api.with_scopes("repair", "read")
    answers = await asyncio.gather(bob.post(path, body), eve.post(path, body))
    assert sorted(answer.status for answer in answers) == [200, 409]
    beaten = next(answer for answer in answers if answer.status == 409)
    winner = "repair-read-token" if beaten is answers[0] else "repair-token"
    assert beaten.is_problem
    assert winner in beaten.json["detail"]
    late = await api.post(f"/api/trash/{card['message']}/resume", {})
    assert (late.status, winner in late.json["detail"]) == (409, True)


async def test_an_old_version_is_refused(api: Api) -> None:
    """409: somebody changed it since it was looked at."""
    await api.post("/api/topologies/order.check/runs", WRONG)
    card = await api.trashed()
    path = f"/api/trash/{card['message']}/repair"
    assert (await api.post(path, {"body": an_order(id_="2"), "version": card["version"]})).status == 200
    answer = await api.post(path, {"body": an_order(id_="3"), "version": card["version"]})
    assert (answer.status, "ada" in answer.json["detail"]) == (409, True)


async def test_causes_are_acted_upon_together(api: Api) -> None:
    """Equal causes are one group; what becomes of each member is told."""
    for number in range(3):
        await api.post("/api/topologies/order.check/runs", an_order(id_=str(number), postal_code="1100"))
    groups = await api.until("/api/trash/groups", lambda seen: sum(one["count"] for one in seen.json) == 3)
    assert len(groups.json) == 1
    cause = groups.json[0]["cause"]
    answer = await api.post(f"/api/trash/groups/{cause}/discard", {"reason": "a test"})
    assert (len(answer.json["done"]), answer.json["failed"]) == (3, [])
    gone = await api.post(f"/api/trash/groups/{cause}/discard", {"reason": "a test"})
    assert (gone.status, gone.is_problem) == (404, True)


async def test_a_write_in_doubt_is_adopted(api: Api, deaf: list[bytes]) -> None:
    """It is neither repaired nor resumed blindly; adopted, nothing is sent again."""
    run = (await api.post("/api/topologies/order.charge/runs", an_order())).json["run"]
    card = await api.trashed()
    assert (card["kind"], card["detail"], card["actions"]) == ("in_doubt", "4.90 EUR", ["adopt", "again", "discard"])
    assert card["calls"][0]["is_in_doubt"]
    path = f"/api/trash/{card['message']}"
    assert (await api.post(f"{path}/resume", {})).status == 409
    assert (await api.post(f"{path}/repair", {"body": an_order()})).status == 409
    assert (await api.post(f"{path}/adopt", {"found": {"charge": 17}, "reason": "seen in their books"})).status == 200
    await api.until(f"/api/runs/{run}", lambda seen: bool(seen.json["state"] == "repaired"))
    assert len(deaf) == 1
    counted = b'goldthread_calls_total{installation="helios",verdict="unclear"} 1.0'
    assert counted in (await api.get("/metrics")).content


async def test_a_write_in_doubt_is_done_again_for_a_reason(api: Api, deaf: list[bytes]) -> None:
    """Without a reason it is refused; with one it is sent once more."""
    await api.post("/api/topologies/order.charge/runs", an_order())
    card = await api.trashed()
    path = f"/api/trash/{card['message']}/again"
    assert (await api.post(path, {})).status == 422
    assert (await api.post(path, {"reason": "never happened there"})).status == 200
    await api.until("/api/trash", lambda seen: bool(seen.json["items"]))
    assert len(deaf) == 2


async def test_what_a_node_takes_is_told(api: Api) -> None:
    """For a form; of what could not be read it is the payload's shape."""
    await api.post("/api/topologies/order.check/runs", WRONG)
    card = await api.trashed()
    schema = (await api.get(f"/api/trash/{card['message']}/schema")).json
    assert set(schema["required"]) == {"id", "postal_code"}


async def test_a_source_without_rereading_says_so(api: Api) -> None:
    """400 with the reason, and the message stays."""
    await api.post("/api/topologies/order.check/runs", WRONG)
    card = await api.trashed()
    answer = await api.post(f"/api/trash/{card['message']}/reread", {})
    assert (answer.status, answer.is_problem) == (400, True)
    assert (await api.get(f"/api/trash/{card['message']}")).status == 200
