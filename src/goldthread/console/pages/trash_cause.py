"""All messages of one cause: change one field of all, resume all, or discard all."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup, notice
from goldthread.console.parts.table import SIZE, Foot, View, table
from goldthread.console.parts.words import chip
from goldthread.console.trash.editor import bring_look
from goldthread.console.trash.listing import MESSAGES, line_of, message_link
from goldthread.console.trash.together import Together
from goldthread.console.trash.words import KINDS
from goldthread.console.visit import Visit
from goldthread.flow.difference import Mask
from goldthread.ports.view import Trashed


@page(
    "/trash/cause/{cause}",
    title="Trash",
    icon="trash",
    scope=(Scope.READ, Scope.REPAIR),
    answers="What is wrong with all of these?",
    is_listed=False,
    belongs_to="/trash",
)
async def trash_cause(visit: Visit, cause: str) -> None:
    """The cause, its messages, and what can be done with all of them."""
    bring_look()
    view = View(query=visit.query)
    known = next((one for one in await visit.house.world.ledger.causes() if one[0] == cause), None)
    count = known[4] if known else 0
    title = f"{count} messages, one cause" if count != 1 else "One message of this cause"
    with heading(title if known else "A cause", "What is wrong with all of these?"):
        html(tag("a", "All of the trash", href=href("/trash"), cls="button"))
    if known is None:
        notice(
            "Nothing is in the trash for this cause any more.", tone="good", way_on=href("/trash"), way="To the trash"
        )
        return
    hide = visit.hide(Scope.REPAIR)
    _, kind, node, reason, _ = known
    words = joined([chip(kind.value), tag("span", str(hide(reason)) if hide else reason, cls="reason")])
    what = tag("p", f"Before {node}. {KINDS[kind][1]}", cls="muted small")
    html(tag("div", tag("div", tag("div", words, cls="row-line"), what, cls="panel-body why"), cls="panel"))
    members = await visit.house.world.ledger.trash(cause=cause, before=view.text("before"), limit=SIZE)
    place: list[ui.element] = []

    async def renew() -> None:
        place[0].clear()
        found = await visit.house.world.ledger.trash(cause=cause, limit=SIZE)
        with place[0]:
            _members(found, View(query={}), hide, cause)

    if visit.may(Scope.REPAIR):
        Together(visit, cause, count, kind.value, members, renew=renew).draw()
    with ui.element("div") as below:
        place.append(below)
        _members(members, view, hide, cause)


def _members(members: Sequence[Trashed], view: View, hide: Mask | None, cause: str) -> None:
    following = view.link(before=members[-1].message.id) if len(members) == SIZE else ""
    former = view.link(before="") if view.text("before") else ""
    foot = Foot(words=f"{len(members)} shown, newest first", former=former, following=following)
    again = href(f"/trash/cause/{cause}") if view.text("before") else href("/trash")
    empty = empty_markup("Nothing is left here", "No message of this cause is here.", way_on=again, way="Go on")
    table(MESSAGES, [line_of(one, hide) for one in members], view=view, empty=empty, href=message_link, foot=foot)
