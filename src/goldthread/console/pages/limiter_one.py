"""One installation's budget: who waits for it and until when; its limits, paused and resumed."""

from __future__ import annotations

from typing import Final

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.limiter.budget import (
    Budget,
    bar,
    budgets_of,
    forecast,
    limits_words,
    next_call,
    pause_words,
    waiting_bars,
)
from goldthread.console.limiter.limits_form import limits_form
from goldthread.console.limiter.waiting import waiting_messages
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.parts.words import chip, facts, moment
from goldthread.console.topologies.seen import look
from goldthread.console.visit import Visit
from goldthread.flow.errors import Misuse

EVERY_S: Final = 3.0
OPERATES: Final = (Scope.OPERATE,)
LONGEST: Final = 500


@page(
    "/limiter/{name}",
    title="Budget",
    icon="limiter",
    scope=(Scope.READ,),
    answers="Why is it slow?",
    is_listed=False,
    belongs_to="/limiter",
)
async def limiter_one(visit: Visit, name: str) -> None:
    """How it stands, drawn again and again; what can be done stands beside and stays."""
    one = visit.house.world.installations.get(name)
    application = visit.house.world.catalog.application(one.application)
    with heading(one.name, f"Why is it slow? · {application.title or application.name}"):
        html(tag("a", "Installation", cls="button", href=href(f"/installations/{name}")))
        acts = _acts(visit, name)
    with ui.element("div").classes("grid-2"):
        with ui.element("div").classes("stack"):

            async def draw() -> None:
                seen = await look(visit.door)
                acts.refresh()
                await waiting()
                _standing(visit, next(each for each in budgets_of(visit.door, seen.queues) if each.name == name))

            now = ui.element("div").classes("stack")
            waiting = await waiting_messages(visit, one)
            with now:
                await follow(EVERY_S, draw, visit=visit)
        with ui.element("section").classes("panel"):
            html(tag("h2", "Limits"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                if visit.may(*OPERATES):
                    limits_form(visit, name, draw_nothing)
                else:
                    html(tag("p", f"It takes {limits_words(visit.house.world.installations.limits(name))}."))


async def draw_nothing() -> None:
    """The next look shows it."""


def _standing(visit: Visit, budget: Budget) -> None:
    if budget.pause:
        notice(pause_words(budget.pause), tone="bad")
    view = budget.view
    with ui.element("section").classes("panel"):
        html(joined([tag("h2", "Now"), chip(budget.state)]), classes="panel-head")
        rows = [
            ("Used", bar(budget) if budget.limits else ""),
            ("Limits", limits_words(budget.limits)),
            ("Calls under way", f"{view.under_way} of {view.concurrency} at once" if view else ""),
            ("In line for a call", view.waiting if view else ""),
            ("Held until their turn", view.held if view else ""),
            ("Held since it is paused", sum(budget.stopped.values()) if budget.pause or budget.stopped else ""),
            ("Paused since", moment(budget.pause.since) if budget.pause else ""),
            ("Next call", next_call(budget, visit.door.now())),
            ("All through", forecast(budget, visit.door.now())),
            ("Why", budget.reason if budget.waiting and not budget.pause else ""),
        ]
        html(facts(rows), classes="panel-body")
    with ui.element("section").classes("panel"):
        html(tag("h2", "Who waits"), classes="panel-head")
        html(waiting_bars(budget), classes="panel-body")


def _acts(visit: Visit, name: str) -> ui.refreshable:  # type: ignore[type-arg] # NiceGUI's own generics take what is decorated
    pauses = visit.house.world.pauses

    async def pause() -> None:
        why = await asked_why(name)
        if why:
            await pauses.pause(name, why, by=visit.name)
            toast(f"{name} is paused; its messages wait without using up attempts.")
            acts.refresh()

    async def resume() -> None:
        await pauses.resume(name, by=visit.name)
        toast(f"{name} is called again; what was held for it goes on.")
        acts.refresh()

    @ui.refreshable
    def acts() -> None:
        if pauses.view().get(name):
            button("Resume", resume, visit=visit, needs=OPERATES, icon="play", look="primary")
        else:
            button("Pause", pause, visit=visit, needs=OPERATES, icon="pause")

    acts()
    return acts


async def asked_why(name: str) -> str:
    """The reason to pause it; empty when the person thought better of it. Raises `Misuse` without one."""
    with ui.dialog() as dialog, ui.element("div").classes("dialog"):
        html(tag("h2", f"Pause {name}?"))
        html(tag("p", "Nobody calls it until somebody resumes it. Messages wait and use up no attempts.", cls="muted"))
        why = ui.input("Why").props(f"outlined autofocus stack-label maxlength={LONGEST}")
        with ui.element("div").classes("acts"):
            with ui.element("button").classes("button").props('type="button"') as no:
                html(tag("span", "Cancel"))
            with ui.element("button").classes("button primary").props('type="button"') as yes:
                html(tag("span", "Pause it"))
        no.on("click", lambda: dialog.submit(None))
        yes.on("click", lambda: dialog.submit(why.value or ""))
        why.on("keydown.enter", lambda: dialog.submit(why.value or ""))
    said = await dialog
    dialog.delete()
    if said is not None and not str(said).strip():
        raise Misuse("Say why it is paused; everybody who waits for it will read it.")
    return str(said or "").strip()
