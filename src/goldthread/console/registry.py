"""The pages there are, each with who may see it and the question it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from goldthread.access.scope import Scope

SECTIONS: Final = ("Work", "Flow", "Trust")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page."""

    path: str
    """Behind the console's prefix, `/orders/{trace}`."""
    title: str
    icon: str
    scope: tuple[Scope, ...]
    """Any of these lets a person see it."""
    answers: str
    """The question, as its reader would ask it."""
    section: str
    order: int
    is_listed: bool
    """Whether the sidebar has it; pages with a parameter are reached from others."""
    belongs_to: str
    """The path of the listed page that is marked in the sidebar while this one is open."""


_pages: dict[str, Page] = {}


def register(page: Page) -> None:
    """Make a page known; one path once."""
    _pages[page.path] = page


def pages() -> tuple[Page, ...]:
    """All pages, in the order of the sidebar."""
    return tuple(sorted(_pages.values(), key=lambda one: (SECTIONS.index(one.section), one.order, one.path)))
