"""Every way that a page points leads somewhere."""

import re
from pathlib import Path

from markdown_pages import DOCS, ROOT, anchors, inline_code, links, name_of, pages

_PATH = re.compile(r"(?:[a-z_0-9]+/)+[a-z_0-9]+\.py")


def _broken(page: Path, target: str) -> bool:
    """Whether a link within the project leads nowhere."""
    if "://" in target or target.startswith("mailto:"):
        return False
    place, _, anchor = target.partition("#")
    other = (page.parent / place).resolve() if place else page
    if not other.exists() or not other.is_relative_to(ROOT):
        return True
    return bool(anchor) and other.suffix == ".md" and anchor not in anchors(other)


def test_every_link_resolves() -> None:
    """Each link to a file or heading of the project finds it."""
    broken = [f"{name_of(page)}: {target}" for page in pages() for target in links(page) if _broken(page, target)]
    assert broken == []


def test_every_page_is_linked() -> None:
    """Each page beneath docs is found by following links from the readme."""
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        waiting += [(page.parent / target.partition("#")[0]).resolve() for target in links(page) if "://" not in target]
    assert [name_of(page) for page in DOCS.rglob("*.md") if page not in seen] == []


def test_every_file_that_is_named_exists() -> None:
    """Each path to a Python file in the prose is one of the project, from its root or from the package."""
    roots = (ROOT, ROOT / "src" / "goldthread", ROOT / "src" / "goldthread" / "connectors")
    shown = [(page, code) for page in DOCS.rglob("*.md") for code in inline_code(page) if _PATH.fullmatch(code)]
    assert [
        f"{name_of(page)}: {code}" for page, code in shown if not any((root / code).exists() for root in roots)
    ] == []
