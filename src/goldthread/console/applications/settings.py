"""How an installation is connected: address, settings, new credentials, and forgetting it."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.api.setting_up import forget, set_up
from goldthread.console.address import href
from goldthread.console.applications.form import installation_form
from goldthread.console.applications.typed import Typed, missing, read_address, read_secrets, read_settings
from goldthread.console.parts.act import Question, button, go
from goldthread.console.parts.markup import html, tag
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation
from goldthread.flow.errors import Misuse

ADMINISTERS = (Scope.ADMIN,)


def show_settings(visit: Visit, one: Installation) -> None:
    """The form as it stands; a credential left empty stays as it is."""
    world = visit.house.world
    application = world.catalog.application(one.application)
    credentials = frozenset(world.installations.secrets(one.name))
    typed = Typed(
        name=one.name, base_url=one.base_url, values=dict(one.settings), is_default=one.is_default, is_on=one.is_on
    )

    async def save() -> None:
        if empty := missing(application.fields, typed, credentials):
            raise Misuse(f"Still empty: {', '.join(each.replace('_', ' ') for each in empty)}.")
        former = world.installations.get(one.name)
        changed = replace(
            former,
            base_url=read_address(typed.base_url),
            settings=read_settings(application.fields, typed, former.settings),
            is_default=typed.is_default,
            is_on=typed.is_on,
        )
        secrets = read_secrets(application.fields, typed, world.installations.secrets(one.name))
        await set_up(visit.door, changed, actor=visit.name, secrets=secrets)
        go(f"/installations/{one.name}")

    with ui.element("div").classes("grid-2"):
        with ui.element("section").classes("panel"), ui.element("div").classes("panel-body stack"):
            installation_form(application, typed, credentials=credentials, is_new=False)
            with ui.element("div").classes("row-line"):
                button("Save", save, visit=visit, needs=ADMINISTERS, icon="check", look="primary")
                html(tag("a", "Cancel", cls="button quiet", href=href(f"/installations/{one.name}")))
        _forgetting(visit, one)


def _forgetting(visit: Visit, one: Installation) -> None:
    async def remove() -> None:
        await forget(visit.door, one.name, actor=visit.name)
        go("/applications")

    words = "Its credentials are forgotten, its history stays. Messages that need it go to the trash, saying so."
    ask = Question(
        title=f"Forget {one.name}?",
        words=f"{words} This cannot be undone.",
        yes=f"Forget {one.name}",
        is_dangerous=True,
    )
    with ui.element("aside").classes("panel"):
        html(tag("h2", "Forget it"), classes="panel-head")
        with ui.element("div").classes("panel-body stack"):
            html(tag("p", words, cls="small muted"))
            with ui.element("div"):
                button(
                    "Forget this installation",
                    remove,
                    visit=visit,
                    needs=ADMINISTERS,
                    icon="trash",
                    look="danger",
                    ask=ask,
                )
