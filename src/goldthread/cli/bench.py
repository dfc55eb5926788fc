"""`goldthread bench`: how fast this machine is with Goldthread."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from goldthread.cli.command import AsJson, command
from goldthread.cli.screen import err, show, table


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    command(app, "bench", panel=panel)(run)


async def run(
    *,
    small: Annotated[bool, typer.Option("--small", help="A first look, in a minute.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure steps per second, latency, memory and intake on this machine."""
    from goldthread.bench.run import SMALL, Size  # noqa: PLC0415 - slow to load, and rarely wanted
    from goldthread.bench.run import run as measure  # noqa: PLC0415 - as above

    console = err()
    figures = await measure(SMALL if small else Size(), lambda step: console.print(Text(f"… {step}", style="dim")))
    rows = [
        (name, f"{value:,g}", " to ".join(f"{end:,g}" for end in figures.spread.get(name, ())))
        for name, value in figures.values.items()
    ]
    show(figures.values, table("figure", "median", "spread", rows=rows), as_json=as_json)
