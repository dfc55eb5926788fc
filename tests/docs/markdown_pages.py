"""The pages that people read, taken apart for tests about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(
    r"^(?P<before><!-- (?P<mark>[^\n]*) -->\n+)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block of code on a page."""

    page: Path
    line: int
    """Where its first line stands."""
    language: str
    text: str
    mark: str
    """The comment right before it, as `not run: it needs the demo`."""


def pages() -> list[Path]:
    """Every page of the project, the ones at its root included."""
    inside = [*DOCS.rglob("*.md"), *(ROOT / "src").rglob("*.md")]
    return sorted([*ROOT.glob("*.md"), *inside])


def name_of(page: Path) -> str:
    """The page as it is named in a message."""
    return str(page.relative_to(ROOT))


@cache
def text_of(page: Path) -> str:
    """The page."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str = "") -> Iterator[Block]:
    """The blocks of code of a page, in order."""
    text = text_of(page)
    for found in _FENCE.finditer(text):
        if language in ("", found["language"]):
            line = text.count("\n", 0, found.start("text")) + 1
            yield Block(page=page, line=line, language=found["language"], text=found["text"], mark=found["mark"] or "")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCE.sub("", text_of(page))


def links(page: Path) -> list[str]:
    """Where the page leads."""
    return [found["target"] for found in _LINK.finditer(prose(page))]


def inline_code(page: Path) -> list[str]:
    """What stands in backquotes within the prose."""
    return _CODE.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    heads = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {_anchor(head) for head in heads}


def _anchor(head: str) -> str:
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)|[`*]", r"\1", head).lower()
    return re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")
