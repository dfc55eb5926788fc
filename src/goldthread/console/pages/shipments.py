"""Shipments: where each is, and who still tells us."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from weakref import WeakKeyDictionary

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.api.door import Door
from goldthread.audit.hooks import hook_health
from goldthread.audit.shipments import Shipments
from goldthread.audit.under_way import ParcelUnderWay, Survey, UnderWay, chosen
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import View, arranged, filters, table
from goldthread.console.shipments.telling import columns as telling_columns
from goldthread.console.shipments.telling import health_figures
from goldthread.console.shipments.under_way import columns, filter_choices, survey_figures
from goldthread.console.visit import Visit
from goldthread.engine.hooks import hook_checks

SEES: Final = (Scope.READ, Scope.PRINT)
EVERY_S: Final = 15.0
HOURS: Final = 24
WATCH: Final = "hooks.watch"
_under_way: WeakKeyDictionary[Shipments, UnderWay] = WeakKeyDictionary()


@page("/shipments", title="Shipments", icon="shipments", scope=SEES, answers="Where is it?", order=35)
async def shipments(visit: Visit) -> None:
    """Parcels under way, the longest overdue first."""
    view = View(query=visit.query)
    with heading("Shipments", "Where is it?"):
        if visit.may(Scope.READ):
            html(_tabs("parcels"))
    door = visit.door
    filters(view, *filter_choices(await _survey(door), view), search="Tracking or order number")

    async def draw() -> None:
        survey = await _survey(door)
        html(survey_figures(survey))
        rows = _chosen(survey, view)
        given = columns(survey.at)
        shown, foot = arranged(rows, given, view)
        empty = _nothing(survey)
        table(given, shown, view=view, empty=empty, href=_link, foot=foot)

    await follow(EVERY_S, draw, visit=visit)


@page(
    "/shipments/webhooks",
    title="Webhooks",
    icon="shipments",
    scope=(Scope.READ,),
    answers="Who still tells us?",
    is_listed=False,
    belongs_to="/shipments",
)
async def webhooks(visit: Visit) -> None:
    """What each installation should tell us, and what was found without it."""
    view = View(query=visit.query)
    with heading("Shipments", "Who still tells us?"):
        _ask_now(visit)
        html(_tabs("webhooks"))
    world = visit.house.world

    async def draw() -> None:
        checks = hook_checks(world.catalog, world.installations, world.address)
        healths = await hook_health(world.ledger, checks, visit.door.now(), back=timedelta(hours=HOURS))
        html(health_figures(healths, HOURS))
        given = telling_columns(HOURS, may_open=visit.may(Scope.ADMIN))
        shown, foot = arranged(healths, given, view)
        words = "No installation that is on starts anything by a webhook; sweeps ask for what is new."
        table(given, shown, view=view, empty=empty_markup("Nobody tells us anything", words), foot=foot)

    await follow(EVERY_S, draw, visit=visit)


async def _survey(door: Door) -> Survey:
    if door.shipments not in _under_way:
        _under_way[door.shipments] = UnderWay(door.house.world.ledger)
    return await _under_way[door.shipments].survey(door.now())


def _chosen(survey: Survey, view: View) -> list[ParcelUnderWay]:
    parcels = survey.overdue() if view.text("overdue") else survey.parcels
    return chosen(
        parcels,
        status=view.text("status"),
        carrier=view.text("carrier"),
        source=view.text("source"),
        q=view.text("q"),
    )


def _nothing(survey: Survey) -> Markup:
    if not survey.parcels:
        return empty_markup("No parcel is under way", "As soon as an order has its label, its parcels stand here.")
    words = "Parcels at their end are found through their orders and labels."
    return empty_markup("No parcel under way fits", words, picture="search", way_on=href("/shipments"), way="Show all")


def _link(one: ParcelUnderWay) -> str:
    return href(f"/shipments/{one.shipment}")


def _tabs(here: str) -> Markup:
    each = (("parcels", "Parcels under way", href("/shipments")), ("webhooks", "Webhooks", href("/shipments/webhooks")))
    links = [tag("a", words, href=target, aria_current="true" if name == here else "") for name, words, target in each]
    return tag("div", *links, cls="segments", role="group", aria_label="What is shown")


def _ask_now(visit: Visit) -> None:
    """Have the vendors asked for their lists now; only where any of them keeps one."""
    if WATCH not in visit.house.world.catalog.topologies:
        return

    async def ask() -> None:
        await visit.house.engine.scheduler.run_now(WATCH, actor=visit.name)
        toast("The vendors are asked now; what they say stands here within seconds.")

    button("Ask the vendors now", ask, visit=visit, needs=(Scope.OPERATE,), icon="refresh")
