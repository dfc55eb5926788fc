"""One schedule: when it runs next, its last runs, and another expression."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.pages.schedules import state_chip
from goldthread.console.parts.act import Question, button, toast
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup, notice
from goldthread.console.parts.table import Column, Foot, View, table
from goldthread.console.parts.words import chip, facts, moment
from goldthread.console.schedules.coming import coming
from goldthread.console.schedules.words import MISSED, OVERLAP, in_words
from goldthread.console.visit import Visit
from goldthread.engine.schedule import Schedule
from goldthread.flow.errors import NotFound, Unsettled
from goldthread.flow.start import Cron
from goldthread.ports.view import RunRow

EVERY_S: Final = 5.0
OPERATES: Final = (Scope.OPERATE,)
LAST_RUNS: Final = 10
AHEAD: Final = 5


@page(
    "/schedules/{topology}",
    title="Schedule",
    icon="schedules",
    scope=(Scope.READ,),
    answers="What runs when?",
    is_listed=False,
    belongs_to="/schedules",
)
async def schedule(visit: Visit, topology: str) -> None:
    """How it stands, drawn again and again; the form stands beside and stays."""
    found = await _of(visit, topology)
    title = visit.house.world.catalog.topology(topology).title
    with heading(title, f"What runs when? · {topology}"):
        html(tag("a", "Topology", cls="button", href=href(f"/topologies/{topology}")))
        _acts(visit, found)
    with ui.element("div").classes("grid-2"):
        with ui.element("div").classes("stack"):

            async def draw() -> None:
                await _standing(visit, await _of(visit, topology))

            await follow(EVERY_S, draw, visit=visit)
        with ui.element("section").classes("panel"):
            html(tag("h2", "Another expression"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                _form(visit, found)


async def _of(visit: Visit, topology: str) -> Schedule:
    every = {one.topology: one for one in await visit.house.engine.scheduler.schedules()}
    if topology not in every:
        visit.house.world.catalog.topology(topology)
        raise NotFound(f"No schedule starts {topology!r}; topologies with one: {', '.join(every) or 'none'}.")
    return every[topology]


def _acts(visit: Visit, found: Schedule) -> None:
    scheduler, name = visit.house.engine.scheduler, found.topology
    shown = {"is_on": found.is_on}

    async def run() -> None:
        started = await scheduler.run_now(name, actor=visit.name)
        count = len(started) if isinstance(started, list) else 0
        told = {0: "Nothing was started: no installation of its first node is on.", 1: "The run has begun."}
        toast(told.get(count, f"{count} runs have begun, one for each installation."), tone="good" if count else "info")

    async def switched(*, is_on: bool) -> None:
        shown["is_on"] = (await scheduler.switch(name, is_on=is_on, actor=visit.name)).is_on
        toast(f"{name} is switched {'on' if is_on else 'off'}.")
        switch.refresh()

    @ui.refreshable
    def switch() -> None:
        if not shown["is_on"]:
            button("Switch on", lambda: switched(is_on=True), visit=visit, needs=OPERATES, look="primary")
            return
        words = "No tick starts a run until somebody switches it on; what passes meanwhile is never made up for."
        ask = Question(title=f"Switch the schedule of {name} off?", words=words, yes="Switch off", is_dangerous=True)
        button("Switch off", lambda: switched(is_on=False), visit=visit, needs=OPERATES, icon="pause", ask=ask)

    switch()
    button("Run now", run, visit=visit, needs=OPERATES, icon="play", look="primary" if found.is_on else "")


async def _standing(visit: Visit, found: Schedule) -> None:
    now, faults = visit.door.now(), visit.house.engine.scheduler.faults
    if fault := faults.get(found.topology):
        notice(fault, tone="bad")
    cron = found.cron
    ahead = coming(cron, now, AHEAD) if found.is_on else []
    rows = [
        ("Runs", f"{in_words(cron.expression)}, {cron.zone}"),
        ("Expression", tag("span", cron.expression, cls="mono")),
        ("Whose", "an operator's, in place of the topology's own" if found.override else "the topology's own"),
        ("Next", Markup(", ").join(moment(at) for at in ahead) if ahead else "not while it is off"),
        ("Last tick", moment(found.last)),
        ("A missed tick", MISSED[cron.missed]),
        ("While the former run is open", OVERLAP[cron.overlap]),
    ]
    with ui.element("section").classes("panel"):
        html(joined([tag("h2", "When"), state_chip(found, faults)]), classes="panel-head")
        html(facts(rows), classes="panel-body")
    await _last_runs(visit, found)


async def _last_runs(visit: Visit, found: Schedule) -> None:
    runs = await visit.house.world.ledger.runs(topology=found.topology, limit=LAST_RUNS)
    columns: list[Column[RunRow]] = [
        Column(title="Begun", cell=lambda row: moment(row.run.started_at)),
        Column(title="State", cell=lambda row: chip(row.state)),
        Column(title="At", cell=lambda row: row.run.origin or "-"),
        Column(title="Took", cell=_took, is_right=True),
    ]
    table(
        columns,
        runs,
        view=View(query={}),
        empty=empty_markup("It hasn't run yet", "It runs with its next tick, or now.", picture="schedules"),
        href=lambda row: href(f"/orders/{row.run.trace}"),
        foot=Foot(words=f"its last {len(runs)} runs; the topology has all of them"),
    )


def _took(row: RunRow) -> str:
    if row.ended_at is None:
        return "-"
    seconds = (row.ended_at - row.run.started_at).total_seconds()
    return f"{seconds:.1f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _form(visit: Visit, found: Schedule) -> None:
    """The field with its meaning in words as it is typed."""
    scheduler, name = visit.house.engine.scheduler, found.topology
    if not visit.may(*OPERATES):
        html(tag("p", "Only operators and administrators give it another one.", cls="muted"))
        return
    field = ui.input("Five fields: minute, hour, day, month, weekday", value=found.cron.expression)
    field.props("outlined dense stack-label spellcheck=false input-class=mono maxlength=120")
    meaning = ui.element("div")

    def tell() -> None:
        meaning.clear()
        with meaning:
            html(meant(found.cron, field.value or "", visit.door.now()))

    field.on_value_change(tell)
    tell()

    async def keep() -> None:
        changed = await scheduler.reschedule(name, " ".join((field.value or "").split()), actor=visit.name)
        toast(f"{name} runs {in_words(changed.cron.expression)} from now on.")

    async def own() -> None:
        changed = await scheduler.reschedule(name, None, actor=visit.name)
        field.value = changed.cron.expression
        toast(f"{name} runs {in_words(changed.cron.expression)} again, as its topology says.")

    with ui.element("div").classes("row-line"):
        button("Set the expression", keep, visit=visit, needs=OPERATES, look="primary")
        button("The topology's own", own, visit=visit, needs=OPERATES)
    html(_EXAMPLES)


_EXAMPLES: Final = Markup(
    '<p class="muted small">For example <code>*/15 * * * *</code> (every 15 minutes), <code>30 6 * * 1-5</code> '
    "(at 06:30 on weekdays), <code>0 */4 * * *</code> (every 4 hours).</p>"
)


def meant(cron: Cron, expression: str, now: datetime) -> Markup:
    """What the expression means and when it would be due; why it cannot be read, where it can't."""
    expression = " ".join(expression.split())
    if not expression:
        return Markup('<p class="muted">{}</p>').format("Type an expression to see what it means.")
    try:
        ahead = coming(Cron(expression, zone=cron.zone), now, 3)
    except Unsettled as error:
        return Markup('<p class="bad-words" role="status">{}</p>').format(str(error))
    when = Markup(", ").join(moment(at) for at in ahead) if ahead else Markup("never")
    return Markup('<p><span class="strong">{}</span>, {}<br><span class="muted small">next: {}</span></p>').format(
        in_words(expression), cron.zone, when
    )
