"""Schedules: what runs when, switched and run by hand."""

from __future__ import annotations

from fastapi import APIRouter

from goldthread.api.door import Door, Through
from goldthread.api.guard import READS, Operator
from goldthread.api.model import Shown
from goldthread.api.models_admin import Reschedule, ScheduleModel
from goldthread.engine.schedule import Schedule

router = APIRouter(prefix="/api/schedules", tags=["schedules"])


class RunNow(Shown):
    """A run that was started out of turn."""

    topology: str
    run: str | None
    """The first, where several installations are visited; null where none is."""


@router.get("", summary="What runs when", dependencies=READS)
async def list_schedules(door: Through) -> list[ScheduleModel]:
    """By topology."""
    return [_model(door, one) for one in await door.house.engine.scheduler.schedules()]


@router.post("/{topology}/on", summary="Switch it on")
async def switch_on(topology: str, door: Through, caller: Operator) -> ScheduleModel:
    """Ticks that passed while it was off are never made up for."""
    return _model(door, await door.house.engine.scheduler.switch(topology, is_on=True, actor=caller.name))


@router.post("/{topology}/off", summary="Switch it off")
async def switch_off(topology: str, door: Through, caller: Operator) -> ScheduleModel:
    """No tick starts a run until it is switched on."""
    return _model(door, await door.house.engine.scheduler.switch(topology, is_on=False, actor=caller.name))


@router.put("/{topology}", summary="Another expression")
async def reschedule(topology: str, asked: Reschedule, door: Through, caller: Operator) -> ScheduleModel:
    """Until it is given its own again."""
    changed = await door.house.engine.scheduler.reschedule(topology, asked.expression, actor=caller.name)
    return _model(door, changed)


@router.post("/{topology}/run", summary="Run it now", status_code=202)
async def run_now(topology: str, door: Through, caller: Operator) -> RunNow:
    """Whatever the schedule says."""
    started = await door.house.engine.scheduler.run_now(topology, actor=caller.name)
    return RunNow(topology=topology, run=started[0].run if isinstance(started, list) and started else None)


def _model(door: Door, schedule: Schedule) -> ScheduleModel:
    cron = schedule.cron
    return ScheduleModel(
        topology=schedule.topology,
        expression=cron.expression,
        zone=cron.zone,
        missed=cron.missed,
        overlap=cron.overlap,
        is_on=schedule.is_on,
        last=schedule.last,
        next=schedule.next_at(door.now()),
        override=schedule.override,
        fault=door.house.engine.scheduler.faults.get(schedule.topology, ""),
    )
