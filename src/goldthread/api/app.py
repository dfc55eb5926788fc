"""The application that the HTTP door is."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig

from goldthread.api import (
    audit,
    dashboard,
    health,
    installations,
    labels,
    limiter,
    problem,
    runs,
    schedules,
    shipments,
    subscriptions,
    tokens,
    topologies,
    traces,
    trash,
    trash_groups,
)
from goldthread.api.body import BodyLimit
from goldthread.api.door import Door
from goldthread.api.health import Readiness
from goldthread.api.hook import hook_route
from goldthread.api.openapi import describe
from goldthread.bootstrap.house import House

UNTOLD: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False}
"""Prometheus is told at /metrics; asking for other tellers costs every request."""
ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    dashboard.router,
    topologies.router,
    runs.router,
    traces.router,
    trash_groups.router,
    trash.router,
    labels.router,
    labels.open_router,
    shipments.router,
    installations.router,
    limiter.router,
    schedules.router,
    subscriptions.router,
    tokens.router,
    audit.router,
)


def create_app(house: House) -> FastAPI:
    """The API of a house. It starts and stops nothing: whoever opened the house does."""
    app = FastAPI(title="Goldthread", docs_url=None, redoc_url=None, telemetry=UNTOLD)
    door = Door.of(house)
    app.state.door = door
    app.state.readiness = Readiness(door)
    app.router.routes.insert(0, hook_route())
    for router in ROUTERS:
        app.include_router(router)
    problem.install(app)
    app.add_middleware(BodyLimit, limit=house.settings.body_limit)
    app.openapi = lambda: describe(app, ROUTERS)  # type: ignore[method-assign] # FastAPI's documented way to complete the document
    return app
