"""Health and figures, for machines that watch; they need no token."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from goldthread.api.door import Door, Through
from goldthread.api.model import Shown
from goldthread.api.problem import RETRY_AFTER_S, Sort, problem_response

router = APIRouter(tags=["health"])

PATIENCE_S = 2.0
ASKED_AGAIN = timedelta(seconds=1)
NOT_READY = Sort(status=503, name="not-ready", title="Not ready")


class Health(Shown):
    """That all is well."""

    status: str = "ok"


class Readiness:
    """Asks the ledger, at most once a second however often it is asked itself."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._asked_at: datetime | None = None
        self._is_writable = False
        self._asking = asyncio.Lock()

    async def fault(self) -> str:
        """Why nothing can be taken in, in words; empty when it can."""
        async with self._asking:
            now = self._door.now()
            if self._asked_at is None or now - self._asked_at >= ASKED_AGAIN:
                self._is_writable = await self._ask()
                self._asked_at = self._door.now()
        if not self._is_writable:
            return "The ledger cannot be written just now: nothing is acknowledged until it can."
        if not self._door.house.world.lease.is_valid:
            return "The engine of this process isn't running, or its lease has run out."
        return ""

    async def _ask(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._door.house.world.ledger.is_writable()
        except TimeoutError:
            return False


@router.get("/healthz", summary="The process lives")
async def get_health() -> Health:
    """Nothing else is asked."""
    return Health()


@router.get("/readyz", summary="Work can be taken in", response_model=Health)
async def get_readiness(request: Request) -> Response | Health:
    """The ledger can be written and the engine runs; else 503 with the reason."""
    readiness: Readiness = request.app.state.readiness
    if fault := await readiness.fault():
        headers = {"Retry-After": str(RETRY_AFTER_S)}
        return problem_response(request.url.path, NOT_READY, fault, headers=headers)
    return Health()


@router.get("/metrics", summary="Figures for Prometheus", response_class=PlainTextResponse)
async def get_metrics(door: Through) -> Response:
    """In its text form; what needs the ledger is looked up at most once a second."""
    return Response(await door.meter.page(), media_type="text/plain; version=0.0.4; charset=utf-8")
