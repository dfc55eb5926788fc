"""`goldthread run`: engine and API in one process."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import structlog
import typer
from rich.text import Text

from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.process import settle_process
from goldthread.bootstrap.settings import Settings
from goldthread.cli import logs
from goldthread.cli.command import AsJson, command
from goldthread.cli.door import settings_of
from goldthread.cli.person import entry_link
from goldthread.cli.screen import err, show
from goldthread.flow.errors import Unavailable

if TYPE_CHECKING:
    from fastapi import FastAPI

logger = structlog.get_logger(__name__)

WAIT_S = 1.0


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    command(app, "run", panel=panel)(run)


async def run(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on, instead of the setting.")] = "",
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Run the engine, the API and the console until SIGTERM or Ctrl-C."""
    from goldthread.api.server import listening  # noqa: PLC0415 - slow to load, and other commands need no API

    settings = settings_of(context)
    chosen = settings.model_copy(
        update={"host": host or settings.host, "port": settings.port if port is None else port}
    )
    logs.configure(chosen.log_level)
    stop = stopping()
    async with _opened(chosen, stop) as house:
        if house is None:
            return
        if not await _started(house, stop):
            return
        try:
            async with listening(house, host=chosen.host, port=chosen.port, add=console_of(chosen)) as url:
                await _announce(house, url, as_json=as_json)
                settle_process()
                await stop.wait()
                logger.info("stopping", grace_s=chosen.grace_s)
        finally:
            await house.engine.stop(grace_s=chosen.grace_s)


def console_of(settings: Settings) -> Callable[[FastAPI, House], None] | None:
    """What adds the console to the API, where it is wanted; nothing of it is loaded elsewhere."""
    if not settings.console:
        return None
    from goldthread.console.mount import add_console  # noqa: PLC0415 - slow to load, and only servers need it

    return add_console


def stopping() -> asyncio.Event:
    """Set by SIGTERM or SIGINT; a second one ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def heed(number: signal.Signals) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, heed, number)
    return stop


@asynccontextmanager
async def _opened(settings: Settings, stop: asyncio.Event) -> AsyncIterator[House | None]:
    """The house, as soon as its ledger can be written; None when told to stop before."""
    while not stop.is_set():
        opening = open_house(settings)
        try:
            house = await opening.__aenter__()
        except Unavailable as error:
            _say_waiting(error)
            await _rest(stop)
            continue
        try:
            yield house
        finally:
            await opening.__aexit__(None, None, None)
        return
    yield None


async def _started(house: House, stop: asyncio.Event) -> bool:
    """Start the engine as soon as the ledger can be written; False when told to stop before."""
    while not stop.is_set():
        try:
            await house.engine.start()
        except Unavailable as error:
            _say_waiting(error)
            await _rest(stop)
        else:
            return True
    return False


def _say_waiting(error: Unavailable) -> None:
    err().print(Text(f"Waiting: {error}", style="yellow"))


async def _rest(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), WAIT_S)
    except TimeoutError:
        return


async def _announce(house: House, url: str, *, as_json: bool) -> None:
    said = {"api": url, "openapi": f"{url}/openapi.json", "ledger": str(house.settings.ledger.absolute())}
    if house.settings.console:
        said["console"] = f"{url}/console/"
        if code := await house.entrance.first_link(actor="the first start"):
            said["first_sign_in"] = entry_link(house, code, url)
    console = [Text.assemble(("Console ", "dim"), (said["console"], "bold"))] if "console" in said else []
    if "first_sign_in" in said:
        console.append(Text.assemble("Nobody can sign in yet. This link does, once, as admin: ", said["first_sign_in"]))
    lines = (
        Text.assemble(
            "Goldthread runs.  ", ("API ", "dim"), (url, "bold"), ("  described at ", "dim"), f"{url}/openapi.json"
        ),
        *console,
        Text(f"Ledger {said['ledger']}. Ctrl-C stops it; nothing is lost.", style="dim"),
    )
    show(said, lines, as_json=as_json)
