"""How much an installation may be asked, and changing it."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.api.setting_up import set_up
from goldthread.console.applications.form import line
from goldthread.console.parts.act import button, go
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.words import facts
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation, StoredLimit
from goldthread.engine.window import read_windows, window_text
from goldthread.flow.errors import Misuse


def show_limits(visit: Visit, one: Installation) -> None:
    """What holds now, and a form for whom may change it."""
    world = visit.house.world
    application = world.catalog.application(one.application)
    own = ", ".join(window_text(each.count, each.per_s) for each in one.limits or ())
    holds = ", ".join(map(str, world.installations.limits(one.name))) or "no limit"
    rows = [
        ("Holds now", holds),
        ("Whose", "its own" if one.limits is not None else f"those of {application.name}"),
        (f"Of {application.name}", ", ".join(map(str, application.limits)) or "no limit"),
        ("At once", f"{world.installations.concurrency(one.name)} calls"),
    ]
    with ui.element("div").classes("grid-2"):
        with ui.element("section").classes("panel"):
            html(tag("h2", "Change it"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                _form(visit, one, own)
        html(
            tag(
                "aside",
                tag("div", tag("h2", "Now"), cls="panel-head"),
                tag("div", facts(rows), cls="panel-body"),
                cls="panel",
            )
        )


def _form(visit: Visit, one: Installation, own: str) -> None:
    if not visit.may(Scope.OPERATE):
        html(tag("p", "An operator or administrator may change it.", cls="muted"))
        return
    typed = {"windows": own, "at_once": str(one.concurrency or "")}

    async def save() -> None:
        changed = limited(visit.house.world.installations.get(one.name), typed["windows"], typed["at_once"])
        await set_up(visit.door, changed, actor=visit.name, change="limits changed")
        go(f"/installations/{one.name}", tab="limits")

    with ui.element("div").classes("form"):
        line(
            "Limits",
            "as 10/s, 5000/day; empty: those of its application",
            own,
            lambda value: typed.update(windows=str(value or "")),
        )
        line(
            "Calls at once",
            "a whole number; empty: as its application says",
            typed["at_once"],
            lambda value: typed.update(at_once=str(value or "")),
        )
    with ui.element("div").classes("row-line"):
        button("Change limits", save, visit=visit, needs=(Scope.OPERATE,), icon="check", look="primary")


def limited(one: Installation, windows: str, at_once: str) -> Installation:
    """The installation with what was typed. Raises `Misuse`."""
    limits: tuple[StoredLimit, ...] = read_windows(windows)
    count = at_once.strip()
    if count and not (count.isascii() and count.isdigit() and 1 <= int(count) <= 1000):
        raise Misuse(f"Calls at once are a whole number from 1 to 1000, not {at_once!r}.")
    return replace(one, limits=limits or None, concurrency=int(count) if count else None)
