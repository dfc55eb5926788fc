"""Why a message is in the trash: in words, in the vendor's own, and by our rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.api.model import FieldProblem
from goldthread.api.models_trash import TrashCard
from goldthread.api.shape import shown
from goldthread.console.address import href
from goldthread.console.parts.json_view import folded, json_view
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.words import chip, facts, moment
from goldthread.console.trash.form import Form, humanised
from goldthread.console.trash.words import KINDS
from goldthread.console.visit import Visit
from goldthread.domain.address import Address
from goldthread.domain.place_rules import place_rules
from goldthread.domain.problem import Problem
from goldthread.engine.codec import Codec, canonical
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Unfit
from goldthread.flow.message import RunId
from goldthread.flow.reply import Json
from goldthread.ports.carried import TrashKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the other side answered last, as it said it."""

    installation: str
    words: str
    reply: Json


async def said_of(visit: Visit, run: str, message: str) -> Said | None:
    """The last answer that wasn't an acceptance; None when nobody was asked."""
    ledger = visit.house.world.ledger
    hide = visit.hide(Scope.REPAIR)
    for sealed in await ledger.entries(kinds=(Kind.CALLED,), run=RunId(run), limit=20):
        if sealed.entry.message != message:
            continue
        content = shown(sealed.entry.content, hide)
        if isinstance(content, dict) and content.get("verdict") != "accepted":
            return Said(
                installation=str(content.get("installation", "")),
                words=str(content.get("words", "")),
                reply=content.get("reply"),
            )
    return None


def rules_of(codec: Codec, body: Json) -> tuple[Problem, ...]:
    """What our own rules say of the addresses in a body, by pointers into the body."""
    found: list[Problem] = []
    for name, value in body.items() if isinstance(body, dict) else ():
        if isinstance(value, dict) and {"postal_code", "country_code"} <= value.keys():
            try:
                address = codec.decode(Address, canonical(value))
            except Unfit:
                continue
            found += [problem.under(f"/{name}") for problem in place_rules().problems(address)]
    return tuple(found)


def why_markup(card: TrashCard, form: Form | None, said: Said | None, rules: Iterable[Problem]) -> Markup:
    """The panel that says why."""
    word, what_to_do = KINDS[card.kind]
    head = joined([chip(word), tag("span", card.reason, cls="reason")])
    rows: list[tuple[str, object]] = [("What to do", what_to_do)]
    rules = tuple(rules)
    for error in card.errors:
        rows += _fault(error, form, rules)
    if said is not None:
        name = f"{said.installation} said" if said.reply is not None else "Last call"
        rows.append((name, _vendor(said, card.errors)))
    at = tag("a", f"{card.topology}", href=href(f"/topologies/{card.topology}"))
    rows.append(("Where", joined([at, f", before {card.node}, since ", moment(card.trashed_at)])))
    body = joined([tag("div", head, cls="row-line"), facts(rows)])
    return tag("div", tag("div", body, cls="panel-body why"), cls="panel")


def _fault(error: FieldProblem, form: Form | None, rules: tuple[Problem, ...]) -> Iterable[tuple[str, object]]:
    if not error.pointer:
        return
    field = form.field_of(error.pointer) if form is not None else None
    steps = [step for step in error.pointer.split("/") if step and not step.isdigit()]
    title = field.title if field is not None else humanised(steps[-1] if steps else error.pointer)
    link = Markup('<button class="button small" type="button" data-go="{}">{}</button>').format(error.pointer, title)
    yield (
        "Field at fault",
        joined([link if form is not None else title, " ", tag("code", error.pointer, cls="muted")]),
    )
    ours = next((one for one in rules if one.field == error.pointer), None)
    if ours is not None and ours.message != error.detail:
        yield ("Our rule", ours.message)
    suggestion = error.suggestion or (ours.suggestion if ours is not None else None)
    if suggestion:
        use = Markup(
            '<button class="button small primary" type="button" data-use="{}" data-value="{}">Use {}</button>'
        ).format(error.pointer, suggestion, suggestion)
        yield ("Suggestion", use if form is not None else suggestion)


def _vendor(said: Said, errors: Iterable[FieldProblem]) -> Markup:
    codes = " ".join(sorted({one.code for one in errors if one.code}))
    words = [tag("span", said.words or "nothing that can be read"), " ", tag("code", codes, cls="muted")]
    if said.reply is None:
        return joined(words)
    return joined([*words, folded(tag("span", "Their whole answer", cls="small"), json_view(said.reply))])


def body_markup(body: Json) -> Markup:
    """The body for somebody who may only look."""
    head = tag("div", tag("h2", "The message"), cls="panel-head")
    return tag("div", head, tag("div", json_view(body), cls="panel-body"), cls="panel")


def more_markup(card: TrashCard) -> Markup:
    """The recorded writes and the traceback, folded."""
    parts = [
        folded(
            joined([call.node, " at ", call.installation, ", ", moment(call.intended_at)]),
            joined([json_view(call.request), json_view(call.reply)]),
        )
        for call in card.calls
    ]
    if card.detail and card.kind != TrashKind.IN_DOUBT:
        parts.append(folded("Details", tag("pre", card.detail, cls="json-box json")))
    if not parts:
        return Markup()
    head = tag("div", tag("h2", "What was sent before"), cls="panel-head")
    return tag("div", head, tag("div", *parts, cls="panel-body stack"), cls="panel")
