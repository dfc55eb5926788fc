"""`goldthread init`: a project of one's own, with a test that passes."""

from __future__ import annotations

import keyword
import sys
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated

import typer
from rich.text import Text

from goldthread.cli.command import AsJson, command
from goldthread.cli.screen import show
from goldthread.flow.errors import Misuse

TEMPLATE = files("goldthread.cli") / "template"
LAYOUT = {
    "goldthread.toml": "goldthread.toml.txt",
    "README.md": "README.md.txt",
    "pytest.ini": "pytest.ini.txt",
    ".gitignore": "gitignore.txt",
    "$package/__init__.py": "init.py.txt",
    "$package/$application.py": "application.py.txt",
    "$package/flow.py": "flow.py.txt",
    "tests/test_$application.py": "test.py.txt",
}


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    command(app, "init", panel=panel)(run)


async def run(
    folder: Annotated[
        Path, typer.Argument(help="Where; its name becomes the package's, unless --package says another.")
    ],
    application: Annotated[str, typer.Option("--application", "-a", help="The first system to talk to.")] = "helios",
    package: Annotated[str, typer.Option("--package", help="The package's name.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Begin a project of your own: settings, a connector, a topology and a test that passes."""
    names = {
        "package": checked(package or folder.absolute().name.replace("-", "_").lower(), "package"),
        "application": checked(application, "application"),
    }
    if names["application"] in {names["package"], "flow"}:
        raise Misuse(f"The application cannot be called {application!r} as well; choose another with --application.")
    written = write(folder, names)
    lines = [Text(f"  {file}", style="dim") for file in written]
    steps = Text(f"Next:  cd {folder} && pytest && goldthread topology show customer.signup", style="cyan")
    show(
        {"folder": str(folder), **names, "files": written},
        [Text(f"{folder} is ready."), *lines, steps],
        as_json=as_json,
    )


def checked(name: str, what: str) -> str:
    """The name, if a Python module can have it. Raises `Misuse` saying what is wrong and what to do."""
    if not name.isidentifier() or not name.isascii() or name != name.lower():
        raise Misuse(
            f"The {what}'s name {name!r} cannot be a Python module's: use small letters, digits and _, "
            f"beginning with a letter. Say another with --{what}."
        )
    if keyword.iskeyword(name) or name in sys.stdlib_module_names or name in {"goldthread", "tests", "conftest"}:
        raise Misuse(f"The {what}'s name {name!r} is taken by Python or Goldthread; say another with --{what}.")
    return name


def write(folder: Path, names: dict[str, str]) -> list[str]:
    """Write all files; their paths in the folder. Raises `Misuse` when one of them exists."""
    planned = {Template(path).substitute(names): source for path, source in LAYOUT.items()}
    if existing := [path for path in planned if (folder / path).exists()]:
        raise Misuse(f"{folder / existing[0]} exists already; nothing was written.")
    for path, source in planned.items():
        text = (TEMPLATE / source).read_text(encoding="utf-8")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).safe_substitute(names), encoding="utf-8")
    return list(planned)
