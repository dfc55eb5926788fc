"""Orders played through the sandbox, to be copied."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Final

from goldthread.demo.play import Play
from goldthread.demo.stage import staged
from load.crowd import Stock
from load.template import Template, templates

ORDERS: Final = 48
LIMIT: Final = timedelta(minutes=4)
LOOK_S: Final = 0.2
MIDWAY: Final = "midway.db"
LEDGER: Final = "goldthread.db"


async def played(folder: Path, *, orders: int = ORDERS) -> Stock:
    """Play, leave the trash as it is, and keep the ledger; another one as it was when parcels were on their way."""
    async with staged(folder, seed=11, faults="default", port=0) as stage:
        play = Play(stage=stage, orders=orders, faults="default", is_repairing=False, limit=LIMIT)
        performance = asyncio.create_task(play.perform())
        while not performance.done():
            now = await play.progress()
            if now.placed == orders and now.printed * 10 >= now.parcels * 8 and not (folder / MIDWAY).exists():
                _keep(folder / LEDGER, folder / MIDWAY)
            await asyncio.sleep(LOOK_S)
        await performance
    return stock(folder)


def stock(folder: Path) -> Stock:
    """What a play left to copy."""
    ledger, midway = sqlite3.connect(folder / LEDGER), sqlite3.connect(folder / MIDWAY)
    try:
        found = templates(ledger)
        live = [one for one in templates(midway) if not one.is_in_trash and _is_live(one)]
        told = [one for one in found if not one.is_in_trash]
        stuck = [one for one in found if one.is_in_trash]
        return Stock(told=told, stuck=stuck, live=live or told)
    finally:
        ledger.close()
        midway.close()


def _is_live(one: Template) -> bool:
    columns = one.columns["record"]
    return any(row[columns.index("kind")] == "parcel" and row[columns.index("is_live")] for row in one.rows["record"])


def _keep(ledger: Path, copy: Path) -> None:
    source, kept = sqlite3.connect(ledger), sqlite3.connect(copy)
    try:
        source.backup(kept)
    finally:
        source.close()
        kept.close()
