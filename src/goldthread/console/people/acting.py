"""Buttons within a table: one listener for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from markupsafe import Markup
from nicegui.events import GenericEventArguments

from goldthread.access.scope import Scope
from goldthread.console.parts.act import guarded
from goldthread.console.parts.markup import html, tag
from goldthread.console.visit import Visit

_HEARD: Final = "(event) => { const b = event.target.closest('[data-act]'); if (b) emit(b.dataset.act); }"


def row_button(words: str, act: str, *, label: str) -> Markup:
    """A small button in a row; pressed, `act` is what the table's handler is given. `label` says it in full."""
    return tag("button", words, cls="button small danger", type="button", data_act=act, aria_label=label)


def acting(markup: Markup, act: Callable[[str], Awaitable[None]], *, visit: Visit, needs: tuple[Scope, ...]) -> None:
    """The markup on the page; its buttons are refused by scope when they are pressed, as all are."""

    async def pressed(event: GenericEventArguments) -> None:
        await guarded(partial(act, str(event.args)), visit=visit, needs=needs)()

    html(markup).on("click", pressed, js_handler=_HEARD)
