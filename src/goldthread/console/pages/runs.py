"""Runs: those of a topology, the latest ones or those of a slot of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from goldthread.access.scope import Scope
from goldthread.adapters.system import first_id
from goldthread.audit.slot import slot
from goldthread.audit.story import content_of
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, Foot, View, filters, table
from goldthread.console.parts.words import chip, identifier, moment
from goldthread.console.visit import Visit
from goldthread.flow.mask import mask_text
from goldthread.ports.view import RunRow, Sealed

MOST = 100
STATES = (("open", "open"), ("done", "done"), ("repaired", "repaired"), ("discarded", "discarded"))
COLUMNS: list[Column[RunRow]] = [
    Column(title="Began", cell=lambda one: moment(one.run.started_at)),
    Column(title="Topology", cell=lambda one: one.run.topology),
    Column(title="State", cell=lambda one: chip(one.state)),
    Column(title="Open", cell=lambda one: one.open_messages or "", is_right=True),
    Column(title="Ended", cell=lambda one: moment(one.ended_at)),
    Column(title="Begun by", cell=lambda one: tag("span", one.run.origin, cls="small muted")),
    Column(title="Run", cell=lambda one: identifier(one.run.id, shown=14)),
]


@page(
    "/runs",
    title="Runs",
    icon="topologies",
    scope=(Scope.READ,),
    answers="What ran, and when?",
    section="Flow",
    is_listed=False,
    belongs_to="/",
)
async def runs(
    visit: Visit, topology: str = "", state: str = "", before: str = "", at: datetime | None = None, minutes: int = 1
) -> None:
    """The runs of a slot of the heat map, with what went wrong in it; without one the latest."""
    view = View(query=visit.query)
    names = sorted(visit.house.world.catalog.topologies)
    if at is not None:
        since = at if at.tzinfo else at.replace(tzinfo=UTC)
        await _of_slot(visit, view, topology, since, timedelta(minutes=min(max(minutes, 1), 24 * 60)))
        return
    heading(f"Runs of {topology}" if topology else "Runs", "What ran, and when?")
    choices = (("topology", "Topology", [(one, one) for one in names]), ("state", "State", STATES))
    filters(view, *(Filter(name=name, title=title, options=options) for name, title, options in choices))
    found = await visit.house.world.ledger.runs(topology=topology, state=state, before=before, limit=MOST)
    following = view.link(before=found[-1].run.id) if len(found) == MOST else ""
    foot = Foot(words=f"{len(found)} shown, the newest first", following=following)
    nothing = empty_markup("No run is like this", "Choose another topology or state.", picture="topologies")
    table(COLUMNS, found, view=view, empty=nothing, href=_story, foot=foot)


async def _of_slot(visit: Visit, view: View, topology: str, since: datetime, width: timedelta) -> None:
    until = since + width
    ledger = visit.house.world.ledger
    found = await slot(ledger, topology, since, until, before=first_id(until), limit=MOST)
    with heading(
        f"Runs of {topology}" if topology else "Runs", f"What happened in {width.seconds // 60 or 1440} minutes?"
    ):
        html(tag("a", "Minutes before", cls="button", href=view.link(at=(since - width).isoformat())))
        html(tag("a", "Minutes after", cls="button", href=view.link(at=until.isoformat())))
    html(tag("p", "From ", moment(since, shape="full"), " to ", moment(until, shape="full"), cls="muted"))
    if found.wrong:
        html(tag("h2", f"{len(found.wrong)} came to the trash"))
        columns: list[Column[Sealed]] = [
            Column(title="When", cell=lambda one: moment(one.entry.at, shape="full")),
            Column(title="Before", cell=lambda one: one.entry.node),
            Column(title="Why", cell=lambda one: _reason(visit, one)),
        ]
        table(columns, found.wrong, view=view, empty=empty_markup("Nothing"), href=_story_of_entry)
    html(tag("h2", "Begun in this time"))
    nothing = empty_markup("No run began in this time", "What was done belongs to earlier ones.", picture="topologies")
    more = ", the latest of them" if len(found.runs) == MOST else ""
    table(COLUMNS, found.runs, view=view, empty=nothing, href=_story, foot=Foot(words=f"{len(found.runs)} runs{more}"))


def _story(one: RunRow) -> str:
    return href(f"/orders/{one.run.trace}")


def _story_of_entry(one: Sealed) -> str:
    return href(f"/orders/{one.entry.trace}")


def _reason(visit: Visit, one: Sealed) -> str:
    said = str(content_of(one).get("reason", ""))
    return said if visit.hide(Scope.REPAIR) is None else mask_text(said)
