"""Orders: found by any id that anybody might hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from goldthread.access.scope import Scope
from goldthread.audit.story import find
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Foot, View, filters, table
from goldthread.console.parts.words import chip, moment
from goldthread.console.visit import Visit
from goldthread.flow.mask import mask_text
from goldthread.flow.message import TraceId
from goldthread.ports.view import Glance

MOST = 50
MOST_FOUND = 20
FIRST = "order.ingest"
"""The topology whose runs are orders; where there is none of that name, all runs are listed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One order of the list."""

    trace: str
    words: str
    matched: str
    topology: str
    state: str
    started_at: datetime | None


@page(
    "/orders",
    title="Orders",
    icon="orders",
    scope=(Scope.READ,),
    answers="What happened to this order?",
    order=10,
)
async def orders(visit: Visit, q: str = "", before: str = "") -> Response | None:
    """What was searched, or the latest orders; one that is found alone opens."""
    heading("Orders", "What happened to this order?")
    view = View(query=visit.query)
    filters(view, search="Order, ERP or tracking number, e-mail, any id or its beginning")
    text = q.strip()
    if text:
        rows, foot = await _found(visit, text), None
        if len(rows) == 1:
            return RedirectResponse(href(f"/orders/{rows[0].trace}"), status_code=303)
    else:
        rows, foot = await _latest(visit, view, before)
    columns: list[Column[Row]] = [
        Column(title="Order", cell=lambda one: one.words),
        Column(title="Found by", cell=lambda one: one.matched) if text else Column(title="Began by", cell=_topology),
        Column(title="State", cell=lambda one: chip(one.state) if one.state else ""),
        Column(title="Began", cell=lambda one: moment(one.started_at)),
    ]
    table(columns, rows, view=view, empty=_nothing(text), href=lambda one: href(f"/orders/{one.trace}"), foot=foot)
    return None


def _topology(one: Row) -> str:
    return one.topology


async def _found(visit: Visit, text: str) -> list[Row]:
    ledger = visit.house.world.ledger
    found = {one.trace: one.entity for one in await find(ledger, text, limit=MOST_FOUND)}
    seen = await ledger.glances([TraceId(trace) for trace in found])
    return [_row(visit, one, matched=found[one.trace]) for one in seen]


async def _latest(visit: Visit, view: View, before: str) -> tuple[list[Row], Foot]:
    world = visit.house.world
    topology = FIRST if FIRST in world.catalog.topologies else ""
    runs = await world.ledger.runs(topology=topology, before=before, limit=MOST)
    seen = await world.ledger.glances(list(dict.fromkeys(one.run.trace for one in runs)))
    rows = [_row(visit, one) for one in seen]
    following = view.link(before=runs[-1].run.id) if len(runs) == MOST else ""
    return rows, Foot(words=f"{len(rows)} shown, the newest first", following=following)


def _row(visit: Visit, seen: Glance, *, matched: str = "") -> Row:
    entities, runs = [one.text for one in seen.entities], seen.runs
    is_open = any(one.state == "open" for one in runs)
    state = "trash" if seen.is_in_trash else "open" if is_open else "done" if runs else ""
    hide = visit.hide()
    return Row(
        trace=seen.trace,
        words=name_of(entities, seen.trace),
        matched=mask_text(matched) if hide else matched,
        topology=runs[-1].run.topology if runs else "",
        state=state,
        started_at=runs[-1].run.started_at if runs else None,
    )


def name_of(entities: list[str], trace: str) -> str:
    """What people call it: the number in the shop, else the first key it has."""
    for kind in ("order_number:", "order:", "erp_order:", "tracking:"):
        for one in entities:
            if one.startswith(kind):
                return one.removeprefix(kind).rpartition("/")[2]
    return entities[0] if entities else trace


def _nothing(text: str) -> Markup:
    if text:
        return empty_markup(
            f"Nothing is known of {text!r}",
            "Look for the number in the shop, in the ERP, or of the parcel; its beginning will do.",
            picture="search",
            way_on=href("/orders"),
            way="Show the latest orders",
        )
    return empty_markup(
        "No order has come yet",
        "Connect a shop; its first order stands here within seconds.",
        picture="orders",
        way_on=href("/applications"),
        way="Applications",
    )
