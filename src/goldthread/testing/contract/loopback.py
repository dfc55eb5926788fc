"""A fake to fill in: a server on loopback, with everything but the vendor's own answers."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Self, TypeVar

from aiohttp import web

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request

HOST = "127.0.0.1"
FakeT = TypeVar("FakeT", bound="LoopbackFake")


class LoopbackFake(ABC):
    """A vendor's system of which only `answer` and the vendor's forms of refusal are missing.

    `answer` sees every request that is let in, as `Request` with its path and query in `url`, and gives the reply.
    """

    secrets: Mapping[str, str] = {}

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now`: the engine's time, which is the fake's."""
        self.now = now
        self._port = 0
        self._runner: web.AppRunner | None = None
        self._next: Callable[[], Reply] | None = None

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """The vendor's reply to a request."""

    @abstractmethod
    def throttled(self) -> Reply:
        """What the vendor says when it is asked too often: status, headers, words."""

    @abstractmethod
    def broken(self) -> Reply:
        """What the vendor says when it is broken (500)."""

    @abstractmethod
    def denied(self) -> Reply:
        """What the vendor says to credentials that it doesn't take (401)."""

    @abstractmethod
    def effects(self) -> Sequence[str]:
        """What the main write of its role has made and not taken back, one text each."""

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._port}"

    def throttle(self) -> None:
        self._next = self.throttled

    def break_down(self) -> None:
        self._next = self.broken

    def expire(self) -> None:
        self._next = self.denied

    async def take_down(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def bring_up(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, HOST, self._port, reuse_address=True)
        await site.start()
        self._port = int(runner.addresses[0][1])
        self._runner = runner

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Listen, and close in the end."""
        await self.bring_up()
        try:
            yield self
        finally:
            await self.take_down()

    async def _serve(self, asked: web.Request) -> web.Response:
        refuse, self._next = self._next, None
        content = await asked.read()
        headers = {name.lower(): value for name, value in asked.headers.items()}
        request = Request(method=asked.method, url=str(asked.rel_url), headers=headers, content=content)
        reply = refuse() if refuse else self.answer(request)
        return web.Response(status=reply.status, headers=dict(reply.headers), body=reply.content)


def json_reply(status: int, value: object, **headers: str) -> Reply:
    """A reply in JSON; `retry_after="5"` is the header `retry-after`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    content = json.dumps(value, ensure_ascii=False).encode()
    return Reply(status=status, headers={"content-type": "application/json", **named}, content=content)
