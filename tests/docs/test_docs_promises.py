"""Every promise names the tests that prove it, and they exist."""

import re
from pathlib import Path

from markdown_pages import DOCS, ROOT, text_of

PAGE = DOCS / "promises.md"


def _parts() -> dict[str, str]:
    """The promises by their number."""
    parts = re.split(r"^## (P\d)\. ", text_of(PAGE), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _files(text: str) -> list[Path]:
    return [(DOCS / target).resolve() for target in re.findall(r"\]\((\.\./tests/[^)]+)\)", text)]


def test_there_are_eight_promises() -> None:
    """P1 to P8 stand on the page, in their order."""
    assert list(_parts()) == [f"P{number}" for number in range(1, 9)]


def test_each_promise_says_what_keeps_and_what_proves_it() -> None:
    """Each promise has what keeps it, and links to the tests of it."""
    unproved = [name for name, text in _parts().items() if "*Kept by*" not in text or not _files(text)]
    assert unproved == []


def test_every_proof_exists() -> None:
    """Each test that the page names stands in a file that it links."""
    text = text_of(PAGE)
    known = "\n".join(file.read_text("utf-8") for file in _files(text))
    named = set(re.findall(r"`(test_\w+)`", text))
    assert sorted(name for name in named if f"def {name}(" not in known) == []
    assert all(file.is_relative_to(ROOT / "tests") for file in _files(text))
