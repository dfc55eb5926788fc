"""Runs and the messages that are open."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from goldthread.api.door import Through
from goldthread.api.guard import READS, Operator, Reader
from goldthread.api.model import Before, Limit, Page, page_end
from goldthread.api.models_run import MessageModel, RunModel
from goldthread.api.shape import mask_for, message_model, run_model
from goldthread.flow.errors import NotFound
from goldthread.flow.message import MessageId, RunId

router = APIRouter(prefix="/api", tags=["runs"])


@router.get("/runs", summary="Runs, newest first", dependencies=READS)
async def list_runs(
    door: Through,
    topology: Annotated[str, Query(description="Of this topology.")] = "",
    state: Annotated[str, Query(pattern="^(open|done|repaired|discarded)?$", description="In this state.")] = "",
    trace: Annotated[str, Query(description="Of this trace.")] = "",
    before: Before = "",
    limit: Limit = 50,
) -> Page[RunModel]:
    """A page of runs."""
    rows = await door.house.world.ledger.runs(topology=topology, state=state, trace=trace, before=before, limit=limit)
    items = [run_model(row) for row in rows]
    return Page(items=items, before=page_end([one.id for one in items], limit))


@router.get("/runs/{run}", summary="One run", dependencies=READS)
async def get_run(run: str, door: Through) -> RunModel:
    """How it stands."""
    row = await door.house.world.ledger.run(RunId(run))
    if row is None:
        raise NotFound(f"There is no run {run!r}.")
    return run_model(row)


@router.get("/runs/{run}/messages", summary="The open messages of a run")
async def list_messages(run: str, door: Through, caller: Reader) -> list[MessageModel]:
    """Where they stand, and what they wait for."""
    await get_run(run, door)
    hide = mask_for(caller)
    return [message_model(one, state, hide) for one, state in await door.house.world.ledger.messages(run=run)]


@router.get("/messages/{message}", summary="One open message")
async def get_message(message: str, door: Through, caller: Reader) -> MessageModel:
    """404 when it is settled: its story tells what became of it."""
    ledger = door.house.world.ledger
    found = await ledger.message(MessageId(message))
    if found is None:
        raise NotFound(f"There is no open message {message!r}; the story of its trace tells what became of it.")
    states = {one.id: state for one, state in await ledger.messages(run=found.run)}
    hide = mask_for(caller)
    if hide is None:
        door.note_look(caller.name, found.trace, "a message")
    return message_model(found, states.get(found.id, "ready"), hide)


@router.post("/messages/{message}/go", summary="Let a waiting message go on now", status_code=204)
async def let_go(message: str, door: Through, caller: Operator) -> None:
    """Whatever it waits or is held for; where it may not go on yet, it waits again. 404 when it doesn't wait."""
    await door.house.engine.let_go(MessageId(message), actor=caller.name)
