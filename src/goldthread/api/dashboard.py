"""The dashboard: whether anything is wrong, at a glance."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from goldthread.api.door import Door, Through
from goldthread.api.guard import READS
from goldthread.api.model import Shown
from goldthread.audit.dashboard import dashboard

router = APIRouter(prefix="/api/dashboard", tags=["dashboard"])


class InstallationState(Shown):
    """How an installation is doing."""

    name: str
    application: str
    state: str
    """`up`, `limited`, `paused` or `off`."""
    reason: str
    waiting: int
    held: int


class MinuteModel(Shown):
    """What one minute brought to one topology."""

    at: datetime
    topology: str
    kind: str
    count: int


class DashboardModel(Shown):
    """Where everything is, and what the last hours brought."""

    at: datetime
    accepted: int
    settled: int
    pending: int
    waiting: int
    held: int
    trash: int
    causes: int
    """Groups of equal causes in the trash."""
    oldest_pending_s: float
    topologies: dict[str, dict[str, int]]
    """Topology, state, count."""
    totals: dict[str, int]
    """Entries by kind within the time."""
    minutes: list[MinuteModel]
    installations: list[InstallationState]


@router.get("", summary="Everything at a glance", dependencies=READS)
async def get_dashboard(
    door: Through, hours: Annotated[int, Query(ge=1, le=168, description="How far back the minutes go.")] = 1
) -> DashboardModel:
    """Runs accepted and settled; of the open messages, how many could move, wait, are held or need a person."""
    seen = await dashboard(door.house.world.ledger, door.now(), back=timedelta(hours=hours))
    tally = seen.tally
    return DashboardModel(
        at=seen.at,
        accepted=tally.runs,
        settled=tally.runs - tally.runs_open,
        pending=tally.pending,
        waiting=tally.waiting,
        held=tally.held,
        trash=tally.trash,
        causes=seen.causes,
        oldest_pending_s=seen.oldest_pending_s,
        topologies={name: dict(states) for name, states in tally.by_topology.items()},
        totals=dict(Counter(seen.totals)),
        minutes=[MinuteModel.model_validate(one) for one in seen.minutes],
        installations=installation_states(door),
    )


def installation_states(door: Door) -> list[InstallationState]:
    """All installations: up, limited, paused or off."""
    world = door.house.world
    pauses = world.pauses.view()
    budgets = {view.installation: view for view in world.limiter.view()}
    states = []
    for one in world.installations:
        pause, budget = pauses.get(one.name), budgets.get(one.name)
        is_limited = budget is not None and budget.waiting + budget.held > 0
        state = "off" if not one.is_on else "paused" if pause else "limited" if is_limited else "up"
        states.append(
            InstallationState(
                name=one.name,
                application=one.application,
                state=state,
                reason=pause.reason if pause else (budget.reason if budget and is_limited else ""),
                waiting=budget.waiting if budget else 0,
                held=budget.held if budget else 0,
            )
        )
    return states
