"""The trash in the shape that the API answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

from pydantic import JsonValue

from goldthread.api.door import Door
from goldthread.api.model import FieldProblem
from goldthread.api.models_trash import CallModel, TrashCard, TrashRow
from goldthread.api.shape import shown
from goldthread.engine.trash import is_in_doubt
from goldthread.flow.difference import Mask
from goldthread.flow.errors import Fault
from goldthread.flow.message import START
from goldthread.flow.start import Webhook, reread_of
from goldthread.ports.carried import TrashKind
from goldthread.ports.view import Call, Trashed


def trash_row(trashed: Trashed, hide: Mask | None) -> TrashRow:
    """One line of the list."""
    message, why = trashed.message, trashed.why
    return TrashRow(
        message=message.id,
        run=message.run,
        trace=message.trace,
        topology=message.topology,
        node=message.node,
        kind=why.kind.value,
        reason=str(hide(why.reason)) if hide else why.reason,
        field=why.field,
        cause=why.cause,
        version=trashed.version,
        trashed_at=trashed.trashed_at,
    )


def trash_card(door: Door, trashed: Trashed, hide: Mask | None) -> TrashCard:
    """Everything known of it, and what can be done."""
    faults = cast("list[dict[str, str | None]]", json.loads(trashed.why.faults or "[]"))
    return TrashCard(
        **trash_row(trashed, hide).model_dump(),
        body=shown(trashed.message.body, hide),
        errors=[_problem(fault) for fault in faults],
        detail=trashed.why.detail,
        calls=[_call(trashed, call, hide) for call in trashed.calls],
        actions=_actions(door, trashed),
        is_masked=hide is not None,
    )


def field_problems(faults: Sequence[Fault]) -> list[FieldProblem]:
    """Faults as they are answered."""
    return [
        FieldProblem(pointer=one.field, detail=one.message, code=one.code, suggestion=one.suggestion) for one in faults
    ]


def schema_of(door: Door, trashed: Trashed) -> Mapping[str, JsonValue]:
    """JSON Schema (2020-12) of a body that would fit where the message stands."""
    world = door.house.world
    topology = world.catalog.topology(trashed.message.topology)
    spec = topology.nodes.get(trashed.message.node)
    if spec is not None:
        return world.codec.schema(spec.takes)
    start = topology.start
    is_payload = trashed.message.node == START and isinstance(start, Webhook)
    return world.codec.schema(start.payload if is_payload and isinstance(start, Webhook) else topology.carries)


def _problem(fault: Mapping[str, str | None]) -> FieldProblem:
    return FieldProblem(
        pointer=fault.get("field") or "",
        detail=fault.get("message") or "",
        code=fault.get("code") or "",
        suggestion=fault.get("suggestion"),
    )


def _call(trashed: Trashed, call: Call, hide: Mask | None) -> CallModel:
    return CallModel(
        id=call.id,
        node=call.node,
        installation=call.installation,
        request=shown(call.request, hide),
        doubt=call.doubt,
        intended_at=call.intended_at,
        answered_at=call.answered_at,
        reply=None if call.reply is None else shown(call.reply, hide),
        is_in_doubt=is_in_doubt(trashed, call),
    )


def _actions(door: Door, trashed: Trashed) -> list[str]:
    """What `engine.trash` would do with it now."""
    if any(is_in_doubt(trashed, call) for call in trashed.calls):
        asks = any(is_in_doubt(trashed, call) and (call.doubt == "ask") for call in trashed.calls if call.reply is None)
        return ["adopt", "again", *([] if asks else ["resume"]), "discard"]
    if trashed.why.kind is TrashKind.ORPHANED:
        return ["resume", "discard"]
    topology = door.house.world.catalog.topologies.get(trashed.message.topology)
    can_reread = topology is not None and reread_of(topology.start) is not None and trashed.message.node != START
    can_ask = door.house.engine.dry_run.knows(trashed)
    return ["repair", *(["check"] if can_ask else []), "resume", *(["reread"] if can_reread else []), "discard"]
