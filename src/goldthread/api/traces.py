"""Traces: everything about one business entity, found by any of its keys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse

from goldthread.api.door import Through
from goldthread.api.guard import Reader
from goldthread.api.models_trace import FoundModel, StoryModel, TraceModel
from goldthread.api.shape import mask_for, message_model, run_model
from goldthread.audit.lines import story_lines
from goldthread.audit.story import find, tell
from goldthread.audit.told import Story
from goldthread.flow.errors import NotFound
from goldthread.flow.mask import mask, mask_text
from goldthread.flow.message import TraceId

router = APIRouter(prefix="/api/traces", tags=["traces"])

Masked = Annotated[bool, Query(description="Hide personal data although the token may see it.")]


@router.get("", summary="Find traces by any key")
async def find_traces(
    door: Through,
    caller: Reader,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="`order:bazaar/1001`, or any key or its beginning.")
    ],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[FoundModel]:
    """Exact keys first, else what begins so."""
    found = await find(door.house.world.ledger, q, limit=limit)
    hide = mask_for(caller)
    return [FoundModel(trace=one.trace, entity=mask_text(one.entity) if hide else one.entity) for one in found]


@router.get("/{trace}", summary="One trace")
async def get_trace(trace: str, door: Through, caller: Reader) -> TraceModel:
    """Its entities, its runs and what of it is open."""
    ledger = door.house.world.ledger
    entities = [entity.text for entity in await ledger.entities(TraceId(trace))]
    runs = await ledger.runs(trace=trace, limit=200)
    if not entities and not runs:
        raise NotFound(f"There is no trace {trace!r}; look for it by the key of its order, shipment or customer.")
    hide = mask_for(caller)
    return TraceModel(
        id=trace,
        entities=[mask_text(one) if hide else one for one in entities],
        runs=[run_model(row) for row in runs],
        open=[message_model(one, state, hide) for one, state in await ledger.messages(trace=trace)],
    )


@router.get("/{trace}/story", summary="Everything that happened")
async def get_story(trace: str, door: Through, caller: Reader, *, masked: Masked = False) -> StoryModel:
    """Across all topologies, in order: enrichments, calls, statuses, repairs, and what is still open."""
    return StoryModel.model_validate(await _told(trace, door, caller, is_masked=masked))


@router.get("/{trace}/story.txt", summary="Everything that happened, as text", response_class=PlainTextResponse)
async def get_story_text(
    trace: str, door: Through, caller: Reader, *, masked: Masked = False, full: bool = False
) -> PlainTextResponse:
    """One thing a line; `full` with requests and replies."""
    story = await _told(trace, door, caller, is_masked=masked)
    return PlainTextResponse("\n".join(story_lines(story, is_full=full)) + "\n")


async def _told(trace: str, door: Through, caller: Reader, *, is_masked: bool) -> Story:
    world = door.house.world
    hide = mask if is_masked else mask_for(caller)
    story = await tell(world.ledger, trace, topologies=world.catalog.topologies.values(), mask=hide)
    if hide is None:
        door.note_look(caller.name, trace, "the story")
    return story
