"""A repair is checked with the carrier over HTTP before it is paid for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from api_client import Api
from api_flow import Checked, Order, an_order, check_order, helios

from goldthread.api.server import listening
from goldthread.bootstrap.house import open_house
from goldthread.bootstrap.settings import Settings
from goldthread.engine.installation import Installation
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask
from goldthread.flow.errors import Rejected
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology


@helios.connector
async def send_order(order: Checked, api: Client) -> Checked:
    """Costs money each time."""
    if order.postal_code == "99999":
        raise Rejected("Nobody lives in 99999.", field="/postal_code")
    await api.post("/parcels", into=dict, json={"zip": order.postal_code}, doubt=Ask(cost="4.90 EUR"))
    return order


@helios.connector
async def ask_order(order: Checked, api: Client) -> Checked:
    """Costs nothing."""
    await api.post("/parcels", params={"dry": "yes"}, into=dict, json={"zip": order.postal_code}, is_read=True)
    if order.postal_code == "99998":
        raise Rejected("Nobody lives in 99998.", field="/postal_code", code="NOWHERE")
    return order


@helios.connector
async def buy_order(order: Checked, api: Client) -> Checked:
    """A dry run that isn't one."""
    await api.post("/parcels", into=dict, json={}, doubt=Ask(cost="4.90 EUR"))
    return order


FLOWS = (
    Topology(
        "order.send",
        start=Manual(Order),
        path=check_order >> send_order,
        dry_runs=[(check_order >> send_order, check_order >> ask_order)],
    ),
    Topology("order.buy", start=Manual(Order), path=check_order >> send_order, dry_runs=[(send_order, buy_order)]),
)


@pytest.fixture
async def asked() -> AsyncIterator[tuple[int, list[bytes]]]:
    """Helios, which takes everything: its port, and what it was asked."""
    lines: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines.append(head.splitlines()[0])
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], lines
    server.close()


@pytest.fixture
async def api(tmp_path: Path, asked: tuple[int, list[bytes]]) -> AsyncIterator[Api]:
    """A caller who may do everything."""
    settings = Settings(ledger=tmp_path / "ledger.db", key_file=tmp_path / "keys")
    async with open_house(settings, topologies=FLOWS) as house:
        made = Installation(name="helios", application="helios", base_url=f"http://127.0.0.1:{asked[0]}")
        await house.world.installations.put(made, secrets={"webhook_secret": "hush"})
        await house.engine.start()
        issued = await house.tokens.create("ada", ["admin"])
        async with listening(house, host="127.0.0.1", port=0) as url, aiohttp.ClientSession() as session:
            yield Api(house=house, url=url, session=session, token=issued.secret)
        await house.engine.stop(grace_s=1)


async def test_what_would_be_taken_is_told_without_buying(api: Api, asked: tuple[int, list[bytes]]) -> None:
    """One read is made, nothing changes, and the story says who asked."""
    await api.post("/api/topologies/order.send/runs", an_order(postal_code="99999"))
    card = await api.trashed()
    assert card["actions"] == ["repair", "check", "resume", "discard"]
    path = f"/api/trash/{card['message']}"
    answer = await api.post(f"{path}/check", {"changes": {"/postal_code": "11000"}})
    assert answer.json == {"by": "helios", "is_taken": True, "errors": []}
    assert asked[1] == [b"POST /parcels?dry=yes HTTP/1.1"]
    after = (await api.get(path)).json
    assert (after["version"], after["body"]) == (card["version"], card["body"])
    notes = [
        (sealed.entry.actor, json.loads(sealed.entry.content)["text"])
        for sealed in await api.house.world.ledger.entries(kinds=("noted",))
    ]
    assert notes == [("ada", "Asked helios without buying: it would be taken")]


async def test_what_would_be_refused_is_told_with_its_field(api: Api) -> None:
    """By the other side, or by our own rules before it is asked."""
    await api.post("/api/topologies/order.send/runs", an_order(postal_code="99999"))
    path = f"/api/trash/{(await api.trashed())['message']}/check"
    there = (await api.post(path, {"changes": {"/postal_code": "99998"}})).json
    assert (there["by"], there["is_taken"], there["errors"][0]["code"]) == ("helios", False, "NOWHERE")
    unfit = await api.post(path, {"changes": {"/postal_code": 7}})
    assert (unfit.status, unfit.json["errors"][0]["pointer"]) == (422, "/postal_code")
    early = await api.post("/api/topologies/order.send/runs", an_order(postal_code="1"))
    found = await api.until(
        "/api/trash", lambda seen: any(one["run"] == early.json["run"] for one in seen.json["items"])
    )
    message = next(one["message"] for one in found.json["items"] if one["run"] == early.json["run"])
    ours = (await api.post(f"/api/trash/{message}/check", {})).json
    assert (ours["by"], ours["is_taken"], ours["errors"][0]["suggestion"]) == ("", False, "11000")


async def test_a_dry_run_that_would_write_is_stopped(api: Api, asked: tuple[int, list[bytes]]) -> None:
    """400, and nothing was sent."""
    await api.post("/api/topologies/order.buy/runs", an_order(postal_code="99999"))
    path = f"/api/trash/{(await api.trashed())['message']}/check"
    answer = await api.post(path, {"changes": {"/postal_code": "11000"}})
    assert (answer.status, "writes" in answer.json["detail"]) == (400, True)
    assert asked[1] == []


async def test_a_field_of_all_of_a_cause_is_changed(api: Api, asked: tuple[int, list[bytes]]) -> None:
    """Each goes on; what cannot be changed stays, and is told."""
    for number in range(2):
        await api.post("/api/topologies/order.send/runs", an_order(id_=str(number), postal_code="99999"))
    groups = await api.until("/api/trash/groups", lambda seen: sum(one["count"] for one in seen.json) == 2)
    path = f"/api/trash/groups/{groups.json[0]['cause']}/repair"
    unfit = (await api.post(path, {"reason": "a test", "changes": {"/postal_code": 7}})).json
    assert (unfit["done"], [one["status"] for one in unfit["failed"]]) == ([], [422, 422])
    done = (await api.post(path, {"reason": "asked", "changes": {"/postal_code": "11000"}})).json
    assert (len(done["done"]), done["failed"]) == (2, [])
    await api.until("/api/runs", lambda seen: all(one["state"] == "repaired" for one in seen.json["items"]))
    assert len(asked[1]) == 2
