"""The three pages about who may do what, as links."""

from __future__ import annotations

from typing import Final

from nicegui import ui

from goldthread.console.address import href
from goldthread.console.frame import heading
from goldthread.console.parts.markup import html, tag

TABS: Final = (("/people", "People"), ("/people/sessions", "Sessions"), ("/people/tokens", "Tokens"))


def people_heading(title: str, question: str, here: str) -> ui.element:
    """The heading with the links beneath; what is drawn into the element given stands on its right side."""
    acts = heading(title, question)
    links = [tag("a", words, href=href(path), aria_current="true" if path == here else "") for path, words in TABS]
    html(tag("nav", *links, cls="segments", aria_label="Parts"))
    return acts
