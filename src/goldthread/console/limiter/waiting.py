"""The messages that wait before the nodes of an installation, each of which a person may let go at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.words import chip, moment
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation
from goldthread.flow.message import Message

OPERATES: Final = (Scope.OPERATE,)
SHOWN: Final = 8
"""Of all who wait; the nodes' own pages have the others."""
STATES: Final = ("waiting", "held")


async def waiting_table(visit: Visit, one: Installation) -> None:
    """The first of them, with a button each."""

    @ui.refreshable
    async def drawn() -> None:
        rows = await waiting_at(visit, one)
        with ui.element("section").classes("panel"):
            html(joined([tag("h2", "Messages that wait"), _first(rows)]), classes="panel-head")
            if not rows:
                words = "No message waits before a node of this application."
                html(tag("p", words, cls="muted"), classes="panel-body")
            for message, state in rows:
                _row(visit, message, state, drawn)

    await drawn()


async def waiting_at(visit: Visit, one: Installation) -> list[tuple[Message, str]]:
    """What waits or is held before nodes of its application, the oldest first."""
    world = visit.house.world
    places = [
        (topology.name, spec.name)
        for topology in world.catalog.topologies.values()
        for spec in topology.nodes.values()
        if one.application in {owner.name for owner in spec.applications}
    ]
    standing = {
        (queue.topology, queue.node) for queue in await world.ledger.queues(visit.door.now()) if queue.state in STATES
    }
    found: list[tuple[Message, str]] = []
    for topology, node in places:
        if (topology, node) in standing:
            found += [row for row in await world.ledger.messages(topology=topology, node=node) if row[1] in STATES]
    return sorted(found, key=lambda row: row[0].id)[:SHOWN]


def _first(rows: Sequence[tuple[Message, str]]) -> object:
    return tag("span", f"the first {len(rows)}" if len(rows) == SHOWN else "", cls="muted small")


def _row(visit: Visit, message: Message, state: str, drawn: ui.refreshable) -> None:  # type: ignore[type-arg] # as NiceGUI has it
    async def let_go() -> None:
        await visit.house.engine.let_go(message.id, actor=visit.name)
        toast(f"It goes on before {message.node} now; where it may not yet, it waits again.")
        drawn.refresh()

    story = tag("a", message.node, href=href(f"/orders/{message.trace}"))
    until = joined(["goes on ", moment(message.due, shape="ago")]) if message.due else "until it is let go"
    with ui.element("div").classes("line-row"):
        words = [
            chip(state),
            story,
            tag("span", message.topology, cls="muted small"),
            tag("span", until, cls="muted small grow"),
        ]
        html(joined(words, " ")).classes("row-line grow")
        button("Let it go now", let_go, visit=visit, needs=OPERATES, small=True)
