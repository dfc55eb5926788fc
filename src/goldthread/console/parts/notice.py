"""A sentence that stands out, and what is shown where nothing is."""

from __future__ import annotations

from markupsafe import Markup

from goldthread.console.look.icons import icon
from goldthread.console.parts.markup import html


def notice(words: str, *, tone: str = "info", way_on: str = "", way: str = "") -> None:
    """One sentence in a box (`info`, `good`, `warn`, `bad`), with a link as the way on."""
    picture = icon("warning" if tone in ("bad", "warn") else "check" if tone == "good" else "info")
    link = Markup(' <a href="{}">{}</a>').format(way_on, way) if way_on else ""
    role = "alert" if tone == "bad" else "status"
    html(Markup('<div class="notice {}" role="{}">{}<div>{}{}</div></div>').format(tone, role, picture, words, link))


def empty_markup(title: str, words: str = "", *, picture: str = "check", way_on: str = "", way: str = "") -> Markup:
    """What stands in the place of a list without rows: what it means and what to do next."""
    link = Markup('<br><a class="button" href="{}">{}</a>').format(way_on, way) if way_on else ""
    return Markup('<div class="empty">{}<h2>{}</h2><p>{}</p>{}</div>').format(icon(picture), title, words, link)


def empty(title: str, words: str = "", *, picture: str = "check", way_on: str = "", way: str = "") -> None:
    """The same, on the page."""
    html(empty_markup(title, words, picture=picture, way_on=way_on, way=way))
