"""Which wire a request takes."""

from __future__ import annotations

from collections.abc import Mapping

from goldthread.flow.reply import Reply
from goldthread.ports.wire import NotSent, Request, Wire


class SchemeWire:
    """Picks the wire by the scheme of the address: `SchemeWire({"http": web, "https": web, "tcp": raw})`."""

    def __init__(self, wires: Mapping[str, Wire]) -> None:
        self._wires = dict(wires)

    async def send(self, request: Request) -> Reply:
        """The reply, whatever its status. Raises `NotSent` or `AnswerLost`."""
        scheme = request.url.partition("://")[0].lower()
        wire = self._wires.get(scheme)
        if wire is None:
            known = ", ".join(f"{known}://" for known in sorted(self._wires))
            raise NotSent(f"Nothing is sent to an address that begins with none of {known}.")
        return await wire.send(request)

    async def close(self) -> None:
        """Close all wires, each once."""
        for wire in {id(wire): wire for wire in self._wires.values()}.values():
            await wire.close()
