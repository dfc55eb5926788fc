"""Two people act on one message: one wins, the other is told who."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from goldthread.api.door import Door
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Conflict, NotFound
from goldthread.flow.message import MessageId

_ENDED: Final = (Kind.RESUMED, Kind.DISCARDED)
_LOOKED_BACK: Final = 500
"""Among so many last acts the winner is looked for."""


@asynccontextmanager
async def first_come(door: Door, message: MessageId) -> AsyncIterator[None]:
    """Turn "it isn't in the trash" into a conflict that names who took it out, where somebody did."""
    try:
        yield
    except NotFound as error:
        if await door.house.world.ledger.trashed(message) is not None:
            raise
        entries = await door.house.world.ledger.entries(kinds=_ENDED, limit=_LOOKED_BACK)
        for sealed in entries:
            entry = sealed.entry
            if entry.message == message:
                when = entry.at.isoformat(timespec="seconds")
                raise Conflict(f"{entry.actor or 'Somebody'} {entry.kind.value} it at {when}.") from error
        raise
