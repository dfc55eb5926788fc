"""The generated reference is up to date, and nothing is missing from it."""

import re
from collections.abc import Iterator
from typing import Any

import typer
from markdown_pages import DOCS, blocks, inline_code, name_of, pages, text_of

from goldthread.bootstrap.settings import Settings
from goldthread.cli.main import app
from goldthread.cli.reference.connectors import applications
from goldthread.cli.reference.pages import PAGES, stale
from goldthread.flow import errors
from goldthread.flow.errors import GoldthreadError
from goldthread.topologies import SHIPPED

REFERENCE = DOCS / "reference"
COMMAND = re.compile(r"(?:^|[\s/;=])goldthread((?: [a-z][\w-]*)+)")


def _leaves(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, one in group.commands.items():
        yield (*path, name), one
        if hasattr(one, "commands"):
            yield from _leaves(one, (*path, name))


def _commands() -> dict[tuple[str, ...], Any]:
    return dict(_leaves(typer.main.get_command(app)))


def test_the_reference_is_what_the_code_says() -> None:
    """No generated page is stale; `make docs` writes them anew."""
    assert stale(REFERENCE) == []


def test_every_generated_page_is_listed() -> None:
    """The reference's first page leads to each generated one."""
    assert [name for name in PAGES if f"({name})" not in text_of(REFERENCE / "README.md")] == []


def test_every_setting_has_its_line() -> None:
    """Each setting stands in the table of settings."""
    assert [name for name in Settings.model_fields if f"| `{name}` |" not in text_of(REFERENCE / "settings.md")] == []


def test_every_error_has_its_line() -> None:
    """Each error stands in the table of errors and in the drawn tree."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, GoldthreadError)]
    text = text_of(REFERENCE / "errors.md")
    missing = [kind.__name__ for kind in kinds if kind is not GoldthreadError and f"| `{kind.__name__}` |" not in text]
    assert missing == []
    assert [kind.__name__ for kind in kinds if not re.search(rf"(^|── ){kind.__name__}\b", text, re.MULTILINE)] == []


def test_every_command_has_its_heading() -> None:
    """Each command and each group stands in the reference, with a sentence."""
    text = text_of(REFERENCE / "cli.md")
    assert [path for path in _commands() if f"# goldthread {' '.join(path)}\n" not in text] == []
    assert [path for path, one in _commands().items() if not one.help] == []


def test_every_topology_has_its_drawing() -> None:
    """Each shipped topology stands in the reference."""
    text = text_of(REFERENCE / "topologies.md")
    assert [one.name for one in SHIPPED if f"## {one.name}\n" not in text or one.mermaid().strip() not in text] == []


def test_every_connector_has_its_heading() -> None:
    """Each application and each of its public connectors stands in the reference."""
    text = text_of(REFERENCE / "connectors.md")
    named = [name for package, _, nodes, mappers in applications() for name in (package, *dict(nodes), *dict(mappers))]
    assert [name for name in named if not re.search(rf"^##+ {name}$", text, re.MULTILINE)] == []


def test_every_command_that_a_page_shows_exists() -> None:
    """Each `goldthread …` on a page is a command, or a group, with options that it has."""
    known, wrong = _commands(), []
    for page in pages():
        shown = [line for block in blocks(page, "console") for line in block.text.splitlines()]
        for line in [*shown, *(code for code in inline_code(page) if code.startswith("goldthread "))]:
            for found in COMMAND.finditer(line):
                words = tuple(found[1].split())
                path = next((words[:size] for size in range(len(words), 0, -1) if words[:size] in known), None)
                options = set(re.findall(r"(?<=\s)--[a-z-]+", line[found.end() :]))
                if path is None or options - _options(known[path]):
                    wrong.append(f"{name_of(page)}: {line}")
    assert wrong == []


def _options(command: Any) -> set[str]:
    given = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return given | {"--help"}
