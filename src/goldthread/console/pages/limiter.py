"""Limiter: why is it slow? The budgets of all installations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.limiter.budget import Budget, bar, budgets_of, forecast, limits_words, next_call
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, View, arranged, filters, table
from goldthread.console.parts.words import chip, figure, figures
from goldthread.console.topologies.seen import look
from goldthread.console.visit import Visit

QUESTION: Final = "Why is it slow?"
EVERY_S: Final = 3.0
STATES: Final = [(state, state) for state in ("up", "limited", "paused", "off")]


@page("/limiter", title="Limiter", icon="limiter", scope=(Scope.READ,), answers=QUESTION, section="Flow", order=30)
async def limiter(visit: Visit) -> None:
    """Each installation with its budget and who waits for it."""
    view = View(query=visit.query)
    with heading("Limiter", QUESTION):
        filters(view, Filter(name="state", title="State", options=STATES), search="Installation")

    async def draw() -> None:
        seen = await look(visit.door)
        every = budgets_of(visit.door, seen.queues)
        columns = _columns(visit)
        shown, foot = arranged(_chosen(every, view.text("q"), view.text("state")), columns, view)
        html(_totals(every))
        words = "Install one, or choose another state."
        empty = empty_markup(
            "No installation is like that", words, picture="applications", way_on=href("/limiter"), way="Show all"
        )
        table(columns, shown, view=view, empty=empty, href=lambda row: href(f"/limiter/{row.name}"), foot=foot)

    await follow(EVERY_S, draw, visit=visit)


def _chosen(every: Sequence[Budget], text: str, state: str) -> list[Budget]:
    wanted = text.casefold()
    return [
        one
        for one in every
        if state in ("", one.state) and (wanted in one.name.casefold() or wanted in one.application.casefold())
    ]


def _columns(visit: Visit) -> list[Column[Budget]]:
    now = visit.door.now()
    return [
        Column(title="Installation", cell=_name, key="name", sort=lambda row: row.name),
        Column(title="State", cell=lambda row: chip(row.state), key="state", sort=lambda row: row.state),
        Column(title="Used", cell=bar, key="used", sort=lambda row: row.share),
        Column(title="Limits", cell=lambda row: tag("span", limits_words(row.limits), cls="small")),
        Column(title="Under way", cell=_under_way, is_right=True),
        Column(
            title="Waiting",
            cell=lambda row: row.waiting or "-",
            key="waiting",
            sort=lambda row: row.waiting,
            is_right=True,
        ),
        Column(title="Next call", cell=lambda row: next_call(row, now)),
        Column(title="All through", cell=lambda row: forecast(row, now)),
    ]


def _name(row: Budget) -> object:
    return joined(
        [row.name, tag("span", row.application, cls="muted small")] if row.name != row.application else [row.name], " "
    )


def _under_way(row: Budget) -> str:
    return f"{row.view.under_way} of {row.view.concurrency}" if row.view else "-"


def _totals(every: Sequence[Budget]) -> Markup:
    counts = {state: sum(one.state == state for one in every) for state in ("up", "limited", "paused")}
    fullest = max(every, key=lambda one: one.share, default=None)
    longest = max(every, key=lambda one: one.waiting, default=None)
    return figures(
        figure("Installations", len(every), note=f"{counts['up']} up"),
        figure("Paused", counts["paused"], tone="bad" if counts["paused"] else "", note="not called for now"),
        figure(
            "Limited", counts["limited"], tone="warn" if counts["limited"] else "", note="somebody waits for a call"
        ),
        figure(
            "Waiting",
            sum(one.waiting for one in every),
            note=f"most for {longest.name}" if longest and longest.waiting else "for no installation",
        ),
        figure(
            "Fullest",
            f"{fullest.share:.0%}" if fullest else "-",
            note=fullest.name if fullest and fullest.share else "of any budget",
        ),
    )
