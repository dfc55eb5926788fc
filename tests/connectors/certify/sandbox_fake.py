"""Systems of the sandbox as the fakes that our own connectors are certified against."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from goldthread.sandbox.budget import Budget
from goldthread.sandbox.listener import Listener
from goldthread.sandbox.rules import Kind, Rule
from goldthread.sandbox.sandbox import Sandbox
from goldthread.sandbox.system import System
from goldthread.testing.contract import Delivery

PATIENCE_S = 5
"""For how long a throttle asks to be left alone."""
PLENTY = Budget(requests=100_000)


class Ear:
    """Whoever listens to the sandbox's webhooks."""

    def __init__(self) -> None:
        self.heard: list[Delivery] = []
        route = Route("/hooks/{installation}/{event}", self._hear, methods=["POST"])
        self.listener = Listener(Router([route]))

    async def _hear(self, request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.body()
        self.heard.append(Delivery(event=request.path_params["event"], body=body, headers=headers))
        return Response(status_code=202)


class SandboxFake:
    """One system of a sandbox that nobody else uses."""

    def __init__(self, sandbox: Sandbox, system: System, ear: Ear, *, routes: str, form: str) -> None:
        self.sandbox = sandbox
        self.system = system
        self.ear = ear
        self._routes = routes
        self._form = form

    @property
    def url(self) -> str:
        return self.system.url

    @property
    def secrets(self) -> Mapping[str, str]:
        told: Mapping[str, Mapping[str, str]] = self.sandbox.credentials.told()
        return told.get(self.system.name, {})

    @property
    def books(self) -> dict[str, Any]:
        """The system's own truth."""
        return self.system.books()

    def throttle(self) -> None:
        self._strike(Kind.RATE_LIMIT, form=self._form, seconds=PATIENCE_S)

    def break_down(self) -> None:
        self._strike(Kind.ERROR_BEFORE, status=500)

    def expire(self) -> None:
        self._strike(Kind.EXPIRED_TOKEN)

    async def take_down(self) -> None:
        self.system.take_down("refused")

    async def bring_up(self) -> None:
        await self.system.bring_up()

    async def told(self) -> list[Delivery]:
        """The webhooks that were sent since this was asked last."""
        await self.sandbox.settle()
        heard, self.ear.heard = self.ear.heard, []
        return heard

    def _strike(self, kind: Kind, **parameters: object) -> None:
        self.system.judge.replace((Rule(kind=kind, route=self._routes, count=1, parameters=parameters),))


@asynccontextmanager
async def sandboxed(now: Callable[[], datetime]) -> AsyncIterator[tuple[Sandbox, Ear]]:
    """A sandbox on the engine's time, with somebody who listens to it."""
    ear = Ear()
    budgets = dict.fromkeys(("bazaar", "stockhouse", "swiftpost"), PLENTY)
    async with Sandbox.start(clock=lambda: now().timestamp(), budgets=budgets) as sandbox:
        await ear.listener.open()
        try:
            await sandbox.point_webhooks(ear.listener.url)
            yield sandbox, ear
        finally:
            await sandbox.point_webhooks(None)
            await ear.listener.finish()


def content_of(delivery: Delivery) -> Any:
    """What a webhook says."""
    return json.loads(delivery.body)
