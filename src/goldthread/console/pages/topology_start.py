"""Start a topology by hand: a body from an example, checked before it goes."""

from __future__ import annotations

import json
from typing import Final

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.json_view import folded, json_view
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.parts.words import chip
from goldthread.console.topologies.example import example_of
from goldthread.console.visit import Visit
from goldthread.flow.errors import Fault, Unfit
from goldthread.flow.message import RunId
from goldthread.flow.reply import Json
from goldthread.flow.start import Cron
from goldthread.flow.topology import Topology, type_name

STARTS: Final = (Scope.START,)
LONGEST: Final = 1_000_000
EVERY_S: Final = 1.0
WATCHED: Final = 120
"""So many looks at a run until it is left alone."""


@page(
    "/topologies/{name}/start",
    title="Start by hand",
    icon="topologies",
    scope=STARTS,
    answers="How does it flow?",
    is_listed=False,
    belongs_to="/topologies",
)
async def topology_start(visit: Visit, name: str) -> None:
    """The body, and what became of the run."""
    world = visit.house.world
    found = world.catalog.topology(name)
    with heading(f"Start “{found.title}” by hand", f"{found.name} takes a {type_name(found.carries)}"):
        html(tag("a", "Back to the topology", cls="button", href=href(f"/topologies/{name}")))
    if isinstance(found.start, Cron):
        words = "A schedule starts this topology; run the schedule now instead."
        notice(words, tone="info", way_on=href(f"/schedules/{name}"), way="To its schedule")
        return
    schema = world.codec.schema(found.carries)
    example = json.dumps(example_of(schema), ensure_ascii=False, indent=2)
    with ui.element("div").classes("grid-2"):
        _form(visit, found, example)
        with ui.element("section").classes("panel"):
            html(tag("h2", "What it takes"), classes="panel-head")
            html(joined([_SHAPE, folded("JSON Schema of the body", json_view(schema))]), classes="panel-body stack")


_SHAPE: Final = Markup(
    '<p class="muted">The example has every field of the type, with made-up values. The body is checked against the '
    "type before anything starts; a key that was used before starts nothing twice.</p>"
)


def _form(visit: Visit, found: Topology[object], example: str) -> None:
    with ui.element("section").classes("panel"), ui.element("div").classes("panel-body stack"):
        body = ui.textarea("Body, as JSON", value=example).props(
            "outlined stack-label spellcheck=false input-class=mono"
        )
        body.classes("body-editor")
        key = ui.input("Key (optional): one key starts one run").props("outlined dense stack-label maxlength=200")
        told = ui.element("div").classes("stack")

        async def start() -> None:
            told.clear()
            try:
                parsed = parsed_body(body.value or "")
                checked = visit.house.world.codec.decode_json(found.carries, parsed)
            except Unfit as error:
                with told:
                    html(faults_markup(error))
                return
            begun = await visit.house.engine.intake.start(found.name, checked, key=key.value.strip(), actor=visit.name)
            words = "The key was used before; this is its run." if begun.is_duplicate else "The run has begun."
            toast(words, tone="info" if begun.is_duplicate else "good")
            with told:
                _follow(visit, begun.run, begun.trace, words)

        with ui.element("div").classes("row-line"):
            button("Start the run", start, visit=visit, needs=STARTS, icon="play", look="primary")


def _follow(visit: Visit, run: RunId, trace: str, words: str) -> None:
    """How the run stands, until it is settled."""
    place = ui.element("div")
    looks = {"left": WATCHED}

    async def draw() -> None:
        looks["left"] -= 1
        row = await visit.house.world.ledger.run(run)
        state = row.state if row else "open"
        open_words = f"{row.open_messages} messages are open" if row and row.open_messages else ""
        story = tag("a", "See its story", href=href(f"/orders/{trace}"))
        place.clear()
        with place:
            html(
                tag("div", chip(state), tag("span", words), tag("span", open_words, cls="muted"), story, cls="row-line")
            )
        if state != "open" or looks["left"] <= 0:
            timer.cancel()

    timer = ui.timer(EVERY_S, draw)


def parsed_body(text: str) -> Json:
    """The JSON that was typed. Raises `Unfit` with the line at fault."""
    if len(text) > LONGEST:
        raise Unfit(f"The body has {len(text):,} letters; a start by hand takes {LONGEST:,} at most.", faults=())
    try:
        read: Json = json.loads(text)
    except json.JSONDecodeError as error:
        words = f"This isn't JSON: {error.msg} in line {error.lineno}, letter {error.colno}."
        raise Unfit(words, faults=(Fault(field="", message=words, code="json"),)) from error
    return read


def faults_markup(error: Unfit) -> Markup:
    """Every field at fault with what is wrong; the error alone where no field is."""
    rows = [tag("li", tag("span", one.field or "the whole", cls="mono"), ": ", one.message) for one in error.faults]
    inner = joined([tag("strong", "Nothing was started."), tag("ul", *rows) if rows else tag("p", str(error))])
    return Markup('<div class="notice bad" role="alert"><div>{}</div></div>').format(inner)
