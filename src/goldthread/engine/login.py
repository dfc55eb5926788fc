"""Logins: limited and written down like every call, but for what was said, which is all secret."""

from __future__ import annotations

from urllib.parse import urlsplit

from goldthread.engine.codec import canonical
from goldthread.engine.limiter import Limiter
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.limit import Priority
from goldthread.flow.reply import Reply
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.wire import Request, Wire
from goldthread.ports.write import Note


class Logins:
    """Sends logins for the `Authoriser`."""

    def __init__(self, *, wire: Wire, limiter: Limiter, ledger: Ledger, clock: Clock) -> None:
        self._wire = wire
        self._limiter = limiter
        self._ledger = ledger
        self._clock = clock

    async def send(self, installation: str, request: Request) -> Reply:
        """The reply to a login. Raises what the wire raises, or `Held`."""
        async with self._limiter.slot(installation, priority=Priority.PERSON):
            reply = await self._wire.send(request)
        words = {"installation": installation, "login": urlsplit(request.url).path, "status": reply.status}
        entry = Entry(kind=Kind.CALLED, at=self._clock.now(), content=canonical(words))
        self._ledger.write(Note(entries=(entry,)))
        return reply
