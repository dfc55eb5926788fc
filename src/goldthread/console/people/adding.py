"""Dialogs that let somebody in, and change what a person may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from goldthread.access.person import Person, Role, role_of
from goldthread.access.scope import Scope
from goldthread.console.address import PREFIX
from goldthread.console.applications.form import line
from goldthread.console.parts.act import guarded
from goldthread.console.parts.markup import html, tag
from goldthread.console.people.once import show_once
from goldthread.console.people.rows import ROLES
from goldthread.console.visit import Visit

ADMINISTERS = (Scope.ADMIN,)


async def ask_new_person(visit: Visit) -> None:
    """A name and a role; then the link is shown, once."""
    typed = {"name": "", "role": Role.VIEWER.value}

    async def add() -> None:
        person = await visit.house.entrance.people.add(typed["name"], role_of(typed["role"]), actor=visit.name)
        dialog.close()
        await show_link(visit, person.name)

    with ui.dialog(value=True) as dialog, ui.element("div").classes("dialog"):
        html(tag("h2", "Let somebody in"))
        with ui.element("div").classes("form"):
            line("Name", "as entries will say it", "", lambda value: typed.update(name=str(value or ""))).props(
                "autofocus"
            )
            _role_choice(typed)
        _ends(dialog, "Add and make a link", guarded(add, visit=visit, needs=ADMINISTERS))


async def ask_role(visit: Visit, person: Person) -> None:
    """Another role for a person, from the next request on."""
    typed = {"role": person.role.value}

    async def change() -> None:
        await visit.house.entrance.people.set_role(person.name, role_of(typed["role"]), actor=visit.name)
        ui.navigate.reload()

    with ui.dialog(value=True) as dialog, ui.element("div").classes("dialog"):
        html(tag("h2", f"What may {person.name} do?"))
        with ui.element("div").classes("form"):
            _role_choice(typed)
        _ends(dialog, "Change the role", guarded(change, visit=visit, needs=ADMINISTERS))


async def show_link(visit: Visit, name: str) -> None:
    """Make a one-time link and show it."""
    code = await visit.house.entrance.invitations.make(name, actor=visit.name)
    link = f"{link_base(visit.house.settings.public_url, str(ui.context.client.request.base_url))}{PREFIX}/enter/{code}"
    words = "It signs in once, within 15 minutes. It is shown this once and kept nowhere."
    show_once(f"A link for {name}", words, link)


def link_base(public_url: str, requested: str) -> str:
    """Where the console is, as the person's browser reaches it."""
    return (public_url or requested.removesuffix("/").removesuffix(PREFIX)).rstrip("/")


def _role_choice(typed: dict[str, str]) -> None:
    with ui.element("label").classes("form-line"):
        html(tag("span", "Role", cls="form-title"))
        options = {role.value: f"{role.value}: {words}" for role, words in ROLES.items()}
        chosen = ui.select(options, value=typed["role"], on_change=lambda event: typed.update(role=str(event.value)))
        chosen.props('outlined dense aria-label="Role"')


def _ends(dialog: ui.dialog, yes_words: str, act: Callable[[], Awaitable[None]]) -> None:
    with ui.element("div").classes("acts"):
        with ui.element("button").classes("button").props('type="button"') as no:
            html(tag("span", "Cancel"))
        with ui.element("button").classes("button primary").props('type="button"') as yes:
            html(tag("span", yes_words))
    no.on("click", dialog.close)
    yes.on("click", act)
