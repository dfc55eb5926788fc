"""The catalogue: what can be connected, and the form that connects it."""

from __future__ import annotations

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.api.setting_up import set_up
from goldthread.console.address import href
from goldthread.console.applications.form import installation_form
from goldthread.console.applications.typed import Typed, missing, read_address, read_secrets, read_settings
from goldthread.console.frame import heading, page
from goldthread.console.parts.act import button, go
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.words import facts
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation
from goldthread.flow.application import Application
from goldthread.flow.errors import Conflict, Misuse


@page(
    "/catalogue",
    title="Catalogue",
    icon="applications",
    scope=(Scope.READ,),
    answers="What can be connected?",
    section="Flow",
    is_listed=False,
    belongs_to="/applications",
)
async def catalogue(visit: Visit) -> None:
    """The applications of all topologies."""
    heading("Catalogue", "What can be connected? The applications that the topologies here know.")
    known = visit.house.world.catalog.applications
    outside = [one for _, one in sorted(known.items()) if not one.is_internal]
    html(tag("div", *(_card(visit, one) for one in outside), cls="grid-even"))


@page(
    "/catalogue/{application}",
    title="Connect a system",
    icon="applications",
    scope=(Scope.ADMIN,),
    answers="What does it need to be connected?",
    section="Flow",
    is_listed=False,
    belongs_to="/applications",
)
async def connect(visit: Visit, application: str) -> None:
    """A form made of the application's fields."""
    found = visit.house.world.catalog.application(application)
    heading(f"Connect {found.title or found.name}", "What does it need to be connected?")
    typed = Typed(is_default=not visit.house.world.installations.of(application))
    with ui.element("div").classes("grid-2"):
        with ui.element("div").classes("panel"), ui.element("div").classes("panel-body stack"):
            installation_form(found, typed, credentials=frozenset(), is_new=True)
            with ui.element("div").classes("row-line"):

                async def save() -> None:
                    await _install(visit, found, typed)

                button("Connect it", save, visit=visit, needs=(Scope.ADMIN,), icon="check", look="primary")
                html(tag("a", "Cancel", cls="button quiet", href=href("/catalogue")))
        html(_about(visit, found))


async def _install(visit: Visit, application: Application, typed: Typed) -> None:
    name = typed.name.strip()
    if any(one.name == name for one in visit.house.world.installations):
        raise Conflict(f"An installation is called {name!r} already; choose another name.")
    if empty := missing(application.fields, typed, frozenset()):
        raise Misuse(f"Still empty: {', '.join(one.replace('_', ' ') for one in empty)}.")
    given = Installation(
        name=name,
        application=application.name,
        base_url=read_address(typed.base_url),
        settings=read_settings(application.fields, typed, {}),
        is_default=typed.is_default,
        is_on=typed.is_on,
    )
    secrets = read_secrets(application.fields, typed, {})
    kept = await set_up(visit.door, given, actor=visit.name, secrets=secrets or {})
    go(f"/installations/{kept.name}")


def _card(visit: Visit, one: Application) -> Markup:
    mine = visit.house.world.installations.of(one.name)
    title = one.title or one.name
    way = (
        tag("a", f"Connect {one.name}", cls="button small", href=href(f"/catalogue/{one.name}"))
        if visit.may(Scope.ADMIN)
        else ""
    )
    links = joined([tag("a", each.name, href=href(f"/installations/{each.name}")) for each in mine], ", ")
    said = facts([*_particulars(visit, one), ("Connected", links or "not yet")])
    head = tag("div", tag("h2", title), tag("span", way, cls="push"), cls="panel-head")
    return tag("section", head, tag("div", said, cls="panel-body"), cls="panel")


def _about(visit: Visit, one: Application) -> Markup:
    head = tag("div", tag("h2", f"About {one.name}"), cls="panel-head")
    told = "Credentials are sealed when they are kept, and are never shown again, neither here nor by the API."
    body = tag("div", facts(_particulars(visit, one)), tag("p", told, cls="small muted"), cls="panel-body stack")
    return tag("aside", head, body, cls="panel")


def _particulars(visit: Visit, one: Application) -> list[tuple[str, object]]:
    secrets = [field.name.replace("_", " ") for field in one.fields if field.is_secret]
    events = visit.house.world.catalog.events(one.name)
    return [
        ("Credentials", ", ".join(secrets) or "none"),
        ("Webhooks", ", ".join(events) or "none"),
        ("Limit", ", ".join(map(str, one.limits)) or "none"),
        ("At once", f"{one.concurrency} calls"),
    ]
