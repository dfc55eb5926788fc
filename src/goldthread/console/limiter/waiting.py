"""The messages that wait before the nodes of an installation, each of which a person may let go at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.words import chip, moment
from goldthread.console.topologies.seen import look
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation
from goldthread.flow.message import Message, MessageId

OPERATES: Final = (Scope.OPERATE,)
SHOWN: Final = 8
"""Of all who wait; the nodes' own pages have the others."""
STATES: Final = ("waiting", "held")
NARROWED: Final = 50
"""So many are read of each node to find them."""


async def waiting_messages(visit: Visit, one: Installation) -> Callable[[], Awaitable[None]]:
    """The first of them, with a button each; what is given draws them again where others wait now."""
    place = ui.element("div")
    drawn: dict[str, list[MessageId]] = {}

    async def again() -> None:
        rows = await waiting_at(visit, one)
        ids = [message.id for message, _ in rows]
        if drawn.get("ids") == ids:
            return
        drawn["ids"] = ids
        place.clear()
        if rows:
            with place, ui.element("section").classes("panel"):
                more = tag("span", f"the {len(rows)} oldest", cls="muted small")
                html(joined([tag("h2", "Messages that wait"), more]), classes="panel-head")
                for message, state in rows:
                    _row(visit, message, state, again)

    await again()
    return again


async def waiting_at(visit: Visit, one: Installation) -> list[tuple[Message, str]]:
    """What waits or is held before nodes of its application, the oldest first."""
    world = visit.house.world
    seen = await look(visit.door)
    standing = {(queue.topology, queue.node) for queue in seen.queues if queue.state in STATES}
    found: list[tuple[Message, str]] = []
    for topology in world.catalog.topologies.values():
        for spec in topology.nodes.values():
            is_ours = any(owner.name == one.application for owner in spec.applications)
            if is_ours and (topology.name, spec.name) in standing:
                found += await world.ledger.messages(
                    topology=topology.name, node=spec.name, has_trash=False, limit=NARROWED
                )
    return _oldest(found)


def _oldest(found: Sequence[tuple[Message, str]]) -> list[tuple[Message, str]]:
    waiting = [row for row in found if row[1] in STATES]
    return sorted(waiting, key=lambda row: row[0].id)[:SHOWN]


def _row(visit: Visit, message: Message, state: str, again: Callable[[], Awaitable[None]]) -> None:
    async def let_go() -> None:
        await visit.house.engine.let_go(message.id, actor=visit.name)
        toast(f"It goes on before {message.node} now; where it may not yet, it waits again.")
        await again()

    story = tag("a", message.node, href=href(f"/orders/{message.trace}"))
    until = joined(["goes on ", moment(message.due, shape="ago")]) if message.due else "until it is let go"
    words = [
        chip(state),
        story,
        tag("span", message.topology, cls="muted small"),
        tag("span", until, cls="muted small"),
    ]
    with ui.element("div").classes("line-row"):
        html(joined(words, " ")).classes("row-line grow")
        button("Let it go now", let_go, visit=visit, needs=OPERATES, small=True)
