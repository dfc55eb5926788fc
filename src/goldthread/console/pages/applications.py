"""Applications: what is connected."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.api.dashboard import installation_states
from goldthread.audit.calls import recent_calls
from goldthread.audit.hooks import hook_health
from goldthread.console.address import href
from goldthread.console.applications.rows import InstallationRow, chosen, installation_rows
from goldthread.console.frame import heading, page
from goldthread.console.look.colours import Tone
from goldthread.console.look.icons import icon
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, View, arranged, filters, table
from goldthread.console.parts.words import chip
from goldthread.console.visit import Visit
from goldthread.engine.hooks import hook_checks

STATES: Final = ("up", "limited", "paused", "off")


@page(
    "/applications",
    title="Applications",
    icon="applications",
    scope=(Scope.READ,),
    answers="What is connected?",
    section="Flow",
    order=30,
)
async def applications(visit: Visit) -> None:
    """All installations with how they are doing."""
    with heading("Applications", "What is connected?"):
        if visit.may(Scope.ADMIN):
            html(
                tag(
                    "a",
                    icon("applications"),
                    tag("span", "Connect a system"),
                    cls="button primary",
                    href=href("/catalogue"),
                )
            )
    view = View(query=visit.query)
    rows = await _rows(visit)
    named = sorted({(one.application, one.title) for one in rows})
    states = [(one, one) for one in STATES]
    filters(
        view,
        Filter(name="state", title="State", options=states),
        Filter(name="application", title="Application", options=named),
        search="Name or address",
    )
    left = chosen(rows, text=view.text("q"), state=view.text("state"), application=view.text("application"))
    shown, foot = arranged(left, COLUMNS, view)
    table(COLUMNS, shown, view=view, empty=_empty(bool(rows)), href=_address, foot=foot)
    words = "Calls, errors and p95 (what 19 of 20 calls don't exceed) are of the last 1,000 lines about calls."
    html(tag("p", words, cls="small muted"))


async def _rows(visit: Visit) -> list[InstallationRow]:
    world = visit.house.world
    checks = hook_checks(world.catalog, world.installations, world.address)
    return installation_rows(
        world.installations,
        titles={name: one.title or name for name, one in world.catalog.applications.items()},
        states=installation_states(visit.door),
        calls=await recent_calls(world.ledger),
        health=await hook_health(world.ledger, checks, visit.door.now()),
    )


def _address(row: InstallationRow) -> str:
    return href(f"/installations/{row.name}")


def _empty(is_filtered: bool) -> Markup:
    if is_filtered:
        return empty_markup(
            "No installation is like that", "Choose another filter.", way_on=href("/applications"), way="Show all"
        )
    words = "Connect a shop, an ERP, a carrier or a printer; topologies find it by its name."
    return empty_markup("Nothing is connected yet", words, way_on=href("/catalogue"), way="See what can be connected")


def _name(row: InstallationRow) -> object:
    return joined([row.name, Markup(' <span class="tiny muted">default</span>') if row.is_default else ""])


def _webhooks(row: InstallationRow) -> object:
    if not row.webhooks:
        return Markup('<span class="muted">none</span>')
    events = f"{row.webhooks} event{'s' if row.webhooks > 1 else ''}"
    return joined([events, chip(f"{row.missed} missed", Tone.WARN) if row.missed else chip("told", Tone.GOOD)], " ")


COLUMNS: Final[tuple[Column[InstallationRow], ...]] = (
    Column(title="Installation", cell=_name, key="name", sort=lambda row: row.name),
    Column(title="Application", cell=lambda row: row.title, key="application", sort=lambda row: row.title),
    Column(
        title="State",
        cell=lambda row: chip(row.state, title=row.reason),
        key="state",
        sort=lambda row: STATES.index(row.state),
    ),
    Column(title="Address", cell=lambda row: tag("span", row.base_url, cls="mono wrap-any")),
    Column(
        title="Calls",
        cell=lambda row: row.figures.calls or "-",
        key="calls",
        sort=lambda row: row.figures.calls,
        is_right=True,
    ),
    Column(
        title="Errors",
        cell=lambda row: row.figures.errors or "-",
        key="errors",
        sort=lambda row: row.figures.errors,
        is_right=True,
    ),
    Column(
        title="p95",
        cell=lambda row: "-" if row.figures.p95_ms is None else f"{row.figures.p95_ms} ms",
        key="p95",
        sort=lambda row: row.figures.p95_ms or 0,
        is_right=True,
    ),
    Column(title="Webhooks", cell=_webhooks, key="missed", sort=lambda row: row.missed),
)
