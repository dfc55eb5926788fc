"""One node of a topology: what stands before it, its recent calls, its settings."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from nicegui import ui

from goldthread.console.address import href
from goldthread.console.look.icons import icon
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Column, Foot, View, table
from goldthread.console.parts.words import chip, facts, moment
from goldthread.console.topologies.drawing import counted, took
from goldthread.console.topologies.recent import RecentCall, recent_calls
from goldthread.console.topologies.retry_form import retry_form
from goldthread.console.topologies.seen import Seen, look
from goldthread.console.visit import Visit
from goldthread.flow.mask import mask_text
from goldthread.flow.message import Message
from goldthread.flow.node import Spec
from goldthread.flow.topology import Topology, type_name

SHOWN: Final[tuple[tuple[str, str], ...]] = (("", "Messages"), ("calls", "Recent calls"), ("settings", "Settings"))
PAGE: Final = 25
TONES: Final = {"accepted": "good", "missing": "still", "later": "warn", "unclear": "warn", "": "warn"}


async def node_view(visit: Visit, topology: Topology[object], spec: Spec, show: str) -> None:
    """Below the drawing."""
    seen = await look(visit.door)
    html(_head(topology, spec, show))
    match show:
        case "calls" if spec.applications:
            _calls(visit, topology, spec, seen)
        case "settings":
            _settings(visit, topology, spec)
        case _:
            await _messages(visit, topology, spec)


def _head(topology: Topology[object], spec: Spec, show: str) -> Markup:
    shown = [one for one in SHOWN if one[0] != "calls" or spec.applications]
    links = [
        tag(
            "a",
            words,
            href=href(f"/topologies/{topology.name}", node=spec.name, show=key),
            aria_current="true" if key == show else "",
        )
        for key, words in shown
    ]
    close = tag(
        "a",
        icon("close"),
        cls="button quiet square right-end",
        href=href(f"/topologies/{topology.name}"),
        title="Back to all nodes",
        aria_label="Back to all nodes",
    )
    about = f"{spec.owner or 'mapper'} · {type_name(spec.takes)} → {type_name(spec.gives)}"
    title = tag("h2", spec.name, id="node")
    return tag(
        "div", title, tag("span", about, cls="muted small"), tag("div", *links, cls="segments"), close, cls="row-line"
    )


async def _messages(visit: Visit, topology: Topology[object], spec: Spec) -> None:
    """What stands before it, the oldest first."""
    view = View(query=visit.query)
    after = view.text("after")
    ledger = visit.house.world.ledger
    rows = await ledger.messages(topology=topology.name, node=spec.name, after=after, limit=PAGE + 1)
    columns: list[Column[tuple[Message, str]]] = [
        Column(title="Since", cell=lambda row: moment(row[0].created_at)),
        Column(title="State", cell=lambda row: chip(row[1])),
        Column(title="Attempts made", cell=lambda row: row[0].attempt or "-", is_right=True),
        Column(title="Waited", cell=lambda row: counted(row[0].waits, "time") if row[0].waits else "-", is_right=True),
        Column(title="Goes on", cell=lambda row: _goes_on(*row)),
        Column(title="Message", cell=lambda row: tag("span", row[0].id, cls="mono small")),
    ]
    shown = rows[:PAGE]
    table(
        columns,
        shown,
        view=View(query={}),
        empty=empty_markup("Nothing stands before this node", "Every message that came here has gone on."),
        href=lambda row: href(f"/trash/{row[0].id}") if row[1] == "trash" else href(f"/orders/{row[0].trace}"),
        foot=Foot(
            words=f"{len(shown)} shown, the oldest first",
            former=view.link(after="") if after else "",
            following=view.link(after=shown[-1][0].id) if len(rows) > PAGE else "",
        ),
    )


def _goes_on(message: Message, state: str) -> object:
    match state:
        case "trash":
            return "when a person decides"
        case "held":
            return "when it is let go"
        case "blocked":
            return "behind others of its trace"
        case "waiting":
            return moment(message.due, shape="ago")
        case _:
            return "now"


def _calls(visit: Visit, topology: Topology[object], spec: Spec, seen: Seen) -> None:
    hide = visit.hide()
    rows = recent_calls(seen.entries, topology.name, spec.name)

    def asked(row: RecentCall) -> Markup:
        path = row.exchange.path if hide is None else mask_text(row.exchange.path)
        return tag("span", f"{row.exchange.method} {path}", cls="mono small")

    columns: list[Column[RecentCall]] = [
        Column(title="Sent", cell=lambda row: moment(row.at)),
        Column(title="Installation", cell=lambda row: row.exchange.installation),
        Column(title="Call", cell=asked),
        Column(title="Answer", cell=lambda row: row.exchange.status or "none known", is_right=True),
        Column(title="Took", cell=lambda row: took(row.exchange.took_ms) or "-", is_right=True),
        Column(title="Read as", cell=lambda row: chip(row.exchange.verdict or "no answer", None)),
    ]
    words = f"None is among the last {len(seen.entries)} entries of the ledger."
    table(
        columns,
        rows,
        view=View(query={}),
        empty=empty_markup("No call lately", words, picture="info"),
        href=lambda row: href(f"/orders/{row.trace}"),
        foot=Foot(words=f"{len(rows)} calls among the last {len(seen.entries)} entries of the ledger"),
    )


def _settings(visit: Visit, topology: Topology[object], spec: Spec) -> None:
    world = visit.house.world
    installations = [one for owner in spec.applications for one in world.installations.of(owner.name)]
    at = f"the one that the body's field {spec.at!r} names" if spec.at else "the default one of its application"
    links = [tag("a", one.name, href=href(f"/limiter/{one.name}")) for one in installations]
    with ui.element("div").classes("grid-even"):
        with ui.element("section").classes("panel"):
            html(tag("h2", "What it is"), classes="panel-head")
            html(
                facts(
                    [
                        ("Node", spec.name),
                        ("Kind", spec.kind),
                        ("Application", spec.owner),
                        ("Installations", joined(links, ", ") if links else ""),
                        ("Called at", at if spec.applications else ""),
                        ("In arrival order", "of each trace" if spec.name in topology.ordered else "no"),
                        ("Gives", "many messages, page by page" if spec.is_emitting else "one message"),
                    ]
                ),
                classes="panel-body",
            )
        with ui.element("section").classes("panel"):
            html(tag("h2", "How often it is tried again"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                retry_form(visit, topology.name, spec)
