"""Buttons that act: refused by scope when pressed, asked twice where it matters, answered in a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import structlog
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import PREFIX, href
from goldthread.console.look.icons import icon as draw_icon
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.visit import Visit
from goldthread.domain.problem import InvalidValueError
from goldthread.engine.limiter import Held
from goldthread.flow.errors import GoldthreadError

logger = structlog.get_logger(__name__)

Handler: TypeAlias = Callable[[], Awaitable[None]]
Look: TypeAlias = Literal["", "primary", "danger", "quiet"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked before something is done that isn't easily undone."""

    title: str
    words: str
    yes: str
    """What the button says that does it, `Discard 3 messages`."""
    is_dangerous: bool = False


def button(
    label: str,
    handler: Handler,
    *,
    visit: Visit,
    needs: tuple[Scope, ...],
    icon: str = "",
    look: Look = "",
    small: bool = False,
    ask: Question | None = None,
) -> ui.element | None:
    """A button that acts; not drawn for whom it would refuse.

    Pressed, the ledger is asked again whether the session lives and holds any of `needs`. An error becomes a toast.
    """
    if not visit.may(*needs):
        return None
    doing = guarded(handler, visit=visit, needs=needs)
    client = ui.context.client

    async def pressed() -> None:
        with client:  # and not within what holds the button, which may be drawn anew meanwhile
            if ask is None or await asked(ask):
                await doing()

    classes = f"button {look} {'small' if small else ''}"
    with ui.element("button").classes(classes).props('type="button"') as made:
        html(joined([draw_icon(icon) if icon else "", tag("span", label)])).style("display:contents")
    made.on("click", pressed)
    return made


def guarded(handler: Handler, *, visit: Visit, needs: tuple[Scope, ...]) -> Handler:
    """The handler behind the person's scopes; what goes wrong is told in a toast, never swallowed."""
    client = ui.context.client

    async def run() -> None:
        with client:
            try:
                await visit.demand(*needs)
                await handler()
            except (GoldthreadError, InvalidValueError, Held) as error:
                toast(str(error), tone="bad")
            except Exception:
                logger.exception("an action broke")
                toast("Something broke on our side; the log says what. Nothing else was changed.", tone="bad")

    return run


async def asked(question: Question) -> bool:
    """Whether the person said yes; Escape says no."""
    with ui.dialog() as dialog, ui.element("div").classes("dialog"):
        html(joined([tag("h2", question.title), tag("p", question.words, cls="muted")]))
        with ui.element("div").classes("acts"):
            with ui.element("button").classes("button").props('type="button" autofocus') as no:
                html(tag("span", "Cancel"))
            look = "danger" if question.is_dangerous else "primary"
            with ui.element("button").classes(f"button {look}").props('type="button"') as yes:
                html(tag("span", question.yes))
        no.on("click", lambda: dialog.submit(False))
        yes.on("click", lambda: dialog.submit(True))
    said = bool(await dialog)
    dialog.delete()
    return said


def toast(words: str, *, tone: Literal["good", "bad", "info"] = "good") -> None:
    """A sentence at the edge of the page; one that says what went wrong stays until it is closed."""
    is_bad = tone == "bad"
    ui.notify(
        words,
        position="bottom-right",
        classes=f"toast-{tone}",
        textColor="toast",  # none of Quasar's, which nothing of ours could overrule
        timeout=0 if is_bad else 4000,
        close_button="Close" if is_bad else False,
        multi_line=len(words) > 80,
    )


def go(path: str, **query: object) -> None:
    """Lead the person's browser to a page, named as for `href`."""
    ui.navigate.to(href(path, **query).removeprefix(PREFIX))  # NiceGUI puts the prefix before it by itself
