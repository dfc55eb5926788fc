"""What must not stand anywhere in the project's text."""

import re
from collections.abc import Iterable
from pathlib import Path

from source_tree import SOURCE, TESTS, modules, name_of, texts

UNFINISHED = re.compile(r"\b([T]ODO|[F]IXME|[X]XX|[H]ACK|NotImplemented[E]rror)\b")
REGISTRY = re.compile(r"[i]ndex-url|https?://[\w.-]*([p]ypi|[n]pmjs|[p]ythonhosted)\b", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?<![\w.-])/([w]ork/(main|shared|\.library)|tmp/[b]rief|tmp/[b]ash_jobs)\b|\b[i]ssue #?\d")
SKIPPED = re.compile(r"pytest\.(mark\.[s]kip|mark\.[x]fail|[s]kip\(|[x]fail\(|import[o]rskip)")
MOCKED = re.compile(r"unittest\.[m]ock\b|\b[M]agicMock\b|\b[A]syncMock\b")
IGNORED = re.compile(r"#\s*type:\s*[i]gnore(?!\[[\w, -]+\]\s*#\s*\w)")


def _places(pattern: re.Pattern[str], files: Iterable[Path]) -> list[str]:
    """Every line that the pattern is found in."""
    return [
        f"{name_of(file)}:{number}: {line.strip()[:100]}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_for_later() -> None:
    """No line of source or tests says that it isn't finished."""
    assert _places(UNFINISHED, modules(SOURCE) + modules(TESTS)) == []


def test_no_registry_is_named() -> None:
    """Nobody's package registry stands in the project; `pip` knows its own."""
    assert _places(REGISTRY, texts()) == []


def test_the_text_speaks_of_the_product_alone() -> None:
    """No path or ticket of whoever wrote it stands in the project."""
    assert _places(ELSEWHERE, texts()) == []


def test_no_test_is_skipped() -> None:
    """A test runs, or it isn't there."""
    assert _places(SKIPPED, modules(TESTS)) == []


def test_nothing_is_mocked() -> None:
    """Tests use the seams: wire, clock, chance, ledger, transport, fuse."""
    assert _places(MOCKED, modules(SOURCE) + modules(TESTS)) == []


def test_every_ignored_type_says_why() -> None:
    """`type: ignore` in the source has a code and a reason behind it."""
    assert _places(IGNORED, modules(SOURCE)) == []
