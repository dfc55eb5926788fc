"""One message in the trash: why it is here, and everything that can be done about it."""

from __future__ import annotations

import json

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.api.models_trash import CallModel, TrashCard
from goldthread.api.trash_first import first_come
from goldthread.api.trash_shape import schema_of, trash_card
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.notice import notice
from goldthread.console.trash.asking import ACTS, last_act
from goldthread.console.trash.banner import Banner
from goldthread.console.trash.card import body_markup, more_markup, rules_of, said_of, why_markup
from goldthread.console.trash.doubt import doubt_card
from goldthread.console.trash.draft import LONGEST
from goldthread.console.trash.editor import bring_look, editor_markup
from goldthread.console.trash.following import Following
from goldthread.console.trash.form import Form, form_of
from goldthread.console.trash.repairing import Repairing
from goldthread.console.trash.words import Choice, subject
from goldthread.console.visit import Visit
from goldthread.flow.errors import NotFound
from goldthread.flow.message import MessageId
from goldthread.flow.reply import Json
from goldthread.ports.view import Trashed

SEEN = (Scope.READ, Scope.REPAIR)


@page(
    "/trash/{message}",
    title="Trash",
    icon="trash",
    scope=SEEN,
    answers="What is wrong with this one?",
    is_listed=False,
    belongs_to="/trash",
)
async def trash_message(visit: Visit, message: str) -> None:
    """The message, or what became of it."""
    bring_look()
    trashed = await visit.house.world.ledger.trashed(MessageId(message))
    if trashed is None:
        await _gone(visit, message)
        return
    hide = visit.hide(Scope.REPAIR)
    if hide is None:
        visit.door.note_look(visit.name, trashed.message.trace, "a message in the trash")
    card = trash_card(visit.door, trashed, hide)
    about = subject(trashed.message.body)
    with heading(about or f"Message {message}", f"Stopped before {card.node}. What is wrong with it?"):
        html(tag("a", "All of this cause", href=href(f"/trash/cause/{card.cause}"), cls="button"))
        html(tag("a", "Whole story", href=href(f"/orders/{card.trace}"), cls="button"))
    await _draw(visit, trashed, card)


async def _draw(visit: Visit, trashed: Trashed, card: TrashCard) -> None:
    may_act = visit.may(Scope.REPAIR)
    is_edited = may_act and "repair" in card.actions and len(trashed.message.body) <= LONGEST
    form = _form(visit, trashed) if is_edited else None
    banner = Banner(visit, f"/trash/{card.message}")
    said = await said_of(visit, card.run, card.message)
    body = json.loads(trashed.message.body) if may_act else card.body
    repairing = Repairing(visit, trashed, card, form or Form(sections=(), beyond=()), banner)
    with repairing.work:
        html(why_markup(card, form, said, rules_of(visit.house.world.codec, body) if may_act else ()))
        if may_act:
            _doubts(repairing, visit, card)
        with ui.element("div").classes("repair-grid"):
            with ui.element("div").classes("stack"):
                if form is not None:
                    html(editor_markup(card.message, trashed.version, body, form, card.errors))
                else:
                    html(body_markup(card.body))
                html(more_markup(card))
            with ui.element("div").classes("side"):
                _side(repairing, is_edited=is_edited, may_act=may_act)


def _side(repairing: Repairing, *, is_edited: bool, may_act: bool) -> None:
    if not may_act:
        notice("You may look, but not act; an operator may. Personal data is hidden where your role doesn't need it.")
        return
    if is_edited:
        repairing.side()
    repairing.others()
    repairing.begin()


def _form(visit: Visit, trashed: Trashed) -> Form:
    return form_of(schema_of(visit.door, trashed), json.loads(trashed.message.body))


def _doubts(repairing: Repairing, visit: Visit, card: TrashCard) -> None:
    trash, message = visit.house.engine.trash, MessageId(card.message)

    async def decide(call: CallModel, choice: Choice, why: str, found: Json) -> None:
        since = visit.door.now()
        async with first_come(visit.door, message):
            match choice:
                case "adopt":
                    await trash.adopt(message, found, repairing.act(why), call=call.id)
                case "ask":
                    await trash.resume(message, repairing.act(why))
                case _:
                    act = repairing.act(why)
                    await trash.again(message, act, call=call.id, was_voided=choice == "voided")
        await repairing.follow("Decided." if choice != "ask" else "Resumed.", since)

    for call in card.calls:
        if call.is_in_doubt:
            doubt_card(call, cost=card.detail, may_act=True, decide=decide, guard=repairing.guard)


async def _gone(visit: Visit, message: str) -> None:
    """Nothing of that id is in the trash: who took it out, and what became of it."""
    entries = await visit.house.world.ledger.entries(kinds=ACTS, limit=500)
    entry = next((one.entry for one in entries if one.entry.message == message), None)
    if entry is None:
        raise NotFound(f"There is no message {message!r} in the trash; it was resumed or discarded, or never was here.")
    heading(f"Message {message}", "What became of it?")
    words = await last_act(visit, entry.run, message)
    await Following(visit, entry.run, entry.trace, entry.at, f"It isn't in the trash any more: {words}").show()
    html(tag("a", "Back to the trash", href=href("/trash"), cls="button"))
