"""The control panels, the hub, and the sandbox as a process of its own."""

import ast
import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from callers import PDF, Caller, a_shipment, listening, until, visiting

import goldthread.sandbox
from goldthread.sandbox import NAMES, Sandbox
from goldthread.sandbox.exchange import Json


async def panel(call: Caller, url: str, path: str, content: object = None, method: str = "POST") -> Json:
    reply = await call.send(f"{url}/__control{path}", method, content=content)
    assert reply.status == 200, reply.body
    return reply.content


async def test_a_system_is_controlled_without_credentials() -> None:
    async with visiting() as (sandbox, call):
        for system in (sandbox.bazaar, sandbox.stockhouse, sandbox.swiftpost, sandbox.press_1, sandbox.press_2):
            assert (await panel(call, system.url, "/health", method="GET"))["system"] == system.name
            assert (await panel(call, system.url, "/books", method="GET"))["system"] == system.name


async def test_shoppers_warehouse_and_parcels_move_by_http() -> None:
    async with visiting() as (sandbox, call):
        placed = await panel(call, sandbox.bazaar.url, "/orders", {"count": 2})
        assert [order["number"] for order in placed["orders"]] == ["B-100001", "B-100002"]
        await call.sell(2)
        assert len((await panel(call, sandbox.stockhouse.url, "/pack", {"count": 1}))["shipments"]) == 1
        await call.carrier("/v1/shipments", "POST", a_shipment())
        assert await panel(call, sandbox.swiftpost.url, "/advance", {"steps": 2}) == {"moved": 2, "remaining": 1}
        await panel(call, sandbox.swiftpost.url, "/scenarios", {"weights": {"damaged": 1}})


async def test_faults_limits_and_downs_are_set_by_http() -> None:
    async with visiting() as (sandbox, call):
        rule = {"kind": "error_before", "route": "/api/orders", "nth": [1], "parameters": {"status": 503}}
        await panel(call, sandbox.bazaar.url, "/faults", {"rules": [rule]})
        assert [(await call.shop("/api/orders")).status for _ in range(2)] == [503, 200]
        await panel(call, sandbox.bazaar.url, "/limit", {"requests": 1, "seconds": 60})
        assert (await call.shop("/api/orders")).status == 429
        await panel(call, sandbox.stockhouse.url, "/down", {"mode": "503"})
        assert (await call.send(f"{sandbox.stockhouse.url}/session", "POST")).status == 503
        await panel(call, sandbox.stockhouse.url, "/up")
        assert (await call.erp("/customers")).status == 200


async def test_reset_forgets_what_happened_and_begins_anew() -> None:
    async with visiting() as (sandbox, call):
        await sandbox.place_orders(2)
        await call.press("/jobs", "POST", PDF)
        await call.control("/reset")
        books = await sandbox.books()
        assert (books["bazaar"]["orders"], books["press-1"]["printed_count"]) == (0, 0)
        assert await sandbox.place_orders(1) == ["B-100001"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/faults", {"preset": "kind"}),
        ("/faults", {"rules": {"bazaar": [{"kind": "earthquake"}]}}),
        ("/faults", {"rules": []}),
        ("/bazaar/limit", {}),
        ("/press-1/jam", {"mode": "fold"}),
        ("/press-1/webhooks", {}),
        ("/swiftpost/advance", {"tracking_number": "SW0"}),
        ("/swiftpost/scenarios", {"weights": {"eaten": 1}}),
        ("/bazaar/orders", {"orders": [1]}),
        ("/nowhere/jam", {}),
    ],
)
async def test_a_call_of_the_panel_that_cannot_be_meant_is_a_422(path: str, content: object) -> None:
    async with visiting() as (_, call):
        reply = await call.control(path, content=content)
        assert reply.status == 422
        assert reply.content["message"]


async def test_the_hub_brings_up_what_nobody_else_reaches() -> None:
    async with visiting() as (sandbox, call):
        assert (await call.control("/bazaar/down", content={"mode": "refused"})).status == 200
        with pytest.raises(ClientError):
            await call.shop("/api/orders")
        assert (await call.control("/bazaar/up")).status == 200
        assert (await call.shop("/api/orders")).status == 200
        assert sandbox.bazaar.listener.is_open


async def test_the_hub_does_everything_for_all() -> None:
    async with visiting() as (sandbox, call), listening(sandbox) as ear:
        base = f"http://127.0.0.1:{1}"
        told = (await call.control("", "GET")).content
        assert set(told["systems"]) == set(NAMES)
        assert told["credentials"]["bazaar"]["api_key"] == sandbox.credentials.bazaar.api_key
        await call.control("/faults", content={"preset": "hostile"})
        assert sandbox.swiftpost.judge.rules
        await call.control("/faults", content={"preset": "none"})
        await call.control("/orders", content={"count": 1})
        assert (await call.control("/settle")).status == 200
        assert len(ear.heard) == 1
        assert (await call.control("/pack", content={})).content["shipments"] == []
        assert (await call.control("/advance", content={})).content == {"moved": 0, "remaining": 0}
        assert (await call.control("/repairs", "GET")).status == 200
        for name in ("press-1", "press-raw"):
            await call.control(f"/{name}/jam", content={"mode": "hold"})
            await call.control(f"/{name}/clear")
            assert (await call.control(f"/{name}/books", "GET")).content["jams"] == 1
        await call.control("/webhooks", content={"base": base, "installations": {"bazaar": "eshop"}})
        assert sandbox.bazaar.courier is not None
        assert sandbox.bazaar.courier.target.url("order.placed") == f"{base}/hooks/eshop/order.placed"
        await sandbox.point_webhooks(None)


async def test_parcels_move_by_themselves_at_a_pace() -> None:
    async with visiting() as (sandbox, call):
        await call.carrier("/v1/shipments", "POST", a_shipment())
        await call.control("/pace", content={"seconds": 0.005})
        await until(lambda: sandbox.swiftpost.books()["remaining_parcels"] == 0)
        await call.control("/pace", content={"seconds": None})


async def test_replies_carry_the_systems_own_time() -> None:
    async with visiting(clock=lambda: 1_800_000_000.0) as (_, call):
        assert (await call.shop("/api/orders")).headers["Date"] == "Fri, 15 Jan 2027 08:00:02 GMT"
        assert (await call.erp("/customers")).headers["Date"] == "Fri, 15 Jan 2027 07:59:53 GMT"


def test_the_systems_are_strangers_to_the_rest_of_the_product() -> None:
    package = Path(goldthread.sandbox.__file__).parent
    imported = {
        name
        for file in package.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
    }
    assert {name for name in imported if name.startswith("goldthread")} == {
        name for name in imported if name.startswith("goldthread.sandbox")
    }


async def test_ports_may_be_given() -> None:
    async with Sandbox.start() as first:
        ports = {name: int(url.rsplit(":", 1)[1]) for name, url in first.addresses()["systems"].items()}
    async with Sandbox.start(ports=ports) as second:
        assert {name: int(url.rsplit(":", 1)[1]) for name, url in second.addresses()["systems"].items()} == ports


async def test_it_runs_as_a_process_until_it_is_told_to_stop() -> None:
    code = "import asyncio; from goldthread.sandbox import serve; asyncio.run(serve(seed=3, faults='none'))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30), ClientSession() as http:
            told = json.loads(await process.stdout.readline())
            async with http.post(f"{told['hub']}/__control/orders", json={"count": 3}) as reply:
                assert len((await reply.json())["orders"]) == 3
            async with http.get(f"{told['systems']['bazaar']}/__control/books") as reply:
                assert (await reply.json())["orders"] == 3
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
