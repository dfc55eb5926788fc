"""A port on loopback that can be taken away and given back."""

import asyncio
from asyncio import AbstractServer
from typing import cast

from starlette.types import ASGIApp, Receive, Scope
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

HOST = "127.0.0.1"


async def cut(scope: Scope, receive: Receive) -> None:
    """Close the connection of a request without a word, and wait until it's gone."""
    cast("HttpToolsProtocol", scope["state"]["protocol"]).transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


class Listener:
    """One application on one port.

    It speaks to asyncio itself and not through `uvicorn.Server`, which owns signals, ticks ten times
    a second and can't give a port back.
    """

    def __init__(self, app: ASGIApp, *, port: int = 0) -> None:
        self._config = Config(
            app,
            http=HttpToolsProtocol,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_keep_alive=75,
        )
        self._state = ServerState()
        self._server: AbstractServer | None = None
        self.port = port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def is_open(self) -> bool:
        return self._server is not None

    async def open(self) -> None:
        """Listen; on the same port as before, if there was one."""
        if self._server is not None:
            return
        server = await asyncio.get_running_loop().create_server(self._protocol, HOST, self.port, backlog=2048)
        self.port = server.sockets[0].getsockname()[1]
        self._server = server

    def close(self) -> None:
        """Refuse connections, and cut those that are open."""
        if self._server is None:
            return
        self._server.close()
        self._server = None
        for connection in list(self._state.connections):
            cast("HttpToolsProtocol", connection).transport.abort()

    async def finish(self) -> None:
        """Close, and wait for what's still at work."""
        self.close()
        while self._state.tasks:
            await asyncio.wait(self._state.tasks)

    def _protocol(self) -> HttpToolsProtocol:
        protocol = HttpToolsProtocol(config=self._config, server_state=self._state, app_state={})
        protocol.app_state["protocol"] = protocol
        return protocol
