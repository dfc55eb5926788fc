"""Trash: what needs a person, by message and by cause."""

from __future__ import annotations

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import SIZE, Filter, Foot, View, arranged, filters, table, table_markup
from goldthread.console.trash.editor import bring_look
from goldthread.console.trash.listing import CAUSES, MESSAGES, CauseLine, cause_link, line_of, message_link
from goldthread.console.trash.words import KINDS
from goldthread.console.visit import Visit

LIVE_S = 4.0
"""A new failure is seen within five seconds."""
CAUSES_SHOWN = 8


@page("/trash", title="Trash", icon="trash", scope=(Scope.READ, Scope.REPAIR), answers="What needs me?", order=20)
async def trash(visit: Visit) -> None:
    """Groups by cause, then the messages, newest first."""
    bring_look()
    view = View(query=visit.query)
    is_grouped = view.text("by") == "cause"
    with heading("Trash", "What needs me?"):
        html(_ways(is_grouped=is_grouped))
    if is_grouped:
        await follow(LIVE_S, lambda: _causes(visit, view), visit=visit)
        return
    names = sorted(visit.house.world.catalog.topologies)
    filters(
        view,
        Filter(name="kind", title="Kind", options=[(kind, words[0]) for kind, words in KINDS.items()]),
        Filter(name="topology", title="Topology", options=[(name, name) for name in names]),
    )
    await follow(LIVE_S, lambda: _messages(visit, view), visit=visit)


def _ways(*, is_grouped: bool) -> Markup:
    each = (("By message", "", not is_grouped), ("By cause", "cause", is_grouped))
    links = [
        tag("a", words, href=href("/trash", by=by), aria_current="true" if is_here else "")
        for words, by, is_here in each
    ]
    return tag("div", *links, cls="segments")


async def _causes(visit: Visit, view: View) -> None:
    rows, foot = arranged(await causes_of(visit), CAUSES, view)
    table(CAUSES, rows, view=view, empty=_nothing(view), href=cause_link, foot=foot)


async def _messages(visit: Visit, view: View) -> None:
    before = view.text("before")
    kind, topology = view.text("kind"), view.text("topology")
    if not (before or kind or topology):
        await _most_frequent(visit)
    found = await visit.house.world.ledger.trash(
        kind=kind if kind in KINDS else "", topology=topology, before=before, limit=SIZE
    )
    hide = visit.hide(Scope.REPAIR)
    following = view.link(before=found[-1].message.id) if len(found) == SIZE else ""
    foot = Foot(
        words=f"{len(found)} shown, newest first", former=view.link(before="") if before else "", following=following
    )
    lines = [line_of(one, hide) for one in found]
    table(MESSAGES, lines, view=view, empty=_nothing(view), href=message_link, foot=foot)


async def _most_frequent(visit: Visit) -> None:
    """The causes that several messages share."""
    causes = await causes_of(visit)
    shared = [one for one in causes if one.count > 1][:CAUSES_SHOWN]
    if not shared:
        return
    total = sum(one.count for one in causes)
    more = tag("a", f"All {len(causes)} causes", href=href("/trash", by="cause"))
    words = tag("span", f"{total} messages for {len(causes)} causes", cls="muted small")
    head = tag("div", tag("h2", "Same cause"), words, tag("span", cls="grow"), more, cls="panel-head")
    html(tag("div", head, table_markup(CAUSES, shared, href=cause_link), cls="panel"))


async def causes_of(visit: Visit) -> list[CauseLine]:
    """All groups, the largest first."""
    hide = visit.hide(Scope.REPAIR)
    return [
        CauseLine(cause=cause, kind=kind.value, node=node, reason=str(hide(reason)) if hide else reason, count=count)
        for cause, kind, node, reason, count in await visit.house.world.ledger.causes()
    ]


def _nothing(view: View) -> Markup:
    if view.text("kind") or view.text("topology") or view.text("before"):
        return empty_markup("Nothing here", "No message fits this filter.", way_on=href("/trash"), way="Show all")
    words = "Whatever cannot go on by itself appears here within seconds, with its reason and the field at fault."
    return empty_markup("Nothing needs you", words, way_on=href("/"), way="To the overview")
