"""`goldthread`: all commands, and how their failures are told."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.text import Text
from typer.rich_utils import rich_format_error

from goldthread.cli import (
    audit,
    bench,
    check,
    connector,
    demo,
    installation,
    label,
    order,
    person,
    project,
    run,
    sandbox,
    schedule,
    subscription,
    token,
    topology,
    trash,
)
from goldthread.cli.command import Given
from goldthread.cli.screen import err
from goldthread.domain.problem import InvalidValueError
from goldthread.flow.errors import GoldthreadError, Misuse, Unfit

FAILED, MISUSED, STOPPED = 1, 2, 130

app = typer.Typer(
    name="goldthread",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(version("goldthread"))
        raise typer.Exit


@app.callback()
def begin(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option(
            "--settings", "-s", envvar="GOLDTHREAD_SETTINGS", help="Settings file; goldthread.toml here if not given."
        ),
    ] = None,
    actor: Annotated[
        str,
        typer.Option("--as", envvar="GOLDTHREAD_ACTOR", help="Who is acting, for the ledger; your login if not given."),
    ] = "",
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """One golden thread from shop to doorstep: nothing lost, nothing billed twice, everything explained."""
    del show_version  # told by its callback, before any command is looked for
    context.obj = Given(settings=settings, actor=actor or getpass.getuser(), is_debug=debug)


START, SEE, SET = "Start", "See and mend", "Set up"
for register, panel in (
    (demo.register, START),
    (project.register, START),
    (run.register, START),
    (sandbox.register, START),
    (bench.register, START),
    (check.register, SEE),
):
    register(app, panel)
for part, panel in (
    (order.app, SEE),
    (trash.app, SEE),
    (subscription.app, SEE),
    (label.app, SEE),
    (audit.app, SEE),
    (connector.app, SET),
    (topology.app, SET),
    (installation.app, SET),
    (schedule.app, SET),
    (token.app, SET),
    (person.app, SET),
):
    app.add_typer(part, rich_help_panel=panel)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 failed, 2 misused, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = app(given, prog_name="goldthread", standalone_mode=False)
    except typer.TyperException as error:
        return _misused(error)
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED
    except (GoldthreadError, InvalidValueError, OSError) as error:
        if "--debug" in given:
            raise
        return _told(error)
    return status if isinstance(status, int) else 0


def _misused(error: typer.TyperException) -> int:
    """Say how the command line is wrong, as typer does."""
    rich_format_error(cast("Any", error))
    return error.exit_code


def _told(error: Exception) -> int:
    """Say what went wrong in one sentence, with the fields at fault beneath."""
    console = err()
    console.print(Text.assemble(("goldthread: ", "bold red"), str(error)))
    if isinstance(error, Unfit):
        for fault in error.faults:
            console.print(Text.assemble("  ", (fault.field or "/", "yellow"), f"  {fault.message}"))
    return MISUSED if isinstance(error, Misuse | InvalidValueError) else FAILED
