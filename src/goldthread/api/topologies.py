"""Topologies: what there is, how it is drawn, started by hand, switched and tuned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import JsonValue

from goldthread.api.body import read_body
from goldthread.api.door import Door, Through
from goldthread.api.guard import READS, Operator, Starter
from goldthread.api.models_run import Begun, EdgeModel, NodeModel, NodeRetryModel, TopologyModel
from goldthread.audit.story import content_of
from goldthread.engine.intake import Begun as Started
from goldthread.engine.settings import NodeRetry
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Fault, NotFound, Unfit
from goldthread.flow.reply import Json
from goldthread.flow.topology import Topology, describe_start

router = APIRouter(prefix="/api/topologies", tags=["topologies"])

ANY_BODY: Mapping[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The first message's body; GET …/schema says its shape.",
        "content": {"application/json": {"schema": {}}},
    }
}


@router.get("", summary="All topologies", dependencies=READS)
async def list_topologies(door: Through) -> list[TopologyModel]:
    """In the order of their names."""
    catalog = door.house.world.catalog
    return [_model(door, catalog.topologies[name]) for name in sorted(catalog.topologies)]


@router.get("/{name}", summary="One topology as a graph", dependencies=READS)
async def get_topology(name: str, door: Through) -> TopologyModel:
    """Its start, nodes and edges."""
    return _model(door, door.house.world.catalog.topology(name))


@router.get(
    "/{name}/mermaid", summary="One topology as a drawing", response_class=PlainTextResponse, dependencies=READS
)
async def draw_topology(name: str, door: Through) -> PlainTextResponse:
    """In Mermaid's language."""
    return PlainTextResponse(door.house.world.catalog.topology(name).mermaid())


@router.get("/{name}/schema", summary="What its first message carries", dependencies=READS)
async def get_schema(name: str, door: Through) -> dict[str, JsonValue]:
    """JSON Schema (2020-12) of the body that a start by hand takes."""
    world = door.house.world
    return world.codec.schema(world.catalog.topology(name).carries)


@router.post(
    "/{name}/runs",
    summary="Start a run by hand",
    status_code=202,
    response_model=Begun,
    responses={200: {"model": Begun, "description": "The key was used before with the same body: its run."}},
    openapi_extra=dict(ANY_BODY),
)
async def start_run(
    name: str,
    request: Request,
    response: Response,
    door: Through,
    caller: Starter,
    idempotency_key: Annotated[str | None, Header(max_length=200, description="One key starts one run.")] = None,
) -> Begun:
    """The body is checked against the topology's type. 422 also when the key was used before with another body."""
    intake, world = door.house.engine.intake, door.house.world
    topology = world.catalog.topology(name)
    body = world.codec.decode(topology.carries, await read_body(request.receive) or b"null")
    started = await intake.start(name, body, key=idempotency_key or "", actor=caller.name)
    if started.is_duplicate:
        await _check_same(door, started, world.codec.to_json(body))
        response.status_code = 200
    response.headers["Location"] = f"/api/runs/{started.run}"
    return Begun.model_validate(started)


@router.post("/{name}/on", summary="Let its messages move")
async def switch_on(name: str, door: Through, caller: Operator) -> TopologyModel:
    """What was held goes on."""
    return await _switch(door, name, is_on=True, actor=caller.name)


@router.post("/{name}/off", summary="Let its messages stand")
async def switch_off(name: str, door: Through, caller: Operator) -> TopologyModel:
    """Events are still taken in; their messages wait before the next node."""
    return await _switch(door, name, is_on=False, actor=caller.name)


@router.put("/{name}/nodes/{node}/retry", summary="How often a node is tried again", status_code=204)
async def set_retry(name: str, node: str, rule: NodeRetryModel, door: Through, caller: Operator) -> None:
    """In place of the rule that its application or connector has."""
    _check_node(door, name, node)
    await door.house.engine.settings.set_retry(name, node, NodeRetry(**rule.model_dump()), actor=caller.name)


@router.delete("/{name}/nodes/{node}/retry", summary="The usual rule again", status_code=204)
async def drop_retry(name: str, node: str, door: Through, caller: Operator) -> None:
    """What an operator set is forgotten."""
    _check_node(door, name, node)
    await door.house.engine.settings.set_retry(name, node, None, actor=caller.name)


def _check_node(door: Door, name: str, node: str) -> None:
    nodes = door.house.world.catalog.topology(name).nodes
    if node not in nodes:
        raise NotFound(f"The topology {name} has no node {node!r}; there are: {', '.join(nodes)}.")


async def _switch(door: Door, name: str, *, is_on: bool, actor: str) -> TopologyModel:
    topology = door.house.world.catalog.topology(name)
    await door.house.engine.settings.switch(name, is_on=is_on, actor=actor)
    if is_on:
        door.house.engine.feeder.wake()
    return _model(door, topology)


async def _check_same(door: Door, started: Started, body: Json) -> None:
    """Raises `Unfit` when the run that the key started has another body."""
    found = await door.house.world.ledger.entries(kinds=(Kind.STARTED,), run=started.run, limit=1)
    former = content_of(found[0]).get("body") if found and not found[0].is_erased else body
    if former != body:
        raise Unfit(
            f"This Idempotency-Key started the run {started.run} with another body; use a new key for a new start.",
            faults=(
                Fault(field="", message="The body differs from the one that came with this key.", code="key.reused"),
            ),
        )


def _model(door: Door, topology: Topology[object]) -> TopologyModel:
    exported = topology.export()
    return TopologyModel(
        name=topology.name,
        title=topology.title,
        fingerprint=topology.fingerprint,
        is_on=door.house.engine.settings.is_on(topology.name),
        start=dict(describe_start(topology.start)),
        nodes=[NodeModel.model_validate(node) for node in cast("list[object]", exported["nodes"])],
        edges=[EdgeModel(source=edge.source, target=edge.target, label=edge.label) for edge in topology.edges()],
    )
