"""Installations: set up, changed, paused, tested. Credentials go in and never come out."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Response

from goldthread.api.connection import test_connection
from goldthread.api.door import Door, Through
from goldthread.api.guard import READS, Admin, Operator
from goldthread.api.models_admin import (
    ApplicationModel,
    ConnectionTest,
    FieldModel,
    InstallationAsked,
    InstallationModel,
    LimitModel,
    LimitsAsked,
    PauseModel,
    Why,
)
from goldthread.api.setting_up import forget, set_up
from goldthread.engine.installation import Installation, StoredLimit
from goldthread.flow.application import Application
from goldthread.flow.start import Webhook

router = APIRouter(prefix="/api", tags=["installations"])


@router.get("/applications", summary="What can be connected", dependencies=READS)
async def list_applications(door: Through) -> list[ApplicationModel]:
    """The applications of all topologies, with what an installation of each is asked for."""
    catalog = door.house.world.catalog
    return [_application(door, catalog.applications[name]) for name in sorted(catalog.applications)]


@router.get("/installations", summary="What is connected", dependencies=READS)
async def list_installations(door: Through) -> list[InstallationModel]:
    """In the order of their names."""
    return [_model(door, one) for one in door.house.world.installations]


@router.get("/installations/{name}", summary="One installation", dependencies=READS)
async def get_installation(name: str, door: Through) -> InstallationModel:
    """Without its credentials; only their names."""
    return _model(door, door.house.world.installations.get(name))


@router.put(
    "/installations/{name}",
    summary="Set up or change an installation",
    responses={201: {"model": InstallationModel, "description": "It was set up."}},
)
async def put_installation(
    name: str, asked: InstallationAsked, response: Response, door: Through, caller: Admin
) -> InstallationModel:
    """Replaces what there was; credentials that aren't given stay."""
    is_new = all(one.name != name for one in door.house.world.installations)
    given = Installation(
        name=name,
        application=asked.application,
        base_url=asked.base_url,
        settings=asked.settings,
        limits=_stored(asked.limits),
        concurrency=asked.concurrency,
        is_default=asked.is_default,
        is_on=asked.is_on,
    )
    secrets = asked.credentials
    opened = None if secrets is None else {key: secret.get_secret_value() for key, secret in secrets.items()}
    kept = await set_up(door, given, actor=caller.name, secrets=opened)
    response.status_code = 201 if is_new else 200
    return _model(door, kept)


@router.delete("/installations/{name}", summary="Forget an installation", status_code=204)
async def remove_installation(name: str, door: Through, caller: Admin) -> None:
    """Its credentials as well; its history stays. Messages that need it go to the trash, saying so."""
    await forget(door, name, actor=caller.name)


@router.put("/installations/{name}/limits", summary="Change its limits")
async def set_limits(name: str, asked: LimitsAsked, door: Through, caller: Operator) -> InstallationModel:
    """They hold at once here, and within a second in other processes."""
    former = door.house.world.installations.get(name)
    changed = replace(former, limits=_stored(asked.limits), concurrency=asked.concurrency)
    return _model(door, await set_up(door, changed, actor=caller.name, change="limits changed"))


@router.post("/installations/{name}/pause", summary="Don't call it for now")
async def pause_installation(name: str, asked: Why, door: Through, caller: Operator) -> InstallationModel:
    """Its messages wait without using up attempts, until somebody resumes it."""
    found = door.house.world.installations.get(name)
    await door.house.world.pauses.pause(name, asked.why, by=caller.name)
    return _model(door, found)


@router.post("/installations/{name}/resume", summary="Call it again")
async def resume_installation(name: str, door: Through, caller: Operator) -> InstallationModel:
    """Whoever paused it; what was held goes on."""
    found = door.house.world.installations.get(name)
    await door.house.world.pauses.resume(name, by=caller.name)
    return _model(door, found)


@router.post("/installations/{name}/test", summary="Does the other side answer?")
async def test_installation(name: str, door: Through, caller: Operator) -> ConnectionTest:
    """One GET at its address with our credentials, within its limit; changes nothing."""
    del caller
    return await test_connection(door, door.house.world.installations.get(name))


def _stored(limits: list[LimitModel] | None) -> tuple[StoredLimit, ...] | None:
    if limits is None:
        return None
    return tuple(StoredLimit(count=one.count, per_s=one.per_s, burst=one.burst) for one in limits)


def _model(door: Door, one: Installation) -> InstallationModel:
    world = door.house.world
    pause = world.pauses.view().get(one.name)
    return InstallationModel(
        name=one.name,
        application=one.application,
        base_url=one.base_url,
        settings=dict(one.settings),
        credentials=sorted(world.installations.secrets(one.name)),
        limits=None if one.limits is None else [LimitModel(**_fields(limit)) for limit in one.limits],
        concurrency=one.concurrency,
        is_default=one.is_default,
        is_on=one.is_on,
        pause=PauseModel.model_validate(pause) if pause else None,
    )


def _fields(limit: StoredLimit) -> dict[str, int | None]:
    return {"count": limit.count, "per_s": limit.per_s, "burst": limit.burst}


def _application(door: Door, application: Application) -> ApplicationModel:
    starts = [topology.start for topology in door.house.world.catalog.topologies.values()]
    events = {one.event for one in starts if isinstance(one, Webhook) and one.application is application}
    return ApplicationModel(
        name=application.name,
        title=application.title or application.name,
        fields=[
            FieldModel(name=one.name, help=one.help, is_secret=one.is_secret, is_required=one.is_required)
            for one in application.fields
        ],
        limits=[
            LimitModel(count=one.count, per_s=max(1, round(one.per.total_seconds())), burst=one.burst)
            for one in application.limits
        ],
        concurrency=application.concurrency,
        events=sorted(events),
    )
