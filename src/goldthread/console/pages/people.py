"""People: who may sign in, and as what."""

from __future__ import annotations

from functools import partial
from typing import Final

from markupsafe import Markup

from goldthread.access.person import Person, Role
from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import page
from goldthread.console.parts.act import Question, button, go, toast
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, View, arranged, filters, table
from goldthread.console.parts.words import facts, moment
from goldthread.console.people.adding import ADMINISTERS, ask_new_person, ask_role, show_link
from goldthread.console.people.rows import ROLES, PersonRow, person_rows
from goldthread.console.people.tabs import people_heading
from goldthread.console.visit import Visit
from goldthread.flow.errors import Misuse


@page(
    "/people",
    title="People & tokens",
    icon="people",
    scope=(Scope.ADMIN,),
    answers="Who may do what?",
    section="Trust",
    order=20,
)
async def people(visit: Visit) -> None:
    """Everybody who may sign in."""
    with people_heading("People", "Who may sign in, and as what?", "/people"):
        button(
            "Let somebody in",
            partial(ask_new_person, visit),
            visit=visit,
            needs=ADMINISTERS,
            icon="people",
            look="primary",
        )
    view = View(query=visit.query)
    entrance = visit.house.entrance
    rows = person_rows(
        await entrance.people.list(), await entrance.sessions.list(), text=view.text("q"), role=view.text("role")
    )
    filters(
        view,
        Filter(name="role", title="Role", options=[(one.value, one.value) for one in Role]),
        search="Part of a name",
    )
    shown, foot = arranged(rows, COLUMNS, view)
    nobody = empty_markup("Nobody is like that", "Choose another filter.", way_on=href("/people"), way="Show all")
    table(COLUMNS, shown, view=view, empty=nobody, href=_address, foot=foot)
    html(
        tag(
            "p",
            "New people, and those who forgot their password, come in by a link that works once.",
            cls="small muted",
        )
    )


@page(
    "/people/of/{name}",
    title="Person",
    icon="people",
    scope=(Scope.ADMIN,),
    answers="What may this person do?",
    section="Trust",
    is_listed=False,
    belongs_to="/people",
)
async def person_page(visit: Visit, name: str) -> None:
    """One person, with everything that can be changed."""
    entrance = visit.house.entrance
    person = await entrance.people.get(name)
    sessions = [one for one in await entrance.sessions.list() if one.person == name]
    with people_heading(person.name, "What may this person do?", ""):
        _acts(visit, person, len(sessions))
    said = facts(
        [
            ("Role", joined([tag("span", person.role.value, cls="strong"), f": {ROLES[person.role]}"])),
            ("May", ", ".join(sorted(person.scopes))),
            ("Comes in by", "a password" if person.has_password else "a one-time link alone"),
            ("Signed in", _browsers(len(sessions))),
            ("Added", joined([moment(person.created_at), f" by {person.created_by}" if person.created_by else ""])),
            ("Did", tag("a", "what the ledger says of this person", href=href("/audit/people", actor=name))),
        ]
    )
    html(Markup('<section class="panel"><div class="panel-body">{}</div></section>').format(said))


def _acts(visit: Visit, person: Person, sessions: int) -> None:
    entrance = visit.house.entrance

    async def end_sessions() -> None:
        ended = await entrance.sessions.end_all(person.name, actor=visit.name)
        toast(f"{ended} sessions of {person.name} were ended.")

    async def remove() -> None:
        if person.name == visit.name:
            raise Misuse("You cannot remove yourself; ask another administrator.")
        await entrance.people.remove(person.name, actor=visit.name)
        await entrance.sessions.end_all(person.name, actor=visit.name)
        go("/people")

    button("Change the role", partial(ask_role, visit, person), visit=visit, needs=ADMINISTERS, icon="edit")
    button("Make a sign-in link", partial(show_link, visit, person.name), visit=visit, needs=ADMINISTERS, icon="link")
    if sessions:
        ending = Question(
            title=f"End all sessions of {person.name}?",
            words="Whoever is signed in under this name must sign in again.",
            yes="End them",
        )
        button("End sessions", end_sessions, visit=visit, needs=ADMINISTERS, icon="leave", ask=ending)
    words = "The person cannot sign in any more, and every session ends. What the person did stays told."
    ask = Question(title=f"Remove {person.name}?", words=words, yes=f"Remove {person.name}", is_dangerous=True)
    button("Remove", remove, visit=visit, needs=ADMINISTERS, icon="trash", look="danger", ask=ask)


def _browsers(count: int) -> str:
    return "nowhere now" if not count else "in one browser" if count == 1 else f"in {count} browsers"


def _address(row: PersonRow) -> str:
    return href(f"/people/of/{row.person.name}")


COLUMNS: Final[tuple[Column[PersonRow], ...]] = (
    Column(title="Person", cell=lambda row: row.person.name, key="name", sort=lambda row: row.person.name.casefold()),
    Column(title="Role", cell=lambda row: row.person.role.value, key="role", sort=lambda row: row.person.role.value),
    Column(title="May", cell=lambda row: tag("span", ROLES[row.person.role], cls="muted")),
    Column(title="Comes in by", cell=lambda row: "password" if row.person.has_password else "link"),
    Column(
        title="Sessions",
        cell=lambda row: row.sessions or "-",
        key="sessions",
        sort=lambda row: row.sessions,
        is_right=True,
    ),
    Column(
        title="Added",
        cell=lambda row: moment(row.person.created_at),
        key="added",
        sort=lambda row: row.person.created_at,
    ),
    Column(title="By", cell=lambda row: row.person.created_by or "-"),
)
