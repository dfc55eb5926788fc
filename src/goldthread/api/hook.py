"""Webhooks: the hot path, answered when what came is durable and not before."""

from __future__ import annotations

import time
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from goldthread.api.body import TooLarge, read_body
from goldthread.api.door import Door, door_of
from goldthread.api.problem import Refused, respond
from goldthread.engine.intake import Begun
from goldthread.flow.errors import Forbidden, GoldthreadError, NotFound, Unavailable

PATH: Final = "/hooks/{installation}/{event}"


def hook_route() -> Route:
    """The route: plain, since every microsecond here is one of every webhook."""
    return Route(PATH, take_hook, methods=["POST"], name="take_hook")


async def take_hook(request: Request) -> Response:
    """202 with the runs that began, 200 with those that exist (or none), 401 for a wrong signature, 404, 413, 503."""
    began = time.perf_counter()
    door = door_of(request)
    installation, event = request.path_params["installation"], request.path_params["event"]
    outcome = "refused"
    try:
        body = await read_body(request.receive)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in request.scope["headers"]}
        runs = await door.house.engine.intake.hook(installation, event, headers, body)
        outcome = _outcome(runs)
        return _answer(runs)
    except TooLarge:
        outcome = "too_large"
        raise
    except GoldthreadError as error:
        outcome = _name(error)
        return respond(request.url.path, _judged(error))
    finally:
        _count(door, installation, outcome, began)


def _count(door: Door, installation: str, outcome: str, began: float) -> None:
    door.meter.hook(installation, outcome, time.perf_counter() - began)


def _judged(error: GoldthreadError) -> GoldthreadError:
    if isinstance(error, Forbidden):
        return Refused(str(error), status=401, name="unsigned", title="The signature isn't right")
    return error


def _name(error: GoldthreadError) -> str:
    match error:
        case Forbidden():
            return "unsigned"
        case NotFound():
            return "not_found"
        case Unavailable():
            return "unavailable"
        case _:
            return "refused"


def _outcome(runs: list[Begun]) -> str:
    if not runs:
        return "passed_over"
    if all(run.is_duplicate for run in runs):
        return "duplicate"
    return "in_trash" if any(run.is_in_trash for run in runs) else "started"


def _answer(runs: list[Begun]) -> Response:
    is_known = all(run.is_duplicate for run in runs)
    said = {
        "runs": [
            {
                "run": run.run,
                "trace": run.trace,
                "topology": run.topology,
                "is_duplicate": run.is_duplicate,
                "is_in_trash": run.is_in_trash,
            }
            for run in runs
        ],
        "in_trash": any(run.is_in_trash and not run.is_duplicate for run in runs),
    }
    return Response(
        orjson.dumps(said),
        status_code=200 if is_known else 202,
        media_type="application/json",
        headers={"Location": f"/api/runs/{runs[0].run}"} if runs else None,
    )
