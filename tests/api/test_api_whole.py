"""What holds for every route there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from api_client import Api
from api_flow import FLOWS
from fastapi.routing import APIRoute

from goldthread.access.scope import Scope
from goldthread.api.app import ROUTERS
from goldthread.api.openapi import guards_of, routes_of

OPEN = {"/healthz", "/readyz", "/metrics", "/labels/{ticket}"}


def somewhere(route: APIRoute) -> str:
    """A path of the route, leading to nothing that exists."""
    return re.sub(r"\{\w+\}", "nowhere", route.path_format)


async def test_no_route_opens_without_a_token(api: Api) -> None:
    """401 as a problem, but for those that are open on purpose."""
    checked = 0
    for method, route in routes_of(ROUTERS):
        for caller in (api.anonymous(), api.with_token("gt_0000000000_guessed")):
            answer = await caller.call(method, somewhere(route), {} if method != "GET" else None)
            if route.path_format in OPEN:
                assert answer.status in {200, 403}, route.path_format
            else:
                assert (answer.status, answer.is_problem) == (401, True), route.path_format
                assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            checked += 1
    assert checked > 80


async def test_no_route_opens_with_the_wrong_scope(api: Api) -> None:
    """403 as a problem, naming the scope that is needed."""
    callers = {scope: await api.with_scopes(scope) for scope in Scope}
    for method, route in routes_of(ROUTERS):
        for guard in guards_of(route.dependant):
            for scope, caller in callers.items():
                if scope is Scope.ADMIN or scope in guard.needed:
                    continue
                answer = await caller.call(method, somewhere(route), {} if method != "GET" else None)
                assert (answer.status, answer.is_problem) == (403, True), (route.path_format, scope)
                assert guard.needed[0] in answer.json["detail"]


async def test_what_is_not_there_is_a_problem_everywhere(api: Api) -> None:
    """With every right: whatever isn't answered well is answered as a problem."""
    for method, route in routes_of(ROUTERS):
        answer = await api.call(method, somewhere(route), {} if method != "GET" else None)
        assert answer.status < 300 or answer.is_problem, (method, route.path_format, answer.content)
        assert answer.status < 500, (method, route.path_format, answer.content)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/docs", 404),
        ("PATCH", "/api/runs", 405),
        ("GET", "/hooks/helios/order.placed", 405),
        ("GET", "/api/runs?limit=0", 422),
        ("GET", "/api/runs?state=eaten", 422),
        ("GET", "/api/audit/entries?since=yesterday", 422),
        ("POST", "/api/tokens", 422),
    ],
)
async def test_the_frameworks_own_refusals_are_problems(api: Api, method: str, path: str, status: int) -> None:
    """Unknown paths, wrong methods, wrong parameters, no body."""
    answer = await api.call(method, path)
    assert (answer.status, answer.is_problem) == (status, True)
    assert bool(answer.json["errors"]) is (status == 422)


async def test_broken_json_is_a_problem(api: Api) -> None:
    """422, for bodies that the framework reads and for those that we read."""
    for path in ("/api/tokens", "/api/topologies/order.check/runs"):
        headers = {"Content-Type": "application/json"}
        answer = await api.call("POST", path, content=b"{not json", headers=headers)
        assert (answer.status, answer.is_problem) == (422, True)


async def test_a_misspelt_field_is_refused(api: Api) -> None:
    """Not passed over."""
    answer = await api.post("/api/tokens", {"name": "x", "scopes": ["read"], "lifetme_days": 1})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/lifetme_days")


async def test_bodies_of_the_api_have_a_limit_too(api: Api) -> None:
    """413, nothing stored."""
    answer = await api.post("/api/topologies/order.check/runs", {"id": "x" * 5000})
    assert (answer.status, answer.is_problem) == (413, True)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All operations of the document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


async def test_the_document_is_complete(api: Api) -> None:
    """Every operation has a summary, words, a tag, a described answer, and problems in RFC 9457's media type."""
    document = (await api.get("/openapi.json")).json
    tags = {tag["name"] for tag in document["tags"]}
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"], name
        assert set(operation["tags"]) <= tags, name
        good = [one for status, one in operation["responses"].items() if status < "300"]
        assert good, name
        for status, response in operation["responses"].items():
            assert response["description"], (name, status)
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (name, status)
        is_open = any(name.endswith(path) for path in OPEN) or "/hooks/" in name
        assert bool(operation.get("security")) is not is_open, name
    assert {"POST /hooks/{installation}/{event}", "POST /api/topologies/{name}/runs"} <= dict(
        operations(document)
    ).keys()


async def test_every_reference_of_the_document_leads_somewhere(api: Api) -> None:
    """No schema is named that isn't there, and each is explained."""
    answer = await api.get("/openapi.json")
    schemas = answer.json["components"]["schemas"]
    named = set(re.findall(r"#/components/schemas/([\w.-]+)", answer.content.decode()))
    assert named <= schemas.keys()
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []


def test_the_flows_of_these_tests_have_all_starts() -> None:
    """Webhook, manual and cron."""
    assert {type(flow.start).__name__ for flow in FLOWS} == {"Webhook", "Manual", "Cron"}
