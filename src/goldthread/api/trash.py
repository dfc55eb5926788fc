"""The trash: what needs a person, and what a person does with it."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import JsonValue

from goldthread.access.scope import Scope
from goldthread.api.door import Door, Through
from goldthread.api.guard import READS, READS_TRASH, Repairer, TrashReader
from goldthread.api.model import Before, Limit, Page, page_end
from goldthread.api.models_run import ChangeModel
from goldthread.api.models_trash import (
    Acted,
    Action,
    Adopt,
    Again,
    CauseModel,
    Checked,
    Draft,
    Reasoned,
    Repair,
    Repaired,
    Resume,
    TrashCard,
    TrashRow,
)
from goldthread.api.shape import mask_for
from goldthread.api.trash_first import first_come
from goldthread.api.trash_shape import field_problems, schema_of, trash_card, trash_row
from goldthread.engine.trash import Act
from goldthread.flow.difference import Change
from goldthread.flow.errors import Misuse
from goldthread.flow.message import MessageId
from goldthread.flow.pointer import put
from goldthread.flow.reply import Json

router = APIRouter(prefix="/api/trash", tags=["trash"])


@router.get("", summary="What needs a person, newest first")
async def list_trash(
    door: Through,
    caller: TrashReader,
    cause: str = "",
    kind: Annotated[str, Query(pattern="^(rejected|exhausted|in_doubt|failed|orphaned)?$")] = "",
    topology: str = "",
    trace: str = "",
    before: Before = "",
    limit: Limit = 50,
) -> Page[TrashRow]:
    """A page of the trash; give a cause for one group."""
    rows = await door.house.world.ledger.trash(
        cause=cause, kind=kind, topology=topology, trace=trace, before=before, limit=limit
    )
    hide = mask_for(caller, Scope.REPAIR)
    items = [trash_row(one, hide) for one in rows]
    return Page(items=items, before=page_end([one.message for one in items], limit))


@router.get("/groups", summary="Groups of equal causes", dependencies=READS)
async def list_causes(door: Through) -> list[CauseModel]:
    """The largest first."""
    return [
        CauseModel(cause=cause, kind=kind.value, node=node, reason=reason, count=count)
        for cause, kind, node, reason, count in await door.house.world.ledger.causes()
    ]


@router.get("/{message}", summary="One message that needs a person")
async def get_trashed(message: str, door: Through, caller: TrashReader) -> TrashCard:
    """With its body, every field at fault, its calls, and what can be done. Personal data as it is needs a scope."""
    trashed = await door.house.engine.trash.get(MessageId(message))
    hide = mask_for(caller, Scope.REPAIR)
    if hide is None:
        door.note_look(caller.name, trashed.message.trace, "a message in the trash")
    return trash_card(door, trashed, hide)


@router.get("/{message}/schema", summary="What its node takes", dependencies=READS_TRASH)
async def get_schema(message: str, door: Through) -> dict[str, JsonValue]:
    """JSON Schema (2020-12) of a body that would fit, for a form."""
    return dict(schema_of(door, await door.house.engine.trash.get(MessageId(message))))


@router.post("/{message}/repair", summary="Put another body in place")
async def repair(message: str, asked: Repair, door: Through, caller: Repairer) -> Repaired:
    """Checked against the node's type first: 422 names every field at fault, and nothing is changed."""
    id_ = MessageId(message)
    async with first_come(door, id_):
        body = asked.body if asked.changes is None else await _drafted(door, id_, asked)
        changes = await door.house.engine.trash.repair(id_, body, _act(asked, caller.name), resume=asked.resume)
    return _repaired(message, changes, is_resumed=asked.resume)


@router.post("/{message}/check", summary="Ask whether it would be taken")
async def check(message: str, asked: Draft, door: Through, caller: Repairer) -> Checked:
    """Where the other side has a dry run: nothing is booked, bought or changed. `actions` says whether it has."""
    id_ = MessageId(message)
    async with first_come(door, id_):
        answer = await door.house.engine.dry_run.ask(id_, await _drafted(door, id_, asked), caller.name)
    return Checked(by=answer.by, is_taken=answer.is_taken, errors=field_problems(answer.faults))


@router.post("/{message}/resume", summary="Let it go on")
async def resume(message: str, asked: Resume, door: Through, caller: Repairer) -> Acted:
    """Before the very node where it stopped. Of two who resume one message, one gets 409 and who was first."""
    id_ = MessageId(message)
    async with first_come(door, id_):
        await door.house.engine.trash.resume(id_, _act(asked, caller.name), node=asked.node)
    return Acted(message=message, done="resumed")


@router.post("/{message}/reread", summary="Fetch its source again, and resume")
async def reread(message: str, asked: Action, door: Through, caller: Repairer) -> Repaired:
    """For what was corrected over there; the changes, field by field."""
    id_ = MessageId(message)
    async with first_come(door, id_):
        changes = await door.house.engine.trash.reread(id_, _act(asked, caller.name))
    return _repaired(message, changes, is_resumed=True)


@router.post("/{message}/adopt", summary="It was done: go on with what it made")
async def adopt(message: str, asked: Adopt, door: Through, caller: Repairer) -> Acted:
    """Nothing is sent again."""
    id_ = MessageId(message)
    async with first_come(door, id_):
        await door.house.engine.trash.adopt(id_, asked.found, _act(asked, caller.name), call=asked.call)
    return Acted(message=message, done="adopted")


@router.post("/{message}/again", summary="It is to be done again")
async def again(message: str, asked: Again, door: Through, caller: Repairer) -> Acted:
    """It never happened, was voided there, or is wanted twice knowingly; the card's `detail` says what that costs."""
    id_ = MessageId(message)
    async with first_come(door, id_):
        act = _act(asked, caller.name)
        await door.house.engine.trash.again(id_, act, call=asked.call, was_voided=asked.was_voided)
    return Acted(message=message, done="again")


@router.post("/{message}/discard", summary="End it, with a reason")
async def discard(message: str, asked: Reasoned, door: Through, caller: Repairer) -> Acted:
    """Its run ends as discarded; everything stays in the story."""
    id_ = MessageId(message)
    async with first_come(door, id_):
        await door.house.engine.trash.discard(id_, _act(asked, caller.name))
    return Acted(message=message, done="discarded")


async def _drafted(door: Door, message: MessageId, asked: Repair | Draft) -> JsonValue:
    """The body that was asked for: whole, or the message's with some fields changed. Raises `Misuse`."""
    if "body" in asked.model_fields_set:
        if asked.changes is not None:
            raise Misuse("Give a whole body, or the fields to change; not both.")
        return asked.body
    body: Json = json.loads((await door.house.engine.trash.get(message)).message.body)
    for field, value in (asked.changes or {}).items():
        body = put(body, field, value)
    return body


def _act(asked: Action | Reasoned, actor: str) -> Act:
    return Act(actor=actor, version=asked.version, reason=asked.reason)


def _repaired(message: str, changes: tuple[Change, ...], *, is_resumed: bool) -> Repaired:
    shown_ = [ChangeModel(field=one.field, before=one.before, after=one.after) for one in changes]
    return Repaired(message=message, changes=shown_, is_resumed=is_resumed)
