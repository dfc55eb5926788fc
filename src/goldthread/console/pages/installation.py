"""One installation: how it is doing, what was said, and how it is connected."""

from __future__ import annotations

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.applications.calls import show_calls
from goldthread.console.applications.limits import show_limits
from goldthread.console.applications.now import show_now
from goldthread.console.applications.settings import show_settings
from goldthread.console.applications.switches import switches
from goldthread.console.applications.tabs import TABS, tab_links, tab_of
from goldthread.console.applications.webhooks import show_webhooks
from goldthread.console.frame import heading, page
from goldthread.console.parts.markup import html
from goldthread.console.visit import Visit


@page(
    "/installations/{name}",
    title="Installation",
    icon="applications",
    scope=(Scope.READ,),
    answers="How is it doing?",
    section="Flow",
    is_listed=False,
    belongs_to="/applications",
)
async def installation(visit: Visit, name: str) -> None:
    """The part of it that the address asks for."""
    found = visit.house.world.installations.get(name)
    application = visit.house.world.catalog.application(found.application)
    tab = tab_of(visit)
    with heading(found.name, f"{application.title or application.name}: {TABS[tab][1]}"):
        switches(visit, found)
    html(tab_links(visit, name, tab))
    with ui.element("div").classes("stack"):
        match tab:
            case "calls":
                await show_calls(visit, found)
            case "webhooks":
                await show_webhooks(visit, found)
            case "limits":
                show_limits(visit, found)
            case "settings":
                show_settings(visit, found)
            case _:
                await show_now(visit, found)
