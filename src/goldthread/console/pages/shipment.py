"""One shipment: every event of its parcels, and who told it."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.audit.shipments import EventView, ParcelView, ShipmentView
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.look.colours import Tone
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.parts.table import Column, table_markup
from goldthread.console.parts.words import chip, facts, identifier, moment, span_of
from goldthread.console.shipments.under_way import source_of
from goldthread.console.visit import Visit

EVERY_S: Final = 10.0


@page(
    "/shipments/{carrier}/{shipment}",
    title="Shipment",
    icon="shipments",
    scope=(Scope.READ, Scope.PRINT),
    answers="Where is it?",
    is_listed=False,
    belongs_to="/shipments",
)
async def shipment_page(visit: Visit, carrier: str, shipment: str) -> None:
    """What is known of the shipment and of each of its parcels."""
    found = await visit.door.shipments.get(carrier, shipment)
    with heading(f"Shipment {found.id}", f"of order {found.order_number or found.order}, by {carrier}"):
        html(_ways(visit, found))

    async def draw() -> None:
        now = await visit.door.shipments.get(carrier, shipment)
        if now.is_void:
            notice("Void: the carrier cancelled this shipment, and its labels are never printed again.", tone="warn")
        html(tag("section", _facts(now), cls="panel"))
        for one in now.parcels:
            html(_parcel(one, carrier))

    await follow(EVERY_S, draw, visit=visit)


def _ways(visit: Visit, one: ShipmentView) -> Markup:
    story = tag("a", "What happened to the order", cls="button", href=href("/orders", q=f"order:{one.order}"))
    labels = tag("a", "Its labels", cls="button", href=href("/labels", q=f"shipment:{one.carrier}/{one.id}"))
    return tag("div", story if visit.may(Scope.READ) else "", labels, cls="row-line")


def _facts(one: ShipmentView) -> Markup:
    said = (
        ("Order", one.order_number or one.order),
        ("ERP order", one.erp_order),
        ("Fulfilment", one.fulfilment),
        ("Our reference", tag("span", one.reference, cls="mono wrap-any")),
        ("Labels made", moment(one.created_at)),
        ("Labels", ", ".join(one.labels)),
    )
    return tag("div", facts(said), cls="panel-body")


def _parcel(one: ParcelView, carrier: str) -> Markup:
    head = (
        tag("h2", identifier(one.tracking_number)),
        chip(one.status, title=f"{carrier} says {one.raw}" if one.raw else ""),
        source_of(one.source),
        tag("span", "since ", moment(one.since), cls="muted small") if one.since else "",
    )
    unlisted = ", ".join(one.unlisted)
    odd = (
        tag("div", f"{carrier} used codes that no table lists: {unlisted}.", cls="notice warn panel-body")
        if unlisted
        else ""
    )
    events = (
        table_markup(COLUMNS, tuple(reversed(one.events)))
        if one.events
        else tag("p", f"{carrier} has said nothing of it yet.", cls="muted panel-body")
    )
    return tag("section", tag("div", *head, cls="panel-head"), odd, events, cls="panel")


def _late(one: EventView) -> Markup:
    """How long after it happened it was heard."""
    lag = (one.received_at - one.at).total_seconds()
    return tag("span", f"{span_of(lag)} later" if lag >= 1 else "at once", cls="muted nowrap")


def _said(one: EventView) -> Markup:
    place = tag("span", f" · {one.location}", cls="muted") if one.location else ""
    reason = tag("div", one.reason.replace("_", " "), cls="muted tiny") if one.reason else ""
    return joined([one.text or "-", place, reason])


COLUMNS: Final[tuple[Column[EventView], ...]] = (
    Column(title="Happened", cell=lambda one: moment(one.at, shape="full")),
    Column(title="Status", cell=lambda one: chip(one.status, Tone.WARN if one.status == "unknown" else None)),
    Column(title="Carrier's code", cell=lambda one: tag("span", one.raw_code, cls="mono small")),
    Column(title="Carrier's words", cell=_said),
    Column(title="Told by", cell=lambda one: source_of(one.source)),
    Column(title="Heard", cell=_late),
)
