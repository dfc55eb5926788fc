"""Which wire a request takes."""

from __future__ import annotations

from goldthread.flow.reply import Reply
from goldthread.ports.wire import NotSent, Request, Wire


class SchemeWire:
    """Picks the wire by the scheme of the address: HTTP, or the bare TCP of printers."""

    def __init__(self, *, http: Wire, raw: Wire) -> None:
        self._wires = {"http": http, "https": http, "tcp": raw}

    async def send(self, request: Request) -> Reply:
        """The reply, whatever its status. Raises `NotSent` or `AnswerLost`."""
        scheme = request.url.partition("://")[0].lower()
        wire = self._wires.get(scheme)
        if wire is None:
            known = ", ".join(f"{known}://" for known in self._wires)
            raise NotSent(f"An address begins with one of {known}; this one doesn't.")
        return await wire.send(request)

    async def close(self) -> None:
        """Close all wires, each once."""
        for wire in {id(wire): wire for wire in self._wires.values()}.values():
            await wire.close()
