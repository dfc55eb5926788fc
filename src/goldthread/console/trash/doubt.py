"""A write in doubt: what is known, what isn't, and what each choice does and costs."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from markupsafe import Markup
from nicegui import ui

from goldthread.api.models_trash import CallModel
from goldthread.console.parts.act import Handler
from goldthread.console.parts.json_view import folded, json_view
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.words import facts, moment
from goldthread.console.trash.banner import push
from goldthread.console.trash.words import Choice, Way, ways
from goldthread.flow.errors import Misuse
from goldthread.flow.reply import Json

Decide: TypeAlias = Callable[[CallModel, Choice, str, Json], Awaitable[None]]
"""Takes the write, the choice, the reason, and what was found there."""


Guard: TypeAlias = Callable[[Handler], Handler]


def doubt_card(call: CallModel, *, cost: str, may_act: bool, decide: Decide, guard: Guard) -> None:
    """Draw one write in doubt with its choices; `guard` puts a handler behind session and scope."""
    asked = call.request if isinstance(call.request, dict) else {}
    what = f"{asked.get('method', '')} {asked.get('path', '')}".strip()
    with ui.element("div").classes("panel"):
        html(tag("h2", f"Was it done at {call.installation}?"), classes="panel-head")
        with ui.element("div").classes("panel-body stack"):
            html(_known(call, what, cost))
            if may_act:
                with ui.element("div").classes("ways"):
                    for way in ways(call.installation, doubt=call.doubt, cost=cost):
                        _way(call, way, decide, guard)


def _known(call: CallModel, what: str, cost: str) -> Markup:
    answer = "was lost" if call.reply is None else "came, and cannot be used"
    rows = (
        ("Known", joined([f"{call.node} sent {what} to {call.installation} at ", moment(call.intended_at), "."])),
        ("Not known", f"Whether {call.installation} did it: the answer {answer}."),
        ("Doing it twice costs", cost or "what the other side makes of it"),
        ("Look there for", _reference(call.request)),
    )
    inner = [facts(rows), folded("What was sent", json_view(call.request))]
    if call.reply is not None:
        inner.append(folded("What was answered", json_view(call.reply)))
    return joined(inner)


def _reference(request: Json) -> str:
    """What to search for at the other side: our reference, where the request says one."""
    body = request.get("body") if isinstance(request, dict) else None
    if not isinstance(body, dict):
        return ""
    names = ("reference", "client_reference", "external_id", "id", "number", "order")
    found = next((body[name] for name in names if isinstance(body.get(name), str | int)), "")
    return str(found)


def _way(call: CallModel, way: Way, decide: Decide, guard: Guard) -> None:
    with ui.element("div").classes("way"):
        html(joined([tag("h3", way.title), tag("p", way.does), tag("p", f"Costs: {way.costs}", cls="costs")]))
        found = None
        if way.choice == "adopt":
            html(tag("p", "What it would have answered, as JSON; null where its answer says nothing.", cls="small"))
            found = ui.textarea("Its answer", value="null").props("outlined dense autogrow").classes("mono")
        optional = way.choice in ("adopt", "ask")
        why = ui.input("Why (optional)" if optional else "Why").props("outlined dense")

        async def chosen() -> None:
            if not optional and not str(why.value or "").strip():
                raise Misuse(f"Say why: {_example(way.choice)}. It stays in the story.")
            await decide(call, way.choice, str(why.value or "").strip(), _read(found.value) if found else None)

        with ui.element("div").classes("last"):
            push(way.button, guard(chosen), look="" if way.choice in ("adopt", "ask") else "danger")


def _example(choice: Choice) -> str:
    words = {"never": "where you looked", "voided": "who cancelled it", "twice": "who wants it twice"}
    return words.get(choice, "what you found")


def _read(text: object) -> Json:
    try:
        found: Json = json.loads(str(text or "null"))
    except ValueError as error:
        raise Misuse(f"What was found is no JSON: {error}. Write null where there is nothing to say.") from error
    return found
