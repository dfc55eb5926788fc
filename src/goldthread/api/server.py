"""The API of a house, listening in this process."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn
from fastapi import FastAPI

from goldthread.api.app import create_app
from goldthread.bootstrap.house import House
from goldthread.domain.marks import override
from goldthread.flow.errors import Unsettled

BACKLOG = 2048


class Server(uvicorn.Server):
    """Listens until it is told to stop; signals are its process's business."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    @contextmanager
    @override
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def listening(
    house: House, *, host: str, port: int, add: Callable[[FastAPI, House], None] | None = None
) -> AsyncIterator[str]:
    """The API's address while it listens; leaving stops taking requests in and answers those under way.

    `add` puts more into the application, as the console does. Raises `Unsettled` when the address is taken.
    """
    app = create_app(house)
    if add is not None:
        add(app, house)
    sock = _bound(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off" if add is None else "on",
        ws="none" if add is None else "websockets-sansio",
        timeout_graceful_shutdown=10,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[sock]), name="api")
    try:
        await server.ready.wait()
        yield f"http://{host}:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await serving
        sock.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY on nothing less
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise Unsettled(
            f"The API cannot listen on {host}:{port}: {error.strerror}. "
            "Stop what listens there, or choose another with GOLDTHREAD_PORT or the setting port."
        ) from error
    sock.listen(BACKLOG)
    sock.setblocking(False)
    return sock
