"""What an operator reads is what the program does."""

import re

from markdown_pages import DOCS, ROOT, text_of

from goldthread.access.scope import Scope
from goldthread.bootstrap.settings import Settings
from goldthread.ports.carried import TrashKind

PAGE = DOCS / "operations.md"


def test_every_figure_is_explained() -> None:
    """Each metric that the API gives has a line, and each line is a metric."""
    given = set(re.findall(r'"(goldthread_\w+)"', (ROOT / "src/goldthread/api/meter.py").read_text("utf-8")))
    told = set(re.findall(r"\b(goldthread_[a-z_]+?)(?:_total)?\b", text_of(PAGE)))
    assert given == told


def test_every_kind_of_trash_has_its_advice() -> None:
    """Each kind of trash has a line in the table, there and on the page of the trash."""
    for page in (PAGE, DOCS / "howto" / "operate-the-trash.md"):
        assert [kind for kind in TrashKind if f"| `{kind.value}` |" not in text_of(page)] == []


def test_every_scope_is_in_the_glossary() -> None:
    """Each scope that a token may have is named where scopes are explained."""
    assert [scope for scope in Scope if f"`{scope.value}`" not in text_of(DOCS / "glossary.md")] == []


def test_settings_in_the_text_exist() -> None:
    """Each variable of the environment that a page names is a setting, or one of the command's own."""
    own = {"SETTINGS", "ACTOR"}
    named = {name for page in DOCS.rglob("*.md") for name in re.findall(r"\bGOLDTHREAD_([A-Z_]+)", text_of(page))}
    assert named - own <= {name.upper() for name in Settings.model_fields}
