"""A server on loopback that does what a test tells it, byte by byte."""

from __future__ import annotations

import asyncio
import socket
import struct
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext


@dataclass(kw_only=True)
class Scripted:
    """A server that runs, and what it was sent."""

    port: int = 0
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    """Set at the end of the test, for scripts that hang."""

    def url(self, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"


@dataclass(kw_only=True)
class Line:
    """One connection, seen from the server."""

    server: Scripted
    reader: StreamReader
    writer: StreamWriter

    async def request(self) -> bytes:
        """The next HTTP request, head and body; empty when the client closed."""
        with suppress(IncompleteReadError):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
            body = await self.reader.readexactly(int(length.split(b":")[1]))
            self.server.requests.append(head + body)
            return head + body
        return b""

    async def answer(self, *parts: bytes) -> None:
        self.writer.write(b"".join(parts))
        await self.writer.drain()

    async def answer_json(self, text: bytes, *, status: bytes = b"200 OK", headers: bytes = b"") -> None:
        await self.answer(
            b"HTTP/1.1 ", status, b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % len(text),
            headers, b"\r\n", text,
        )  # fmt: skip

    def reset(self) -> None:
        """Break the connection as a crash does: RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


@asynccontextmanager
async def scripted(
    script: Callable[[Line], Awaitable[None]], *, ssl: SSLContext | None = None
) -> AsyncIterator[Scripted]:
    """Run the script for every connection; the connection is closed at its end."""
    server = Scripted()
    tasks: set[asyncio.Task[None]] = set()

    async def play(reader: StreamReader, writer: StreamWriter) -> None:
        server.connections += 1
        try:
            await script(Line(server=server, reader=reader, writer=writer))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def begin(reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.create_task(play(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listener = await asyncio.start_server(begin, "127.0.0.1", 0, ssl=ssl)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.stopped.set()
        listener.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listener.wait_closed()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
