"""`goldthread demo`: everything at once, on this machine, in a minute."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli import logs
from goldthread.cli.command import AsJson, command
from goldthread.cli.demo_screen import Screen
from goldthread.cli.run import stopping
from goldthread.cli.screen import err, out, show
from goldthread.demo.play import Play
from goldthread.demo.stage import staged
from goldthread.flow.errors import Misuse
from goldthread.sandbox.faults import PRESETS

LIMIT = timedelta(minutes=8)


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    command(app, "demo", panel=panel)(run)


async def run(
    orders: Annotated[int, typer.Option(min=1, help="How many orders shoppers place.")] = 200,
    seed: Annotated[int, typer.Option(help="What chance hangs on: people, addresses, parcels, faults.")] = 1,
    faults: Annotated[str, typer.Option(help="none, default or hostile.")] = "default",
    folder: Annotated[
        Path | None, typer.Option(help="An empty folder to keep ledger and labels in; a temporary one if not given.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the API; 0 takes a free one.")] = 0,
    *,
    leave: Annotated[
        bool, typer.Option("--exit", help="Repair what needs a person by itself, and leave when all is told.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """See it all: shop, ERP, carrier and printers, and everything that goes wrong between them."""
    if faults not in PRESETS:
        raise Misuse(f"--faults is one of {', '.join(PRESETS)}, not {faults!r}.")
    with ExitStack() as stack:
        place = _place(stack, folder)
        log = stack.enter_context((place / "goldthread.log").open("w", encoding="utf-8"))
        logs.configure("info", log)
        async with staged(place, seed=seed, faults=faults, port=port) as stage:
            play = Play(stage=stage, orders=orders, faults=faults, is_repairing=leave, limit=LIMIT)
            screen = Screen(play, err() if as_json else out())
            performance = asyncio.create_task(play.perform())
            stop = stopping()
            await screen.follow(performance, stop)
            if not performance.done():
                performance.cancel()
                raise typer.Exit(130)
            performance.result()
            figures = await play.figures()
            if as_json:
                show(figures.as_dict(), (), as_json=True)
            else:
                await screen.finale(figures)
            if not leave:
                await screen.stay(stop)
    if broken := figures.broken():
        err().print(f"Not so: {'; '.join(broken)}", style="bold red")
        raise typer.Exit(1)


def _place(stack: ExitStack, folder: Path | None) -> Path:
    if folder is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="goldthread-demo-")))
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "goldthread.db").exists():
        raise Misuse(f"{folder} holds a ledger already; give an empty folder.")
    return folder.absolute()
