"""The description of the API, complete: what every route may answer, problems included."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from goldthread.api.guard import Guard
from goldthread.api.hook import PATH
from goldthread.api.model import Page, Problem, Sequel
from goldthread.api.models_run import HookAnswer
from goldthread.api.problem import MEDIA_TYPE

ABOUT: Final = """\
Goldthread carries orders between shop, ERP, carrier and printers, and tells everything that happened to them.

Every error is a problem (RFC 9457, `application/problem+json`) whose `detail` says what to do; `errors` names every
field at fault. Lists are paged: give `before` (or `after`) of a page to read on. Instants are RFC 3339, in UTC.
"""
_TAGS: Final = {
    "hooks": "Where outside systems tell us what happened.",
    "topologies": "What flows there are; starting, switching and tuning them.",
    "runs": "Executions of topologies, and the messages that are open.",
    "traces": "Everything about one order, shipment or customer.",
    "trash": "What needs a person, and what a person does with it.",
    "labels": "Labels from the cache: shown, shared, printed again.",
    "shipments": "Where parcels stand.",
    "installations": "What is connected.",
    "limiter": "Budgets of calls.",
    "schedules": "What runs when.",
    "subscriptions": "Who still tells us.",
    "tokens": "Who may call.",
    "dashboard": "Everything at a glance.",
    "audit": "Evidence.",
    "health": "For machines that watch.",
}
_GENERIC: Final = {"Page": inspect.getdoc(Page), "Sequel": inspect.getdoc(Sequel), "JsonValue": "Any JSON value."}
_WORDS: Final = {
    400: "It cannot be done so.",
    401: "The token is missing, unknown, revoked or expired.",
    403: "The token may not do this.",
    404: "There is no such thing; the sentence names what there is.",
    409: "Somebody was first, or something else is true by now; the sentence says who and what.",
    413: "The body is too long; nothing was stored.",
    422: "The request isn't what is expected; `errors` names every field.",
    500: "Our own fault.",
    502: "The other side fails for now.",
    503: "The ledger cannot be written just now; nothing was acknowledged. Try again after `Retry-After`.",
}


def describe(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    """The OpenAPI document; made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _described(app, routers)
    return app.openapi_schema


def routes_of(routers: Sequence[APIRouter]) -> Iterator[tuple[str, APIRoute]]:
    """All routes with each of their methods."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield from ((method, route) for method in sorted(route.methods or ()))


def guards_of(dependant: Dependant) -> Iterator[Guard]:
    """The guards that stand before a route."""
    for one in dependant.dependencies:
        if isinstance(one.call, Guard):
            yield one.call
        yield from guards_of(one)


def _described(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    schema = get_openapi(
        title="Goldthread",
        version=version("goldthread"),
        summary="One golden thread from shop to doorstep.",
        description=ABOUT,
        routes=app.routes,
        tags=[{"name": name, "description": words} for name, words in _TAGS.items()],
    )
    components: dict[str, Any] = schema.setdefault("components", {}).setdefault("schemas", {})
    _add_schema(components, Problem)
    _add_schema(components, HookAnswer)
    for name in ("HTTPValidationError", "ValidationError"):
        components.pop(name, None)
    for name, component in components.items():
        component.setdefault("description", _GENERIC.get(name.partition("_")[0], ""))
    for method, route in routes_of(routers):
        _complete(schema["paths"][route.path_format][method.lower()], route)
    schema["paths"][PATH] = {"post": _hook()}
    return schema


def _add_schema(components: dict[str, Any], model: type[Problem | HookAnswer]) -> None:
    described = model.model_json_schema(ref_template="#/components/schemas/{model}")
    components.update(described.pop("$defs", {}))
    components[model.__name__] = described


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    needed = list(guards_of(route.dependant))
    statuses = {500, 503}
    if needed:
        statuses |= {401, 403}
        scopes = " or ".join(f"`{scope}`" for scope in needed[0].needed)
        operation["description"] = f"{operation.get('description', '')}\n\nNeeds the scope {scopes}.".strip()
    if "{" in route.path_format:
        statuses.add(404)
    if operation.get("parameters") or operation.get("requestBody"):
        statuses.add(422)
    if {"POST", "PUT"} & (route.methods or set()):
        statuses |= {400, 409, 413}
    if route.path_format.endswith(("/reread", "/test")):
        statuses.add(502)
    operation["responses"] |= {str(status): _problem(status) for status in sorted(statuses)}


def _problem(status: int) -> Mapping[str, Any]:
    return {
        "description": _WORDS[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _hook() -> dict[str, Any]:
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/HookAnswer"}}}
    location = {"Location": {"description": "The run.", "schema": {"type": "string"}}}
    return {
        "tags": ["hooks"],
        "summary": "Take a webhook",
        "description": "Answered when it is durable. What is signed but unreadable is kept, and waits in the trash.",
        "operationId": "take_hook",
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in ("installation", "event")
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {}}, "*/*": {"schema": {}}}},
        "responses": {
            "200": {"description": "The delivery was known: its run.", "content": answer, "headers": location},
            "202": {"description": "A run began.", "content": answer, "headers": location},
            "401": {**_problem(401), "description": "The signature is missing, wrong or stale."},
            **{str(status): _problem(status) for status in (404, 413, 500, 503)},
        },
    }
