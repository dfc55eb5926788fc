"""The trash by cause: one act on all messages that are there for the same reason."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from fastapi import APIRouter

from goldthread.api.door import Door, Through
from goldthread.api.guard import Repairer
from goldthread.api.model import Problem
from goldthread.api.models_trash import Bulk, BulkAnswer, BulkRepair
from goldthread.api.problem import problem_of
from goldthread.engine.trash import Act
from goldthread.flow.errors import GoldthreadError, NotFound, Unavailable
from goldthread.flow.message import MessageId
from goldthread.flow.pointer import put
from goldthread.flow.reply import Json

router = APIRouter(prefix="/api/trash/groups", tags=["trash"])

Deed: TypeAlias = Callable[[MessageId, Act], Awaitable[None]]

PAGE = 200


@router.post("/{cause}/resume", summary="Let all of a cause go on")
async def resume_cause(cause: str, asked: Bulk, door: Through, caller: Repairer) -> BulkAnswer:
    """Each by itself: what became of every message. `GET /api/trash?cause=` is the preview."""
    return await on_all(door, cause, asked, caller.name, door.house.engine.trash.resume)


@router.post("/{cause}/discard", summary="End all of a cause")
async def discard_cause(cause: str, asked: Bulk, door: Through, caller: Repairer) -> BulkAnswer:
    """Each by itself, with the same reason."""
    return await on_all(door, cause, asked, caller.name, door.house.engine.trash.discard)


@router.post("/{cause}/repair", summary="Change the same fields of all of a cause")
async def repair_cause(cause: str, asked: BulkRepair, door: Through, caller: Repairer) -> BulkAnswer:
    """Each by itself; one whose body would not fit stays as it was, and is told."""
    return await on_all(door, cause, asked, caller.name, repairing(door, asked.changes, resume=asked.resume))


def repairing(door: Door, changes: Mapping[str, Json], *, resume: bool) -> Deed:
    """The deed that puts values in place of fields."""

    async def deed(message: MessageId, act: Act) -> None:
        body: Json = json.loads((await door.house.engine.trash.get(message)).message.body)
        for field, value in changes.items():
            body = put(body, field, value)
        await door.house.engine.trash.repair(message, body, act, resume=resume)

    return deed


async def on_all(
    door: Door, cause: str, asked: Bulk, actor: str, deed: Deed, *, tell: Callable[[int, int], None] | None = None
) -> BulkAnswer:
    """Do it to each message of a cause; `tell` hears how many are done of how many. Raises `NotFound`."""
    done: list[str] = []
    failed: list[Problem] = []
    members = await _members(door, cause, asked.limit)
    for message, version in members:
        if tell is not None:
            tell(len(done) + len(failed), len(members))
        try:
            await deed(message, Act(actor=actor, version=version, reason=asked.reason))
            done.append(message)
        except Unavailable:
            raise
        except GoldthreadError as error:
            failed.append(problem_of(message, error))
    return BulkAnswer(done=done, failed=failed)


async def _members(door: Door, cause: str, limit: int) -> list[tuple[MessageId, int]]:
    """The messages of a cause with the versions that are acted upon. Raises `NotFound`."""
    members: list[tuple[MessageId, int]] = []
    before = ""
    while len(members) < limit:
        size = min(PAGE, limit - len(members))
        page = await door.house.world.ledger.trash(cause=cause, before=before, limit=size)
        members += [(one.message.id, one.version) for one in page]
        if len(page) < size:
            break
        before = page[-1].message.id
    if not members:
        raise NotFound(f"Nothing is in the trash for the cause {cause!r}; /api/trash/groups lists the causes.")
    return members
