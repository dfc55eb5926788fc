"""How an installation is doing: state, budget, and the last hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from goldthread.api.dashboard import installation_states
from goldthread.audit.calls import Called, CallFigures, by_hour, call_figures, recent_calls
from goldthread.console.address import href
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup, notice
from goldthread.console.parts.table import Column, table_markup
from goldthread.console.parts.words import chip, facts, figure, figures, moment
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation

EVERY_S = 30.0
"""A look reads a thousand lines of the ledger; that is too much for every few seconds."""


async def show_now(visit: Visit, one: Installation) -> None:
    """Figures that follow the time."""

    async def draw() -> None:
        found = await recent_calls(visit.house.world.ledger)
        _draw(visit, one, [each for each in found if each.exchange.installation == one.name])

    await follow(EVERY_S, draw, visit=visit)


def _draw(visit: Visit, one: Installation, mine: Sequence[Called]) -> None:
    world = visit.house.world
    state = next(each for each in installation_states(visit.door) if each.name == one.name)
    pause = world.pauses.view().get(one.name)
    if pause:
        until = "until somebody resumes it" if pause.probe_at is None else "and is probed by itself"
        notice(f"Paused {until}: {world.pauses.reason(one.name)}", tone="warn")
    elif not one.is_on:
        notice("It is switched off: it isn't called, and what it tells is turned away.", tone="warn")
    seen = call_figures(mine)
    rate = f"{seen.errors / seen.calls:.0%} of them" if seen.errors else "none of them in vain"
    html(
        figures(
            figure("State", chip(state.state), note=state.reason if not pause else ""),
            figure(
                "Calls", seen.calls, note="among the last known", href=href(f"/installations/{one.name}", tab="calls")
            ),
            figure("Errors", seen.errors, note=rate, tone="bad" if seen.errors else ""),
            figure("p95", "-" if seen.p95_ms is None else f"{seen.p95_ms} ms", note="19 of 20 are as fast"),
            figure("Waiting", state.waiting + state.held, note="messages for their turn"),
        )
    )
    html(tag("div", _hours(mine), _about(visit, one), cls="grid-2"))


def _hours(mine: Sequence[Called]) -> Markup:
    rows = by_hour(mine)
    words = "Nothing was asked of it among the last known calls of all systems."
    body = table_markup(HOURS, rows) if rows else empty_markup("No calls yet", words, picture="link")
    return tag("section", tag("div", tag("h2", "By the hour"), cls="panel-head"), body, cls="panel")


def _about(visit: Visit, one: Installation) -> Markup:
    installations = visit.house.world.installations
    credentials = sorted(installations.secrets(one.name))
    said = facts(
        [
            ("Application", one.application),
            ("Address", tag("span", one.base_url, cls="mono")),
            *((name.replace("_", " "), value) for name, value in one.settings.items()),
            ("Credentials", joined([chip(f"{name.replace('_', ' ')} set") for name in credentials], " ")),
            ("Limits", ", ".join(map(str, installations.limits(one.name))) or "none"),
            ("At once", f"{installations.concurrency(one.name)} calls"),
            ("Default", "meant when nothing names one" if one.is_default else "no"),
        ]
    )
    head = tag("div", tag("h2", "How it is connected"), cls="panel-head")
    return tag("aside", head, tag("div", said, cls="panel-body"), cls="panel")


def _in_vain(figures_: CallFigures) -> object:
    if not figures_.errors:
        return "-"
    words = ", ".join(
        f"{count} {word}" for word, count in figures_.verdicts.items() if word not in ("accepted", "missing")
    )
    return tag("span", figures_.errors, title=words, cls="strong")


HOURS: tuple[Column[tuple[datetime, CallFigures]], ...] = (
    Column(title="Hour from", cell=lambda row: moment(row[0])),
    Column(title="Calls", cell=lambda row: row[1].calls, is_right=True),
    Column(title="Errors", cell=lambda row: _in_vain(row[1]), is_right=True),
    Column(title="p95", cell=lambda row: "-" if row[1].p95_ms is None else f"{row[1].p95_ms} ms", is_right=True),
)
