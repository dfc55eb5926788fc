"""The little Markdown that the reference is written in."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence

NOTICE = "*Written from the code by `make docs`; changes here are lost.*"


def page(title: str, about: str, parts: Iterable[str]) -> str:
    """A whole page."""
    return "\n\n".join([f"# {title}", NOTICE, about, *parts]).rstrip() + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty text when it has no rows."""
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines])


def code(text: str) -> str:
    """Within a line."""
    return f"`{text}`" if text else ""


def fence(language: str, text: str) -> str:
    """A block of its own."""
    return f"```{language}\n{text.rstrip()}\n```"


def said(thing: object) -> str:
    """The docstring of something, as prose in one paragraph per paragraph."""
    text = inspect.cleandoc(getattr(thing, "__doc__", None) or "")
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def first(thing: object) -> str:
    """The first paragraph of a docstring."""
    return said(thing).split("\n\n")[0]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
