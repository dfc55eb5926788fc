"""The loaded ledger: made once, kept in an ignored folder, and opened with the console beside the API."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from goldthread.access.person import Role
from goldthread.api.door import Door
from goldthread.api.server import listening
from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.settings import Settings
from goldthread.console.mount import add_console
from load.crowd import Size, crowd
from load.play import LEDGER, MIDWAY, played

FOLDER: Final = Path(".console-load")
KEY: Final = "goldthread.key"
READY: Final = "ready"
FRESH: Final = timedelta(hours=12)
"""An older one has no entries of today any more, and is made again."""
WHO: Final = "load"


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A house whose console is open."""

    house: House
    door: Door
    url: str
    secret: str
    """Of the session of an administrator."""


def settings_of(folder: Path) -> Settings:
    """How the ledger in the folder is opened."""
    return Settings(ledger=folder / LEDGER, key_file=folder / KEY, port=0, grace_s=5)


def made(folder: Path, size: Size, say: Callable[[str], None]) -> None:
    """Make the ledger unless a fresh one is there."""
    mark = folder / READY
    if mark.exists() and time.time() - mark.stat().st_mtime < FRESH.total_seconds():
        say(f"the ledger in {folder} is kept from before")
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.monotonic()
    say("some orders are played, to be copied")
    stock = asyncio.run(played(folder))
    (folder / MIDWAY).unlink()
    crowd(folder / LEDGER, stock, size, datetime.now(UTC), say)
    mark.write_text(f"{time.monotonic() - began:.0f}\n", encoding="ascii")


def counted(folder: Path) -> dict[str, int]:
    """What the ledger holds."""
    ledger = sqlite3.connect(folder / LEDGER)
    try:
        asked = {
            "entries": "SELECT sum(head_seq + 1) FROM chain",
            "orders": "SELECT count(*) FROM entity WHERE kind = 'order'",
            "in_trash": "SELECT count(*) FROM trash WHERE is_open = 1",
            "runs": "SELECT sum(count) FROM total",
        }
        counts = {name: int(ledger.execute(sql).fetchone()[0]) for name, sql in asked.items()}
    finally:
        ledger.close()
    return {**counts, "megabytes": (folder / LEDGER).stat().st_size // 1_000_000}


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    """The console on the ledger of the folder; the engine stands still."""
    async with open_house(settings_of(folder)) as house, entered(house) as found:
        yield found


@asynccontextmanager
async def entered(house: House) -> AsyncIterator[Served]:
    """The console of a house, and a session of its administrator."""
    entrance = house.entrance
    if not any(one.name == WHO for one in await entrance.people.list()):
        await entrance.people.add(WHO, Role.ADMIN, actor=WHO)
    code = await entrance.invitations.make(WHO, actor=WHO)
    secret = await entrance.by_link(code, address="127.0.0.1", agent="load")
    async with listening(house, host="127.0.0.1", port=0, add=add_console) as url:
        yield Served(house=house, door=Door.of(house), url=url, secret=secret)
