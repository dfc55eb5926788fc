"""Every error as a problem (RFC 9457): the one place that knows which is which status."""

from __future__ import annotations

import http
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from goldthread.api.model import FieldProblem, Problem
from goldthread.domain.problem import InvalidValueError, pointer
from goldthread.engine.limiter import Held
from goldthread.flow.errors import (
    Broken,
    Conflict,
    Fault,
    Forbidden,
    GoldthreadError,
    InDoubt,
    Misuse,
    NotFound,
    Rejected,
    Transient,
    Unauthorised,
    Unavailable,
    Unfit,
    Unsettled,
)

logger = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Sort:
    """A sort of problem: its status, its name and its title."""

    status: int
    name: str
    title: str


SORTS: Final[Sequence[tuple[type[Exception], Sort]]] = (
    (Unfit, Sort(status=422, name="unfit", title="The body isn't what is expected")),
    (InvalidValueError, Sort(status=422, name="unfit", title="The body isn't what is expected")),
    (Unsettled, Sort(status=422, name="unsettled", title="The setting cannot be used")),
    (NotFound, Sort(status=404, name="not-found", title="There is no such thing")),
    (Forbidden, Sort(status=403, name="forbidden", title="This isn't allowed")),
    (Conflict, Sort(status=409, name="conflict", title="Something else is true by now")),
    (Misuse, Sort(status=400, name="misuse", title="This cannot be done")),
    (InDoubt, Sort(status=409, name="in-doubt", title="It isn't known whether it was done")),
    (Rejected, Sort(status=422, name="rejected", title="The other side refuses the data")),
    (Unauthorised, Sort(status=502, name="unauthorised-there", title="The other side doesn't take our credentials")),
    (Transient, Sort(status=502, name="transient", title="The other side fails for now")),
    (Held, Sort(status=503, name="held", title="The limit of the other side is used up for now")),
    (Unavailable, Sort(status=503, name="unavailable", title="The ledger cannot be written just now")),
    (Broken, Sort(status=500, name="broken", title="Our own fault")),
    (Exception, Sort(status=500, name="broken", title="Our own fault")),
)
"""The first that fits holds."""


class Refused(GoldthreadError):
    """The caller isn't known, or may not do this; a status and a challenge of its own."""

    def __init__(self, detail: str, *, status: int, name: str, title: str) -> None:
        super().__init__(detail)
        self.sort = Sort(status=status, name=name, title=title)


def not_known(detail: str) -> Refused:
    """401: who asks isn't known."""
    return Refused(detail, status=401, name="unauthenticated", title="Say who you are")


def problem_response(
    path: str,
    sort: Sort,
    detail: str,
    *,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem as a response."""
    problem = _problem(path, sort, detail, errors)
    return Response(problem.model_dump_json(), status_code=sort.status, media_type=MEDIA_TYPE, headers=headers)


def problem_of(instance: str, error: Exception) -> Problem:
    """The problem that an error is."""
    sort = error.sort if isinstance(error, Refused) else next(sort for kind, sort in SORTS if isinstance(error, kind))
    detail = str(error)
    if sort.status == 500:
        logger.error("a request broke", instance=instance, exc_info=error)
        detail = "Something broke on our side; the log says what."
    return _problem(instance, sort, detail, _fields(error))


def respond(path: str, error: Exception) -> Response:
    """The response to an error."""
    problem = problem_of(path, error)
    headers: dict[str, str] = {}
    if problem.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if problem.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="goldthread"'
    return Response(problem.model_dump_json(), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def _problem(instance: str, sort: Sort, detail: str, errors: Sequence[FieldProblem]) -> Problem:
    return Problem(
        type=f"urn:goldthread:problem:{sort.name}",
        title=sort.title,
        status=sort.status,
        detail=detail,
        instance=instance,
        errors=list(errors),
    )


def install(app: FastAPI) -> None:
    """Every error that leaves a route becomes a problem, those of the framework as well."""
    for kind in (GoldthreadError, InvalidValueError, Held, Exception):
        app.add_exception_handler(kind, _on_error)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)


async def _on_error(request: Request, error: Exception) -> Response:
    return respond(request.url.path, error)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for nothing else
    phrase = http.HTTPStatus(error.status_code).phrase
    detail = error.detail if error.detail != phrase else _words(request, error.status_code)
    sort = Sort(status=error.status_code, name=phrase.lower().replace(" ", "-"), title=phrase)
    return problem_response(request.url.path, sort, detail, headers=error.headers)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for nothing else
    errors = [
        FieldProblem(pointer=_place(fault["loc"]), detail=fault["msg"], code=fault["type"]) for fault in error.errors()
    ]
    first = f"{errors[0].pointer or 'The body'}: {errors[0].detail}" if errors else "The request cannot be read."
    sort = Sort(status=422, name="unfit", title="The request isn't what is expected")
    return problem_response(request.url.path, sort, first, errors=errors)


def _fields(error: Exception) -> list[FieldProblem]:
    match error:
        case Unfit() | Rejected():
            return [_field(fault) for fault in error.faults]
        case InvalidValueError():
            said = error.problem
            return [FieldProblem(pointer=said.field, detail=said.message, code=said.code, suggestion=said.suggestion)]
        case _:
            return []


def _field(fault: Fault) -> FieldProblem:
    return FieldProblem(pointer=fault.field, detail=fault.message, code=fault.code, suggestion=fault.suggestion)


def _place(steps: Sequence[str | int]) -> str:
    """A fault's place: within the body as a pointer into it, elsewhere with where it is."""
    return pointer(*(steps[1:] if steps[:1] == ("body",) else steps))


def _words(request: Request, status: int) -> str:
    if status == 404:
        return f"There is nothing at {request.url.path}; /openapi.json says what there is."
    if status == 405:
        return f"{request.method} isn't possible at {request.url.path}; /openapi.json says what is."
    return http.HTTPStatus(status).description or http.HTTPStatus(status).phrase
