"""The way into the house for commands that look or act, without starting its engine."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.settings import Settings, load
from goldthread.cli.command import given
from goldthread.engine.codec import canonical
from goldthread.engine.trash import Act
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.reply import Json
from goldthread.ports.write import Note


def settings_of(context: typer.Context) -> Settings:
    """The settings that the command was given; modules beside their file can be named in it. Raises `Unsettled`."""
    file = given(context).settings
    folder = str((file.parent if file else Path()).absolute())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return load(file)


@asynccontextmanager
async def opened(context: typer.Context) -> AsyncIterator[House]:
    """The house, with nothing moving in it; a running process notices what is changed here within a second."""
    async with open_house(settings_of(context)) as house:
        yield house


def act(context: typer.Context, why: str = "", version: int | None = None) -> Act:
    """What the person at the terminal does, and why."""
    return Act(actor=given(context).actor, reason=why, version=version)


async def note_change(house: House, context: typer.Context, words: dict[str, Json]) -> None:
    """Write down that the person at the terminal changed something."""
    world = house.world
    entry = Entry(kind=Kind.CHANGED, at=world.clock.now(), actor=given(context).actor, content=canonical(words))
    await world.ledger.write(Note(entries=(entry,)))
