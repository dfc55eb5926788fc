"""Decisions are numbered, short, and say the three things that they have to."""

import re
from pathlib import Path

from markdown_pages import DOCS, links, name_of, text_of

FOLDER = DOCS / "decisions"
SCREEN = 60


def _decisions() -> list[Path]:
    return sorted(file for file in FOLDER.glob("*.md") if file.name != "README.md")


def test_decisions_are_numbered_without_gaps() -> None:
    """Files are `0001-…`, `0002-…`, and each title begins with its number."""
    for number, page in enumerate(_decisions(), 1):
        assert re.fullmatch(rf"{number:04d}-[a-z-]+\.md", page.name), name_of(page)
        assert text_of(page).startswith(f"# {number}. "), name_of(page)


def test_decisions_say_context_decision_and_consequences() -> None:
    """Each page has its three parts, in their order, and is one page long."""
    for page in _decisions():
        assert re.findall(r"^## (.+)$", text_of(page), re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert len(text_of(page).splitlines()) <= SCREEN, name_of(page)


def test_every_decision_is_listed() -> None:
    """The list of decisions leads to each of them."""
    assert [page.name for page in _decisions()] == links(FOLDER / "README.md")
