"""How a demonstration is run from a terminal: the place, the play, its figures, and what is kept when it fails."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import typer
from rich.text import Text

from goldthread.cli import logs
from goldthread.cli.demo_screen import Screen
from goldthread.cli.person import entry_link
from goldthread.cli.run import stopping
from goldthread.cli.screen import err, out, show
from goldthread.demo.figures import Figures
from goldthread.demo.play import Play
from goldthread.demo.stage import ACTOR, Stage, staged
from goldthread.flow.errors import Broken, Misuse
from goldthread.sandbox.faults import PRESETS

LIMIT = timedelta(minutes=8)
INTERRUPTED = 130


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What was asked for."""

    orders: int
    seed: int
    faults: str
    folder: Path | None
    port: int
    is_leaving: bool
    """Whether to repair by itself, and leave when all is told."""
    as_json: bool


async def perform(wanted: Wanted) -> None:
    """Play, and say how it went. Exits with 1 when an equality doesn't hold, with 130 when interrupted."""
    if wanted.faults not in PRESETS:
        raise Misuse(f"--faults is one of {', '.join(PRESETS)}, not {wanted.faults!r}.")
    stop = stopping()
    with _place(wanted.folder) as place, (place / "goldthread.log").open("w", encoding="utf-8") as log:
        logs.configure("info", log)
        has_console = not wanted.is_leaving
        async with staged(
            place, seed=wanted.seed, faults=wanted.faults, port=wanted.port, has_console=has_console
        ) as stage:
            if has_console:
                await _invite(stage, wanted)
            play = Play(
                stage=stage, orders=wanted.orders, faults=wanted.faults, is_repairing=wanted.is_leaving, limit=LIMIT
            )
            screen = Screen(play, err() if wanted.as_json else out())
            await _until_over(play, screen, stop)
            figures = await play.figures()
            if wanted.as_json:
                show(figures.as_dict(), (), as_json=True)
            else:
                await screen.finale(figures)
            if not wanted.is_leaving:
                await screen.stay(stop)
                figures = await play.figures() if await play.is_calm() else figures
        _judge(figures, place)


async def _invite(stage: Stage, wanted: Wanted) -> None:
    """Say where the console is, with a link that opens it."""
    code = await stage.house.entrance.first_link(actor=ACTOR)
    where = err() if wanted.as_json else out()
    text = Text.assemble(
        "Watch it in a browser. This link opens the console, once:\n",
        (entry_link(stage.house, code, stage.url), "bold"),
    )
    where.print(text, soft_wrap=True)


async def _until_over(play: Play, screen: Screen, stop: asyncio.Event) -> None:
    """Follow the play to its end, or to the end of everybody's patience; then what stands still is named."""
    performance = asyncio.create_task(play.perform())
    await screen.follow(performance, stop)
    if not performance.done():
        performance.cancel()
        await asyncio.gather(performance, return_exceptions=True)
        raise typer.Exit(INTERRUPTED)
    try:
        performance.result()
    except Broken as error:
        err().print(Text(str(error), style="bold red"))
        for line in await play.standing():
            err().print(Text(f"  {line}"))


def _judge(figures: Figures, place: Path) -> None:
    """Exit with 1 when an equality doesn't hold, naming which."""
    if broken := figures.broken():
        err().print(Text(f"Not so: {'; '.join(broken)}", style="bold red"))
        err().print(Text(f"Ledger and log are kept in {place}."))
        raise typer.Exit(1)


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    """Where ledger and log are: a given folder, or one that goes when all went well."""
    if folder is None:
        made = Path(tempfile.mkdtemp(prefix="goldthread-demo-"))
        try:
            yield made
        except typer.Exit as exit_:
            if exit_.exit_code == INTERRUPTED:
                shutil.rmtree(made)
            raise
        shutil.rmtree(made)
        return
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "goldthread.db").exists():
        raise Misuse(f"{folder} holds a ledger already; give an empty folder.")
    yield folder.absolute()
