"""Messages as rows of their table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import orjson

from goldthread.adapters.journal.row import Standing
from goldthread.flow.chain import instant
from goldthread.flow.limit import Priority
from goldthread.flow.message import Frame, Message, MessageId, RunId, TraceId

MESSAGE: Final = (*Standing._fields, "version", "origin", "frames", "body")
"""The columns: where it stands, then what it carries."""


def message_row(row: Standing, message: Message, body: str) -> tuple[str | int | None, ...]:
    """A message's row."""
    frames = _frames(message.frames) if message.frames else "[]"
    return (*row, message.version, message.origin, frames, body)


def message_of(row: Sequence[Any]) -> Message:
    """The message of a row."""
    at = Standing(*row[:-4])
    version, origin, frames, body = row[-4:]
    return Message(
        id=MessageId(at.id),
        run=RunId(at.run),
        trace=TraceId(at.trace),
        topology=at.topology,
        version=version,
        node=at.node,
        body=body,
        priority=Priority(at.priority),
        origin=origin,
        frames=() if frames == "[]" else tuple(Frame(**frame) for frame in orjson.loads(frames)),
        attempt=at.attempt,
        waits=at.waits,
        lane=at.lane,
        seat=at.seat,
        created_at=instant(at.created_at),
        due=None if at.due is None else instant(at.due),
    )


def _frames(frames: tuple[Frame, ...]) -> str:
    return orjson.dumps(frames).decode()
