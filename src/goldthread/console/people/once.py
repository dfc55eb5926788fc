"""A secret that is shown once: to be copied now, and kept nowhere."""

from __future__ import annotations

from markupsafe import Markup
from nicegui import ui

from goldthread.console.look.icons import icon
from goldthread.console.parts.markup import html, tag


def show_once(title: str, words: str, secret: str) -> None:
    """A dialog with the secret and a button that copies it; put away, it is gone."""
    copy = Markup('<button class="button primary" type="button" data-copy="{}">{}<span>Copy</span></button>')
    with (
        ui.context.client.content,  # not within the dialog that asked, which is closed
        ui.dialog(value=True).props("persistent"),
        ui.element("div").classes("dialog"),
    ):
        html(tag("h2", title))
        html(tag("p", words, cls="muted"))
        html(tag("div", secret, cls="once", tabindex="0"))
        with ui.element("div").classes("acts"):
            with ui.element("button").classes("button").props('type="button"') as done:
                html(tag("span", "I have it"))
            html(copy.format(secret, icon("link")))

    done.on("click", ui.navigate.reload)
