"""The form of an installation's limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.api.guard import Caller
from goldthread.api.installations import set_limits
from goldthread.api.models_admin import LimitModel, LimitsAsked
from goldthread.console.limiter.budget import limits_words
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.markup import html, tag
from goldthread.console.visit import Visit
from goldthread.flow.errors import Misuse

OPERATES: Final = (Scope.OPERATE,)
WINDOWS: Final = 3
"""So many fields for windows; more are set through the API."""
MOST_AT_ONCE: Final = 1000

HINT: Final = (
    "Each row is a window: so many calls in so many seconds, of which so many may come at once (empty: all of them). "
    "New limits hold at once here, and within a second in other processes."
)

Fields = tuple[ui.number, ui.number, ui.number]


def limits_form(visit: Visit, name: str, changed: Callable[[], Awaitable[None]]) -> None:
    """The windows and how many calls at once; `changed` is called when they are."""
    world = visit.house.world
    one = world.installations.get(name)
    application = world.catalog.application(one.application)
    holds = world.installations.limits(name)
    rows: list[Fields] = []
    with ui.element("div").classes("limit-rows"):
        for place in range(max(WINDOWS, len(holds))):
            limit = holds[place] if place < len(holds) else None
            rows.append(
                (
                    _number(f"Calls ({place + 1})", limit.count if limit else None),
                    _number("Seconds", limit.per.total_seconds() if limit else None),
                    _number("At once", limit.burst if limit else None),
                )
            )
    at_once = _number(f"Calls under way at once (empty: {application.concurrency})", one.concurrency)

    async def put(limits: list[LimitModel] | None, concurrency: int | None, words: str) -> None:
        asked = LimitsAsked(limits=limits, concurrency=concurrency)
        await set_limits(name, asked, visit.door, Caller(name=visit.name, scopes=visit.scopes))
        toast(words)
        await changed()

    async def keep() -> None:
        limits = windows_of([(count.value, per.value, burst.value) for count, per, burst in rows])
        words = f"From now on {name} takes {limits_told(limits)}."
        await put(limits, at_once_of(at_once.value), words)

    async def usual() -> None:
        own = limits_words(application.limits)
        await put(None, None, f"{name} has the limits of its application again: {own}.")
        for place, (count, per, burst) in enumerate(rows):
            limit = application.limits[place] if place < len(application.limits) else None
            count.value = limit.count if limit else None
            per.value = limit.per.total_seconds() if limit else None
            burst.value = limit.burst if limit else None
        at_once.value = None

    with ui.element("div").classes("row-line"):
        button("Set the limits", keep, visit=visit, needs=OPERATES, look="primary")
        button("Those of its application", usual, visit=visit, needs=OPERATES)
    html(
        tag(
            "p",
            f"{application.title or application.name} grants {limits_words(application.limits)}.",
            cls="muted small",
        )
    )
    html(tag("p", HINT, cls="muted small"))


def windows_of(rows: list[tuple[float | None, float | None, float | None]]) -> list[LimitModel]:
    """The limits of rows of calls, seconds, burst; empty rows are left out. Raises `Misuse`, saying what is wrong."""
    found = []
    for place, (count, per_s, burst) in enumerate(rows, start=1):
        if count is None and per_s is None:
            continue
        if not _is_whole(count) or not _is_whole(per_s):
            raise Misuse(
                f"Window {place} needs a whole number of calls and of seconds, both above 0; or leave both empty."
            )
        if burst is not None and (not _is_whole(burst) or burst > (count or 0)):
            raise Misuse(f"Window {place}: calls at once are a whole number from 1 to {count:g}; or leave it empty.")
        found.append(
            LimitModel(count=int(count or 0), per_s=int(per_s or 0), burst=None if burst is None else int(burst))
        )
    return found


def at_once_of(value: float | None) -> int | None:
    """How many calls at once; None where it is empty. Raises `Misuse`."""
    if value is None:
        return None
    if not _is_whole(value) or value > MOST_AT_ONCE:
        raise Misuse(f"Calls under way at once are a whole number from 1 to {MOST_AT_ONCE}.")
    return int(value)


def limits_told(limits: list[LimitModel]) -> str:
    """In words, for whoever set them."""
    return " and ".join(f"{one.count} calls in {one.per_s} s" for one in limits) or "any number of calls"


def _is_whole(value: float | None) -> bool:
    return value is not None and value >= 1 and float(value).is_integer()


def _number(label: str, value: float | None) -> ui.number:
    return ui.number(label, value=value, min=1).props("outlined dense stack-label").classes("form-field")
