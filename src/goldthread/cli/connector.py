"""`goldthread connector new`: the skeleton of a connector of one's own, with its contract to fulfil."""

from __future__ import annotations

import keyword
import sys
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated

import typer
from rich.text import Text

from goldthread.cli.command import AsJson, command, group
from goldthread.cli.screen import show
from goldthread.flow.errors import Misuse

TEMPLATE = files("goldthread.cli") / "template"
PYTEST = "pytest.ini"
TAKEN = {"goldthread", "tests", "conftest", "pytest"}

app = group("connector", "Connectors of your own.")


class Role(StrEnum):
    """What the other side is to an order."""

    CARRIER = "carrier"
    SHOP = "shop"
    ERP = "erp"
    PRINTER = "printer"


SOURCES = {
    Role.CARRIER: ("shipment.py", "tracking.py", "role.py"),
    Role.SHOP: ("order.py", "role.py"),
    Role.ERP: ("order.py", "role.py"),
    Role.PRINTER: ("job.py", "role.py"),
}
"""The modules that only a role has."""


@command(app, "new")
async def new(
    name: Annotated[str, typer.Argument(help="Its name, which becomes the package's.")],
    role: Annotated[Role, typer.Option("--role", "-r", help="What it is to an order.")],
    folder: Annotated[Path, typer.Option("--folder", help="The project; the current folder if not given.")] = Path(),
    *,
    as_json: AsJson = False,
) -> None:
    """Begin a connector: a package to fill in, a fake to fill in, and the contract that says what is missing."""
    _check(name)
    written = write(folder, name, role)
    lines = [Text(f"  {file}", style="dim") for file in written]
    steps = Text(f"Next:  pytest tests/test_{name}.py says what to fill in.", style="cyan")
    show(
        {"connector": name, "role": role.value, "files": written},
        [Text(f"The {role} {name} is ready to be filled in."), *lines, steps],
        as_json=as_json,
    )


def _check(name: str) -> None:
    if not name.isidentifier() or not name.isascii() or name != name.lower():
        raise Misuse(
            f"{name!r} cannot be a Python package's name: use small letters, digits and _, beginning with a letter."
        )
    if keyword.iskeyword(name) or name in sys.stdlib_module_names or name in TAKEN:
        raise Misuse(f"{name!r} is taken by Python or Goldthread; call the connector something else.")


def write(folder: Path, name: str, role: Role) -> list[str]:
    """Write all files; their paths in the folder. Raises `Misuse` when one of them exists."""
    names = {"name": name, "Name": _class(name), "Role": _class(role)}
    planned = _planned(name, role)
    if existing := [path for path in planned if (folder / path).exists()]:
        raise Misuse(f"{folder / existing[0]} exists already; nothing was written.")
    if not (folder / PYTEST).exists():
        planned[PYTEST] = f"{PYTEST}.txt"
    for path, source in planned.items():
        text = TEMPLATE.joinpath(*source.split("/")).read_text(encoding="utf-8")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(names), encoding="utf-8")
    return list(planned)


def _planned(name: str, role: Role) -> dict[str, str]:
    """Where each file goes, and of which template it is made."""
    application = "printer/application.py" if role is Role.PRINTER else "application.py"
    modules = {module: f"{role}/{module}" for module in ("statuses.py", *SOURCES[role])}
    package = {"__init__.py": "init.py", "application.py": application, **modules, "README.md": "README.md"}
    tests = {f"tests/{name}_fake.py": f"{role}/fake.py", f"tests/test_{name}.py": "test.py"}
    paths = {**{f"{name}/{file}": source for file, source in package.items()}, **tests}
    return {path: f"connector/{source}.txt" for path, source in paths.items()}


def _class(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
