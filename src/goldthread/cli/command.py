"""How commands are made: async functions, registered with the words that all commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeAlias, cast

import typer
import uvloop

Arguments = ParamSpec("Arguments")

AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Why: TypeAlias = Annotated[str, typer.Option("--why", "-w", help="The reason; it stays in the story.")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What was said before the command's name."""

    settings: Path | None
    """The settings file; None means `goldthread.toml` where it exists."""
    actor: str
    """Who is acting, as the ledger will name them."""
    is_debug: bool


def given(context: typer.Context) -> Given:
    """What was said before the command's name."""
    return cast("Given", context.obj)


def group(name: str, help_: str) -> typer.Typer:
    """An empty group of commands; without a command it shows its help."""
    return typer.Typer(
        name=name, help=help_, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
    )


def command(
    app: typer.Typer, name: str, *, panel: str | None = None
) -> Callable[[Callable[Arguments, Coroutine[Any, Any, None]]], Callable[Arguments, Coroutine[Any, Any, None]]]:
    """Register an async function as a command; its docstring is the help."""

    def register(
        function: Callable[Arguments, Coroutine[Any, Any, None]],
    ) -> Callable[Arguments, Coroutine[Any, Any, None]]:
        @functools.wraps(function)
        def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
            uvloop.run(function(*args, **kwargs))

        app.command(name, rich_help_panel=panel)(run)
        return function

    return register
