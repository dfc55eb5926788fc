"""The communication history of an installation: each call one line, opening to request and reply."""

from __future__ import annotations

from markupsafe import Markup

from goldthread.audit.calls import Called, hidden, recent_calls
from goldthread.console.address import href
from goldthread.console.parts.json_view import folded, json_view
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, View, arranged, filters, table
from goldthread.console.parts.words import chip, moment
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation

VERDICTS = ("accepted", "missing", "refused", "later", "unclear", "denied")


async def show_calls(visit: Visit, one: Installation) -> None:
    """What was asked and answered, personal data masked for whom it isn't."""
    view = View(query=visit.query)
    hide = visit.hide()
    found = await recent_calls(visit.house.world.ledger)
    mine = [each for each in found if each.exchange.installation == one.name]
    left = narrowed(mine, verdict=view.text("verdict"), text=view.text("q"))
    filters(
        view,
        Filter(name="verdict", title="Verdict", options=[(each, each) for each in VERDICTS]),
        search="Method or path",
    )
    words = "Nothing was asked of it among the last known calls of all systems."
    if mine:
        words = "Choose another verdict, or part of a path."
    page, foot = arranged(left, COLUMNS, view)
    shown = page if hide is None else [hidden(each, hide) for each in page]
    table(COLUMNS, shown, view=view, empty=empty_markup("No call is like that", words, picture="search"), foot=foot)
    if hide is None and shown:
        visit.door.note_look(visit.name, "", f"the calls to {one.name}")


def narrowed(calls: list[Called], *, verdict: str, text: str) -> list[Called]:
    """Those of a verdict, with the text in method or path."""
    sought = text.casefold()
    return [
        one
        for one in calls
        if (not verdict or one.exchange.verdict == verdict)
        and sought in f"{one.exchange.method} {one.exchange.path}".casefold()
    ]


def _asked(one: Called) -> object:
    exchange = one.exchange
    line = Markup('<span class="mono">{} {}</span>').format(exchange.method, exchange.path)
    parts = [
        joined([tag("h3", title), json_view(value)])
        for title, value in (("Parameters", exchange.params), ("Request", exchange.request), ("Reply", exchange.reply))
        if value not in (None, {}, [])
    ]
    words = tag("p", exchange.words, cls="small") if exchange.words else ""
    if not parts:
        return joined([line, words])
    return joined([folded(line, tag("div", *parts, cls="stack call-parts")), words])


def _story(one: Called) -> object:
    if not one.trace:
        return Markup('<span class="muted">a login</span>')
    return tag("a", f"{one.topology} / {one.node}", href=href(f"/orders/{one.trace}"))


COLUMNS: tuple[Column[Called], ...] = (
    Column(title="At", cell=lambda one: moment(one.at), key="at", sort=lambda one: one.at),
    Column(title="Call", cell=_asked),
    Column(
        title="Status",
        cell=lambda one: one.exchange.status or "-",
        key="status",
        sort=lambda one: one.exchange.status or 0,
        is_right=True,
    ),
    Column(
        title="Verdict",
        cell=lambda one: chip(one.exchange.verdict or "no answer yet"),
        key="verdict",
        sort=lambda one: one.exchange.verdict,
    ),
    Column(
        title="Took",
        cell=lambda one: "-" if one.exchange.took_ms is None else f"{one.exchange.took_ms} ms",
        key="took",
        sort=lambda one: one.exchange.took_ms or 0,
        is_right=True,
    ),
    Column(title="For", cell=_story),
)
