"""Topologies: how does it flow? All of them as drawings with live numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.look.colours import Tone
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import Filter, View, filters
from goldthread.console.parts.words import chip, figure, figures
from goldthread.console.topologies.drawing import OVER, drawing, rate
from goldthread.console.topologies.layout import columns
from goldthread.console.topologies.seen import NodeFigures, Seen, look
from goldthread.console.visit import Visit
from goldthread.flow.topology import Topology

EVERY_S: Final = 5.0
CONDITIONS: Final = (("trouble", "in trouble"), ("moving", "moving"), ("still", "still"), ("off", "switched off"))
HALF: Final = 3
"""Boxes side by side of drawings that stand two abreast on a wide screen."""
QUESTION: Final = "How does it flow?"


@page(
    "/topologies",
    title="Topologies",
    icon="topologies",
    scope=(Scope.READ,),
    answers=QUESTION,
    section="Flow",
    order=10,
)
async def topologies(visit: Visit) -> None:
    """All topologies that are looked for, each as a drawing."""
    view = View(query=visit.query)
    with heading("Topologies", QUESTION):
        filters(view, Filter(name="condition", title="Condition", options=CONDITIONS), search="Topology or node")

    async def draw() -> None:
        seen = await look(visit.door)
        every = list(visit.house.world.catalog.topologies.values())
        is_on = visit.house.engine.settings.is_on
        shown = chosen(every, seen, is_on, text=view.text("q"), condition=view.text("condition"))
        html(_totals(every, seen, is_on))
        if not shown:
            html(
                empty_markup(
                    "No topology is like that",
                    "Choose another condition, or look for another name.",
                    picture="search",
                    way_on=href("/topologies"),
                    way="Show all",
                )
            )
        html(joined(panel(one, seen, is_on=is_on(one.name)) for one in shown), classes="drawings")

    await follow(EVERY_S, draw, visit=visit)


def chosen(
    every: Sequence[Topology[object]], seen: Seen, is_on: Callable[[str], bool], *, text: str, condition: str
) -> list[Topology[object]]:
    """Those of this condition whose name, title or nodes hold the text; in the order of the flow."""
    wanted = text.casefold()
    return [
        one
        for one in every
        if any(wanted in name.casefold() for name in (one.name, one.title, *one.nodes))
        and condition in ("", condition_of(seen.whole(one), is_on=is_on(one.name)))
    ]


def condition_of(whole: NodeFigures, *, is_on: bool) -> str:
    """`off`, `trouble`, `moving` or `still`."""
    if not is_on:
        return "off"
    if whole.tone in (Tone.BAD, Tone.WARN):
        return "trouble"
    return "moving" if whole.per_minute or whole.waiting else "still"


def panel(one: Topology[object], seen: Seen, *, is_on: bool) -> Markup:
    """One topology: its name, its condition, its drawing."""
    whole = seen.whole(one)
    title = tag("h2", tag("a", one.title, href=href(f"/topologies/{one.name}")))
    name = tag("span", one.name, cls="muted small mono")
    head = tag(
        "div", title, name, tag("div", *condition_chips(whole, is_on=is_on), cls="row-line right-end"), cls="panel-head"
    )
    body = tag("div", drawing(one, seen, lambda box: address(one, box)), cls="panel-body")
    return tag("section", head, body, cls="panel" if columns(one.edges()) <= HALF else "panel wide")


def condition_chips(whole: NodeFigures, *, is_on: bool) -> list[Markup]:
    """How it is doing, each by word and colour."""
    told = [
        chip("off", Tone.BAD) if not is_on else None,
        chip(f"{whole.trash} in the trash", Tone.BAD) if whole.trash else None,
        chip(f"{whole.held} held", Tone.WARN) if whole.held else None,
        chip(f"{whole.failed} failed", Tone.WARN, title="attempts") if whole.failed else None,
        chip(f"{whole.waiting} waiting", Tone.INFO) if whole.waiting else None,
        chip(f"{rate(whole.per_minute).removesuffix('/min')} runs a minute", Tone.GOOD) if whole.per_minute else None,
    ]
    return [one for one in told if one is not None] or [chip("still", Tone.STILL)]


def address(topology: Topology[object], box: str) -> str:
    """Where a box of a drawing leads."""
    if box.startswith(OVER):
        return href(f"/topologies/{box.removeprefix(OVER)}")
    node = box if box in topology.nodes else ""
    return href(f"/topologies/{topology.name}", node=node, show="" if node else "runs")


def _totals(every: Sequence[Topology[object]], seen: Seen, is_on: Callable[[str], bool]) -> Markup:
    wholes = [seen.whole(one) for one in every]
    trash, held = sum(one.trash for one in wholes), sum(one.held for one in wholes)
    off = sum(not is_on(one.name) for one in every)
    return figures(
        figure("Topologies", len(every), note=f"{off} switched off" if off else "all switched on"),
        figure("Runs begun", rate(sum(one.per_minute for one in wholes)) or "0", note=span_words(seen)),
        figure("Waiting", sum(one.waiting for one in wholes), note="for their turn or an instant"),
        figure("Held", held, tone="warn" if held else "", note="for an installation or a switch"),
        figure("In the trash", trash, tone="bad" if trash else "", href=href("/trash"), note="need a person"),
    )


def span_words(seen: Seen) -> str:
    """What the rates cover."""
    seconds = seen.pulse.span.total_seconds()
    return f"over the last {seconds / 60:.0f} min" if seconds >= 90 else f"over the last {seconds:.0f} s"
