"""Sessions: who is signed in, from where."""

from __future__ import annotations

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.access.session import Session
from goldthread.console.address import href
from goldthread.console.frame import page
from goldthread.console.parts.act import Question, asked
from goldthread.console.parts.markup import tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, View, arranged, filters, foot_markup, table_markup
from goldthread.console.parts.words import chip, moment
from goldthread.console.people.acting import acting, row_button
from goldthread.console.people.rows import browser_of
from goldthread.console.people.tabs import people_heading
from goldthread.console.visit import Visit


@page(
    "/people/sessions",
    title="Sessions",
    icon="people",
    scope=(Scope.ADMIN,),
    answers="Who is signed in?",
    section="Trust",
    is_listed=False,
    belongs_to="/people",
)
async def sessions(visit: Visit) -> None:
    """All living sessions; each can be ended."""
    people_heading("Sessions", "Who is signed in, from where?", "/people/sessions")
    view = View(query=visit.query)
    sought = view.text("q").casefold()
    living = [
        one for one in await visit.house.entrance.sessions.list() if sought in f"{one.person} {one.address}".casefold()
    ]
    filters(view, search="Person or address")
    columns = _columns(visit)
    shown, foot = arranged(living, columns, view)

    async def end(id_: str) -> None:
        one = next((each for each in living if each.id == id_), None)
        who = one.person if one else "nobody"
        words = (
            "You are signed out yourself." if id_ == visit.signed_in.session.id else f"{who} must sign in again there."
        )
        if await asked(Question(title=f"End this session of {who}?", words=words, yes="End it")):
            await visit.house.entrance.sessions.end(id_, actor=visit.name)
            ui.navigate.reload()

    nobody = empty_markup(
        "No session is like that", "Search for another name.", way_on=href("/people/sessions"), way="Show all"
    )
    drawn = tag("div", table_markup(columns, shown, view=view), foot_markup(foot), cls="panel") if shown else nobody
    acting(drawn, end, visit=visit, needs=(Scope.ADMIN,))


def _columns(visit: Visit) -> tuple[Column[Session], ...]:
    def who(one: Session) -> object:
        return tag("a", one.person, href=href(f"/people/of/{one.person}"))

    def here(one: Session) -> object:
        return chip("this one") if one.id == visit.signed_in.session.id else ""

    return (
        Column(title="Person", cell=who, key="person", sort=lambda one: one.person.casefold()),
        Column(title="Since", cell=lambda one: moment(one.started_at), key="since", sort=lambda one: one.started_at),
        Column(title="Until", cell=lambda one: moment(one.expires_at)),
        Column(title="Address", cell=lambda one: tag("span", one.address or "-", cls="mono")),
        Column(title="Browser", cell=lambda one: tag("span", browser_of(one.agent), title=one.agent)),
        Column(title="", cell=here),
        Column(
            title="",
            cell=lambda one: row_button("End", one.id, label=f"End the session of {one.person}"),
            is_right=True,
        ),
    )
