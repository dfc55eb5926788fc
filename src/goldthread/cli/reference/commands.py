"""The `goldthread` command with everything beneath it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import typer

from goldthread.cli.main import app
from goldthread.cli.reference.markdown import code, fence, page, table

NAME: Final = "goldthread"
ABOUT: Final = """\
The terminal's door. `goldthread --help` lists the commands, and each has its own `--help`. A command that prints takes
`--json`. Exit status: 0 done, 1 failed, 2 misused, 130 interrupted."""
_MARKUP: Final = re.compile(r"\[/?(?:bold|dim|italic|[a-z]+)\]")


def commands_page() -> str:
    """Each command with its arguments and options."""
    root: Any = typer.main.get_command(app)
    return page("Commands", f"{ABOUT}\n\n{_options(root)}", _parts(root, NAME, 2))


def _parts(group: Any, path: str, level: int) -> Iterator[str]:
    for name, one in group.commands.items():
        if one.hidden:
            continue
        yield f"{'#' * level} {path} {name}"
        yield _prose(one.help)
        if hasattr(one, "commands"):
            yield from _parts(one, f"{path} {name}", level + 1)
            continue
        yield fence("text", _usage(one, f"{path} {name}"))
        if options := _options(one):
            yield options


def _usage(one: Any, path: str) -> str:
    words = [path]
    for parameter in one.params:
        if parameter.param_type_name == "argument":
            name = (parameter.metavar or parameter.name).upper().strip("[]")
            words.append(name if parameter.required else f"[{name}]")
    has_options = any(parameter.param_type_name == "option" for parameter in one.params)
    return " ".join([*words, "[OPTIONS]"] if has_options else words)


def _options(one: Any) -> str:
    rows = []
    for parameter in one.params:
        if getattr(parameter, "hidden", False) or parameter.name in {"install_completion", "show_completion"}:
            continue
        is_argument = parameter.param_type_name == "argument"
        names = parameter.name.upper() if is_argument else ", ".join([*parameter.opts, *parameter.secondary_opts])
        default = _default(parameter)
        rows.append((code(names), _prose(getattr(parameter, "help", "") or ""), code(default)))
    return table(("argument or option", "is", "default"), rows)


def _default(parameter: Any) -> str:
    default = parameter.default
    if callable(default) or default in (None, "", (), [], False) or parameter.required:
        return ""
    return str(default)


def _prose(text: str | None) -> str:
    return " ".join(_MARKUP.sub("", text or "").split())
