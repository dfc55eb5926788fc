"""Tokens: which machines may call the API."""

from __future__ import annotations

from functools import partial

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.access.stored import Token
from goldthread.console.address import href
from goldthread.console.frame import page
from goldthread.console.parts.act import Question, asked, button
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, View, arranged, filters, foot_markup, table_markup
from goldthread.console.parts.words import chip, moment
from goldthread.console.people.acting import acting, row_button
from goldthread.console.people.rows import token_rows, token_state
from goldthread.console.people.tabs import people_heading
from goldthread.console.people.token_form import ask_token
from goldthread.console.visit import Visit

ADMINISTERS = (Scope.ADMIN,)
STATES = ("living", "expired", "revoked")


@page(
    "/people/tokens",
    title="Tokens",
    icon="key",
    scope=ADMINISTERS,
    answers="Which machines may call?",
    section="Trust",
    is_listed=False,
    belongs_to="/people",
)
async def tokens(visit: Visit) -> None:
    """All tokens, without their secrets."""
    with people_heading("Tokens", "Which machines may call the API, and what may they do?", "/people/tokens"):
        button("New token", partial(ask_token, visit), visit=visit, needs=ADMINISTERS, icon="key", look="primary")
    view = View(query=visit.query)
    every = await visit.house.tokens.list()
    rows = token_rows(every, visit.door.now(), text=view.text("q"), state=view.text("state"))
    filters(view, Filter(name="state", title="State", options=[(one, one) for one in STATES]), search="Part of a name")
    columns = _columns(visit)
    shown, foot = arranged(rows, columns, view)

    async def revoke(id_: str) -> None:
        name = next((one.name for one in every if one.id == id_), id_)
        words = "Whoever uses it is refused within seconds. This cannot be undone."
        ask = Question(title=f"Revoke the token {name}?", words=words, yes="Revoke it", is_dangerous=True)
        if await asked(ask):
            await visit.house.tokens.revoke(id_, actor=visit.name)
            ui.navigate.reload()

    none = empty_markup(
        "No token is like that", "Choose another filter.", way_on=href("/people/tokens"), way="Show all"
    )
    if not every:
        none = empty_markup(
            "There is no token", "Machines need one to call the API; make it with New token.", picture="key"
        )
    drawn = tag("div", table_markup(columns, shown, view=view), foot_markup(foot), cls="panel") if shown else none
    acting(drawn, revoke, visit=visit, needs=ADMINISTERS)
    html(tag("p", "A token's secret is shown once, when it is made; only its digest is kept.", cls="small muted"))


def _columns(visit: Visit) -> tuple[Column[Token], ...]:
    now = visit.door.now()

    def ending(one: Token) -> object:
        living = token_state(one, now) == "living"
        return row_button("Revoke", one.id, label=f"Revoke the token {one.name}") if living else ""

    def until(one: Token) -> object:
        if one.revoked_at is not None:
            return joined(["revoked ", moment(one.revoked_at)])
        return moment(one.expires_at) if one.expires_at else "it is revoked"

    return (
        Column(
            title="Token",
            cell=lambda one: tag("span", one.name, cls="strong"),
            key="name",
            sort=lambda one: one.name.casefold(),
        ),
        Column(
            title="State",
            cell=lambda one: chip(token_state(one, now)),
            key="state",
            sort=lambda one: token_state(one, now),
        ),
        Column(title="May", cell=lambda one: ", ".join(sorted(one.scopes))),
        Column(title="Made", cell=lambda one: moment(one.created_at), key="made", sort=lambda one: one.created_at),
        Column(title="By", cell=lambda one: one.created_by or "-"),
        Column(
            title="Last used", cell=lambda one: moment(one.last_used_at, shape="ago") if one.last_used_at else "never"
        ),
        Column(title="Until", cell=until),
        Column(title="", cell=ending, is_right=True),
    )
