"""A printer that takes bytes on a port, as port 9100 does."""

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterable

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.control import done
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, reply
from goldthread.sandbox.listener import HOST
from goldthread.sandbox.press.tray import Tray, jam_controls

HOST_STATUS = b"~HS"
CHUNK = 65536
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER of zero seconds: closing sends RST instead of FIN."""


class RawPress:
    """One document per connection; the only acknowledgement is the orderly close."""

    def __init__(self, name: str, *, clock: SystemClock, port: int = 0) -> None:
        self.name = name
        self.tray = Tray(clock)
        self.port = port
        self.cut_connections = 0
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self.panel = {(door.method, door.path): door for door in self._controls()}

    @property
    def url(self) -> str:
        return f"tcp://{HOST}:{self.port}"

    async def open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, HOST, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def reset(self) -> None:
        self.tray.reset()
        self.cut_connections = 0

    def books(self) -> Json:
        return {"system": self.name, **self.tray.books(), "cut_connections": self.cut_connections}

    async def finish(self) -> None:
        """Close, and wait for those who are still writing."""
        self.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _controls(self) -> Iterable[Door]:
        """The panel's doors, which only the hub opens, as this printer speaks no HTTP."""
        yield Door(method="GET", path="/__control/books", answer=lambda _: reply(self.books()))
        yield Door(method="POST", path="/__control/reset", answer=self._reset)
        yield from jam_controls(self.tray)

    def _reset(self, _: Ask) -> Answer:
        self.reset()
        return done()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.create_task(self._receive(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _receive(self, reader: StreamReader, writer: StreamWriter) -> None:
        document = b""
        try:
            while chunk := await reader.read(CHUNK):
                document += chunk
                if document.strip() == HOST_STATUS:
                    writer.write(self._host_status())
                    await writer.drain()
                    document = b""
                elif len(document) >= len(HOST_STATUS) and self.tray.jammed() is not None:
                    self._cut(writer)
                    return
        except ConnectionError:
            return
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        if document:
            self.tray.take("raw", document)
        writer.close()

    def _cut(self, writer: StreamWriter) -> None:
        self.cut_connections += 1
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        writer.transport.abort()

    def _host_status(self) -> bytes:
        """Three lines (Zebra ZPL II Programming Guide, ~HS): paper out and pause are fields 2 and 3 of the first."""
        stuck = int(self.tray.jammed() is not None)
        lines = (
            f"030,{stuck},{stuck},1218,000,0,0,0,000,0,0,0",
            "000,0,0,0,0,2,4,0,00000000,1,000",
            "1234,0",
        )
        return b"".join(b"\x02%s\x03\r\n" % line.encode() for line in lines)
