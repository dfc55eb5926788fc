"""One topology: its drawing, one of its nodes, its runs and versions."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.look.colours import Tone
from goldthread.console.look.icons import icon
from goldthread.console.pages.topologies import EVERY_S, address, condition_chips, span_words
from goldthread.console.parts.act import Question, button, toast
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Filter, Foot, View, filters, table
from goldthread.console.parts.words import chip, moment
from goldthread.console.topologies.drawing import drawing, rate, took
from goldthread.console.topologies.layout import laid_out
from goldthread.console.topologies.node_view import node_view
from goldthread.console.topologies.seen import NodeFigures, Seen, look
from goldthread.console.topologies.versions import Version, versions_of
from goldthread.console.visit import Visit
from goldthread.flow.errors import NotFound
from goldthread.flow.node import Spec
from goldthread.flow.start import Cron
from goldthread.flow.topology import Topology, type_name
from goldthread.ports.view import RunRow

SHOWN: Final = (("", "Nodes"), ("runs", "Runs"), ("versions", "Versions"))
PAGE: Final = 25
STATES: Final = ("open", "done", "repaired", "discarded")
STATE: Final = Filter(name="state", title="State", options=[(state, state) for state in STATES])
OPERATES: Final = (Scope.OPERATE,)
VERSIONS: Final = (
    "A run keeps the version that it began with. Messages of an older one go on where they stand, as long as their "
    "node exists under its name; where it doesn't, they come to the trash and can be resumed before another node."
)


@page(
    "/topologies/{name}",
    title="Topology",
    icon="topologies",
    scope=(Scope.READ,),
    answers="How does it flow?",
    is_listed=False,
    belongs_to="/topologies",
)
async def topology(visit: Visit, name: str, node: str = "", show: str = "") -> None:
    """The drawing, and below it what was chosen."""
    found = visit.house.world.catalog.topology(name)
    if node and node not in found.nodes:
        raise NotFound(f"The topology {name} has no node {node!r}; there are: {', '.join(found.nodes)}.")
    with heading(found.title, f"{found.name} · version {found.fingerprint}"):
        _acts(visit, found)

    async def draw() -> None:
        seen = await look(visit.door)
        html(_picture(visit, found, seen, node))

    await follow(EVERY_S, draw, visit=visit)
    if node:
        await node_view(visit, found, found.nodes[node], show)
        return
    html(_segments(name, show))
    match show:
        case "runs":
            await _runs(visit, found)
        case "versions":
            await _versions(visit, found)
        case _:
            _nodes(found, await look(visit.door))


def _acts(visit: Visit, found: Topology[object]) -> None:
    """Start it, switch it."""
    if isinstance(found.start, Cron):
        html(tag("a", "Its schedule", cls="button", href=href(f"/schedules/{found.name}")))
    elif visit.may(Scope.START):
        html(tag("a", icon("play"), "Start by hand", cls="button", href=href(f"/topologies/{found.name}/start")))
    engine = visit.house.engine

    async def switched(*, is_on: bool) -> None:
        await engine.settings.switch(found.name, is_on=is_on, actor=visit.name)
        if is_on:
            engine.feeder.wake()
        toast(f"{found.title} is switched {'on; what was held goes on' if is_on else 'off; its messages wait'}.")
        switch.refresh()

    @ui.refreshable
    def switch() -> None:
        if not engine.settings.is_on(found.name):
            button("Switch on", lambda: switched(is_on=True), visit=visit, needs=OPERATES, icon="play", look="primary")
            return
        words = "Events are still taken in; their messages wait before the next node until somebody switches it on."
        ask = Question(title=f"Switch “{found.title}” off?", words=words, yes="Switch off", is_dangerous=True)
        button("Switch off", lambda: switched(is_on=False), visit=visit, needs=OPERATES, icon="pause", ask=ask)

    switch()


def _picture(visit: Visit, found: Topology[object], seen: Seen, node: str) -> Markup:
    is_on = visit.house.engine.settings.is_on(found.name)
    whole = seen.whole(found)
    chips = tag("div", *condition_chips(whole, is_on=is_on), cls="row-line")
    span = tag("span", f"messages a minute, {span_words(seen)}", cls="muted small right-end")
    picture = drawing(found, seen, lambda box: address(found, box), chosen=node)
    return tag("section", tag("div", chips, span, cls="panel-head"), tag("div", picture, cls="panel-body"), cls="panel")


def _segments(name: str, show: str) -> Markup:
    links = [
        tag("a", words, href=href(f"/topologies/{name}", show=key), aria_current="true" if key == show else "")
        for key, words in SHOWN
    ]
    return tag("div", *links, cls="segments")


def _nodes(found: Topology[object], seen: Seen) -> None:
    """All nodes as a table; the same numbers as in the drawing."""
    boxes = laid_out(found.edges()).boxes.values()
    inner = [box.name for box in sorted(boxes, key=lambda box: (box.column, box.row)) if box.name in found.nodes]
    rows = [(found.nodes[name], seen.node(found.name, name)) for name in inner]
    columns: list[Column[tuple[Spec, NodeFigures]]] = [
        Column(title="Node", cell=lambda row: row[0].name),
        Column(title="Application", cell=lambda row: row[0].owner or "-"),
        Column(title="Takes", cell=lambda row: tag("span", type_name(row[0].takes), cls="mono small")),
        Column(title="Gives", cell=lambda row: tag("span", type_name(row[0].gives), cls="mono small")),
        Column(title="Waiting", cell=lambda row: row[1].waiting or "-", is_right=True),
        Column(title="Held", cell=lambda row: row[1].held or "-", is_right=True),
        Column(title="Trash", cell=lambda row: row[1].trash or "-", is_right=True),
        Column(title="Settled", cell=lambda row: rate(row[1].per_minute) or "-", is_right=True),
        Column(title="Failed", cell=lambda row: row[1].failed or "-", is_right=True),
        Column(title="p95", cell=lambda row: took(row[1].p95_ms) or "-", is_right=True),
    ]
    table(
        columns,
        rows,
        view=View(query={}),
        empty=empty_markup("It has no nodes"),
        href=lambda row: href(f"/topologies/{found.name}", node=row[0].name),
    )


async def _runs(visit: Visit, found: Topology[object]) -> None:
    view = View(query=visit.query)
    state = view.text("state") if view.text("state") in STATES else ""
    ledger = visit.house.world.ledger
    rows = await ledger.runs(topology=found.name, state=state, before=view.text("before"), limit=PAGE + 1)
    filters(View(query={key: value for key, value in view.query.items() if key != "before"}), STATE)
    columns: list[Column[RunRow]] = [
        Column(title="Begun", cell=lambda row: moment(row.run.started_at)),
        Column(title="State", cell=lambda row: chip(row.state)),
        Column(title="From", cell=lambda row: begun_by(row.run.start_key, row.run.origin)),
        Column(title="Open messages", cell=lambda row: row.open_messages or "-", is_right=True),
        Column(title="Version", cell=lambda row: _version(row.run.version, found.fingerprint)),
        Column(title="Ended", cell=lambda row: moment(row.ended_at)),
    ]
    shown = rows[:PAGE]
    following = view.link(before=shown[-1].run.id) if len(rows) > PAGE else ""
    former = view.link(before="") if view.text("before") else ""
    table(
        columns,
        shown,
        view=View(query={}),
        empty=empty_markup("No run is like that", "Choose another state, or start one by hand.", picture="search"),
        href=lambda row: href(f"/orders/{row.run.trace}"),
        foot=Foot(words=f"{len(shown)} shown, the newest first", former=former, following=following),
    )


def begun_by(start_key: str, origin: str) -> str:
    """What started a run, by the beginning of its key."""
    ways = {"hook": "a webhook", "cron": "the schedule", "manual": "a start by hand", "handover": "a handover"}
    way = ways.get(start_key.partition(":")[0], "")
    return " of ".join(part for part in (way, origin) if part) or "-"


async def _versions(visit: Visit, found: Topology[object]) -> None:
    """Which versions runs are under way in; a run keeps the one that it began with."""
    seen = await look(visit.door)
    rows = versions_of(seen.queues, found.name, found.fingerprint)
    columns: list[Column[Version]] = [
        Column(title="Version", cell=lambda row: _version(row.fingerprint, found.fingerprint)),
        Column(title="Open messages", cell=lambda row: row.count or "-", is_right=True),
        Column(title="In the trash", cell=lambda row: row.trash or "-", is_right=True),
        Column(title="Oldest", cell=lambda row: moment(row.oldest, shape="ago")),
        Column(title="They stand before", cell=lambda row: ", ".join(row.nodes) or "-"),
    ]
    table(columns, rows, view=View(query={}), empty=empty_markup("No version is known"))
    html(Markup('<p class="muted small">{}</p>').format(VERSIONS))


def _version(fingerprint: str, current: str) -> Markup:
    name = tag("span", fingerprint or "-", cls="mono small")
    return joined([name, chip("now", Tone.GOOD)] if fingerprint == current else [name], " ")
