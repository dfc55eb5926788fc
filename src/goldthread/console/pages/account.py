"""Your account: who you are here, your password, your other sessions."""

from __future__ import annotations

from datetime import timedelta

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.applications.form import secret_line
from goldthread.console.frame import heading, page
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.words import facts, moment
from goldthread.console.people.rows import ROLES, browser_of
from goldthread.console.visit import Visit
from goldthread.flow.errors import Misuse

ANYBODY = tuple(Scope)
FRESH = timedelta(minutes=15)
"""So soon after signing in the password may be changed; as long as a one-time link lives."""


@page(
    "/account",
    title="Your account",
    icon="people",
    scope=ANYBODY,
    answers="Who am I here?",
    section="Trust",
    is_listed=False,
)
async def account(visit: Visit) -> None:
    """What the signed-in person may change about the way in."""
    entrance = visit.house.entrance
    person = await entrance.people.get(visit.name)
    mine = [one for one in await entrance.sessions.list() if one.person == visit.name]
    heading(person.name, "Who am I here, and how do I come in?")
    here = visit.signed_in.session
    said = facts(
        [
            ("Role", joined([tag("span", person.role.value, cls="strong"), f": {ROLES[person.role]}"])),
            ("You come in by", "a password, or a one-time link" if person.has_password else "a one-time link alone"),
            ("This session", joined(["since ", moment(here.started_at), ", until ", moment(here.expires_at)])),
            ("Signed in with", ", ".join(sorted({browser_of(one.agent) for one in mine}))),
        ]
    )
    with ui.element("div").classes("grid-even"):
        with ui.element("section").classes("panel"):
            html(tag("h2", "You"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                html(said)
                _others(visit, len(mine) - 1)
        with ui.element("section").classes("panel"):
            html(tag("h2", "Change the password" if person.has_password else "Set a password"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                _password(visit)


def _password(visit: Visit) -> None:
    typed = {"once": "", "twice": ""}

    async def save() -> None:
        if visit.door.now() - visit.signed_in.session.started_at > FRESH:
            raise Misuse("To change the password, sign out and in again first; so nobody does it at a desk left alone.")
        if typed["once"] != typed["twice"]:
            raise Misuse("The two aren't the same; type the new password twice.")
        await visit.house.entrance.people.set_password(visit.name, typed["once"], actor=visit.name)
        for field in fields:
            field.set_value("")
        toast("Your password is set. Other browsers stay signed in until you end their sessions.")

    with ui.element("div").classes("form"):
        fields = [
            secret_line(
                "New password",
                "12 letters at least; four words do well",
                lambda value: typed.update(once=str(value or "")),
            ),
            secret_line("Once more", "the same again", lambda value: typed.update(twice=str(value or ""))),
        ]
    with ui.element("div"):
        button("Set the password", save, visit=visit, needs=ANYBODY, icon="key", look="primary")


def _others(visit: Visit, count: int) -> None:
    async def end_others() -> None:
        sessions = visit.house.entrance.sessions
        others = [
            one for one in await sessions.list() if one.person == visit.name and one.id != visit.signed_in.session.id
        ]
        for one in others:
            await sessions.end(one.id, actor=visit.name)
        toast(f"Ended: {len(others)}. You are signed in here alone.")

    if count > 0:
        with ui.element("div"):
            words = "End my other session" if count == 1 else f"End my {count} other sessions"
            button(words, end_others, visit=visit, needs=ANYBODY, icon="leave")
