"""Markup that always escapes what it is given, and the way from it to the page."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape
from nicegui import ui


def html(markup: Markup, *, classes: str = "") -> ui.html:
    """Put markup on the page as one element. Made with `Markup("…{}…").format(value)`, it has every value escaped."""
    if not isinstance(markup, Markup):
        raise TypeError("Give Markup, so that everything in it is escaped.")
    return ui.html(str(markup), sanitize=False).classes(classes)


def tag(name: str, *children: object, cls: str = "", **attributes: str) -> Markup:
    """One element: `tag("a", "Orders", href="/console/orders")`. `aria_label` becomes `aria-label`."""
    said = {"class": cls, **{key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}}
    written = joined(Markup(' {}="{}"').format(key, value) for key, value in said.items() if value)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, joined(children))


def joined(parts: Iterable[object], between: str = "") -> Markup:
    """Several as one, each escaped unless it is markup already."""
    return escape(between).join(part if hasattr(part, "__html__") else str(part) for part in parts)
