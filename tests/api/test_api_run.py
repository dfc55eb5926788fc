"""Runs started by hand, and what is told of them."""

from __future__ import annotations

import pytest
from api_client import Api
from api_flow import an_order

from goldthread.flow.reply import Json


async def test_one_key_starts_one_run(api: Api) -> None:
    """The same key and body: 200 with the run of the first time."""
    path = "/api/topologies/order.check/runs"
    first = await api.post(path, an_order(), idempotency_key="k-1")
    second = await api.post(path, an_order(), idempotency_key="k-1")
    other = await api.post(path, an_order(), idempotency_key="k-2")
    assert (first.status, second.status, other.status) == (202, 200, 202)
    assert first.json["run"] == second.json["run"] != other.json["run"]
    assert first.headers["Location"] == second.headers["Location"]


async def test_one_key_with_another_body_is_refused(api: Api) -> None:
    """422: the caller mixed up two starts."""
    path = "/api/topologies/order.check/runs"
    await api.post(path, an_order(), idempotency_key="k-1")
    answer = await api.post(path, an_order(postal_code="12000"), idempotency_key="k-1")
    assert (answer.status, answer.is_problem) == (422, True)
    assert answer.json["errors"][0]["code"] == "key.reused"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [({"id": "1"}, ["/postal_code"]), ({"id": 1, "postal_code": []}, ["/id", "/postal_code"]), ([], [""])],
)
async def test_a_body_of_another_shape_is_refused(api: Api, body: Json, pointers: list[str]) -> None:
    """422 with every field at fault; nothing starts."""
    answer = await api.post("/api/topologies/order.check/runs", body)
    assert (answer.status, answer.is_problem) == (422, True)
    assert [error["pointer"] for error in answer.json["errors"]] == pointers
    assert all(error["detail"] and error["code"] for error in answer.json["errors"])
    assert (await api.get("/api/runs")).json["items"] == []


async def test_an_unknown_topology_is_told_with_those_there_are(api: Api) -> None:
    """404 naming them."""
    answer = await api.post("/api/topologies/order.eat/runs", an_order())
    assert (answer.status, answer.is_problem) == (404, True)
    assert "order.check" in answer.json["detail"]


async def test_a_schedule_is_not_started_with_a_body(api: Api) -> None:
    """400, saying what to do instead."""
    answer = await api.post("/api/topologies/night.watch/runs", {"due": "2026-01-01T03:00:00Z"})
    assert (answer.status, answer.is_problem) == (400, True)


async def test_runs_are_paged(api: Api) -> None:
    """Newest first; `before` reads on; the last page says so."""
    started = [(await api.post("/api/topologies/order.check/runs", an_order(id_=str(n)))).json["run"] for n in range(5)]
    first = (await api.get("/api/runs?limit=3")).json
    second = (await api.get(f"/api/runs?limit=3&before={first['before']}")).json
    assert [one["id"] for one in first["items"] + second["items"]] == started[::-1]
    assert second["before"] is None


async def test_a_trace_is_found_by_any_key(api: Api) -> None:
    """By the order's key, its text form, and the customer."""
    run = (await api.post("/api/topologies/order.check/runs", an_order(id_="77"))).json
    for q in ("order:helios/77", "helios/77", "customer:ana@example.com", "ana@"):
        assert (await api.get(f"/api/traces?q={q}")).json[0]["trace"] == run["trace"]
    trace = (await api.get(f"/api/traces/{run['trace']}")).json
    assert trace["entities"][0] == "order:helios/77"
    assert [one["id"] for one in trace["runs"]] == [run["run"]]


async def test_a_story_tells_enrichments(api: Api) -> None:
    """What each node added, as JSON and as text."""
    run = (await api.post("/api/topologies/order.check/runs", an_order())).json
    await api.until(f"/api/runs/{run['run']}", lambda seen: bool(seen.json["state"] == "done"))
    story = (await api.get(f"/api/traces/{run['trace']}/story")).json
    kinds = [line["kind"] for line in story["lines"]]
    assert kinds[:2] == ["started", "settled"]
    assert story["lines"][1]["changes"] == [{"field": "/country", "before": None, "after": "CZ"}]
    text = (await api.get(f"/api/traces/{run['trace']}/story.txt")).content.decode()
    assert '+ /country  "CZ"' in text
    assert "started by ada" in text


async def test_personal_data_is_hidden_from_plain_readers(api: Api) -> None:
    """`read` sees initials; with `personal` it is as it is, and the look is an entry."""
    run = (await api.post("/api/topologies/order.check/runs", an_order(postal_code="x"))).json
    await api.trashed()
    reader, confidant = await api.with_scopes("read"), await api.with_scopes("read", "personal")
    hidden = await reader.get(f"/api/traces/{run['trace']}/story")
    assert hidden.json["is_masked"]
    assert b"ana@example.com" not in hidden.content
    assert b"ana@example.com" not in (await reader.get(f"/api/traces/{run['trace']}")).content
    assert b"ana@example.com" not in (await reader.get("/api/audit/entries")).content
    assert b"ana@example.com" in (await confidant.get(f"/api/traces/{run['trace']}/story")).content
    await api.until(
        "/api/audit/entries?kind=opened",
        lambda seen: "read-personal-token" in {one["actor"] for one in seen.json},
    )


async def test_a_topology_is_switched_off_and_on(api: Api) -> None:
    """Off, its messages stand; on, they go on."""
    assert not (await api.post("/api/topologies/order.check/off")).json["is_on"]
    run = (await api.post("/api/topologies/order.check/runs", an_order())).json["run"]
    standing = await api.get(f"/api/runs/{run}/messages")
    assert [one["node"] for one in standing.json] == ["check_order"]
    assert (await api.get(f"/api/messages/{standing.json[0]['id']}")).json["body"] == an_order()
    assert (await api.post("/api/topologies/order.check/on")).json["is_on"]
    await api.until(f"/api/runs/{run}", lambda seen: bool(seen.json["state"] == "done"))
    assert (await api.get(f"/api/messages/{standing.json[0]['id']}")).status == 404


async def test_a_held_message_is_let_go_by_a_person(api: Api) -> None:
    """Whose name the ledger keeps; one that doesn't wait isn't there."""
    await api.post("/api/topologies/order.check/off")
    run = (await api.post("/api/topologies/order.check/runs", an_order())).json["run"]
    seen = await api.until(f"/api/runs/{run}/messages", lambda seen: bool(seen.json[0]["state"] == "held"))
    assert (await api.post(f"/api/messages/{seen.json[0]['id']}/go")).status == 204
    told = await api.house.world.ledger.entries(kinds=["resumed"])
    assert [(one.entry.actor, one.entry.run) for one in told] == [("ada", run)]
    assert (await api.post("/api/messages/nowhere/go")).status == 404


async def test_a_topology_is_drawn_and_described(api: Api) -> None:
    """As a graph, as Mermaid, and what it carries."""
    one = (await api.get("/api/topologies/order.take")).json
    assert one["start"] == {
        "kind": "webhook",
        "text": "helios: order.placed",
        "application": "helios",
        "event": "order.placed",
    }
    assert [node["name"] for node in one["nodes"]] == ["check_order"]
    assert (await api.get("/api/topologies/order.take/mermaid")).content.startswith(b"flowchart LR")
    schema = (await api.get("/api/topologies/order.take/schema")).json
    assert set(schema["required"]) == {"id", "postal_code"}


async def test_a_node_is_given_another_retry(api: Api) -> None:
    """Until it is given the usual one again; of nodes that don't exist there is nothing to set."""
    path = "/api/topologies/order.charge/nodes/charge_order/retry"
    assert (await api.call("PUT", path, {"attempts": 2})).status == 204
    assert (await api.call("DELETE", path)).status == 204
    assert (await api.call("PUT", path.replace("charge_order", "nobody"), {"attempts": 2})).status == 404
    assert (await api.call("PUT", path, {"attempts": 0})).json["errors"][0]["pointer"] == "/attempts"
