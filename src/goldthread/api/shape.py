"""What the ledger holds, in the shape that the API answers."""

from __future__ import annotations

import json
from typing import cast

from pydantic import JsonValue

from goldthread.access.scope import Scope
from goldthread.api.guard import Caller
from goldthread.api.models_run import MessageModel, RunModel
from goldthread.flow.difference import Mask
from goldthread.flow.mask import mask
from goldthread.flow.message import Message
from goldthread.flow.reply import Json
from goldthread.ports.view import RunRow


def mask_for(caller: Caller, *needed: Scope) -> Mask | None:
    """How personal data is hidden from the caller; None when it isn't."""
    return None if caller.may(Scope.PERSONAL, *needed) else mask


def shown(text: str, hide: Mask | None) -> JsonValue:
    """A body's JSON, hidden where it must be; a text that isn't JSON as a text."""
    try:
        value = cast("Json", json.loads(text))
    except json.JSONDecodeError:
        value = text
    return value if hide is None else hide(value)


def run_model(row: RunRow) -> RunModel:
    """A run."""
    run = row.run
    return RunModel(
        id=run.id,
        trace=run.trace,
        topology=run.topology,
        version=run.version,
        origin=run.origin,
        start_key=run.start_key,
        started_at=run.started_at,
        state=row.state,
        open_messages=row.open_messages,
        ended_at=row.ended_at,
    )


def message_model(message: Message, state: str, hide: Mask | None) -> MessageModel:
    """A message that is still open."""
    return MessageModel(
        id=message.id,
        run=message.run,
        trace=message.trace,
        topology=message.topology,
        version=message.version,
        node=message.node,
        state=state,
        body=shown(message.body, hide),
        origin=message.origin,
        attempt=message.attempt,
        waits=message.waits,
        created_at=message.created_at,
        due=message.due,
    )
