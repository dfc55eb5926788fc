"""Schedules, which answer what runs when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.look.colours import Tone
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, View, arranged, filters, table
from goldthread.console.parts.words import chip, moment
from goldthread.console.schedules.words import MISSED_SHORT, in_words
from goldthread.console.visit import Visit
from goldthread.engine.schedule import Schedule

QUESTION: Final = "What runs when?"
EVERY_S: Final = 10.0
STATES: Final = (("on", "on"), ("off", "off"), ("failed", "could not be started"))


@page(
    "/schedules", title="Schedules", icon="schedules", scope=(Scope.READ,), answers=QUESTION, section="Flow", order=40
)
async def schedules(visit: Visit) -> None:
    """Every topology that a clock starts."""
    view = View(query=visit.query)
    with heading("Schedules", QUESTION):
        filters(view, Filter(name="state", title="State", options=STATES), search="Topology")
    scheduler = visit.house.engine.scheduler

    async def draw() -> None:
        faults = scheduler.faults
        every = chosen(await scheduler.schedules(), faults, text=view.text("q"), state=view.text("state"))
        columns = _columns(visit, faults)
        shown, foot = arranged(every, columns, view)
        words = "Topologies that start with a Cron stand here; choose another state to see them."
        empty = empty_markup(
            "No schedule is like that", words, picture="schedules", way_on=href("/schedules"), way="Show all"
        )
        table(columns, shown, view=view, empty=empty, href=lambda row: href(f"/schedules/{row.topology}"), foot=foot)

    await follow(EVERY_S, draw, visit=visit)


def chosen(every: Sequence[Schedule], faults: Mapping[str, str], *, text: str, state: str) -> list[Schedule]:
    """Those in this state whose topology's name holds the text."""
    states = {
        one.topology: {"on" if one.is_on else "off", *(("failed",) if one.topology in faults else ())} for one in every
    }
    return [
        one
        for one in every
        if text.casefold() in one.topology.casefold() and (not state or state in states[one.topology])
    ]


def _columns(visit: Visit, faults: Mapping[str, str]) -> list[Column[Schedule]]:
    now, topologies = visit.door.now(), visit.house.world.catalog.topologies

    def title(row: Schedule) -> Markup:
        return joined([topologies[row.topology].title, tag("span", row.topology, cls="muted small mono")], " ")

    def next_at(row: Schedule) -> object:
        at = row.next_at(now)
        return moment(at, shape="ago") if at else "-"

    return [
        Column(title="Topology", cell=title, key="topology", sort=lambda row: row.topology),
        Column(title="State", cell=lambda row: state_chip(row, faults), key="state", sort=lambda row: row.is_on),
        Column(title="Runs", cell=_runs),
        Column(title="Next", cell=next_at, key="next", sort=lambda row: (row.next_at(now) or now).timestamp()),
        Column(title="Last tick", cell=lambda row: moment(row.last)),
        Column(title="Missed ticks", cell=lambda row: MISSED_SHORT[row.cron.missed]),
    ]


def state_chip(row: Schedule, faults: Mapping[str, str]) -> Markup:
    """On, off, or why its last tick didn't start anything."""
    if row.topology in faults:
        return chip("failed", Tone.BAD, title=faults[row.topology])
    return chip("on", Tone.GOOD) if row.is_on else chip("off", Tone.WARN)


def _runs(row: Schedule) -> Markup:
    words = f"{in_words(row.cron.expression)}, {row.cron.zone}"
    return joined(
        [words, chip("changed", Tone.INFO, title="An operator's expression holds.")] if row.override else [words], " "
    )
