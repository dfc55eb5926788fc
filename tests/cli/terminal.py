"""A terminal: commands run against a settings file, and what they say."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli_flow import Parcel

from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.settings import load
from goldthread.cli.main import main


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its standard output, read."""
        return json.loads(self.out)


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """Runs commands as one person."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.folder / "goldthread.toml"

    def __call__(self, *words: str) -> Said:
        """Run one command on this ledger."""
        return self.bare("--settings", str(self.settings), "--as", "ada", *words)

    def bare(self, *words: str) -> Said:
        """Run one command as it stands."""
        status = main(words)
        said = self.capture.readouterr()
        return Said(status=status, out=said.out, err=said.err)

    def send(self, *parcels: Parcel) -> None:
        """Let parcels flow until all stand still."""
        asyncio.run(self._send(parcels))

    def move(self) -> None:
        """Let everything flow that can."""
        self.send()

    async def _send(self, parcels: tuple[Parcel, ...]) -> None:
        async with open_house(load(self.settings)) as house:
            await house.engine.start()
            for parcel in parcels:
                await house.engine.intake.start("parcel.send", parcel, actor="ada")
            await still(house)
            await house.engine.stop(grace_s=1)


async def still(house: House) -> None:
    """Until no message moves any more."""
    while True:
        tally = await house.world.ledger.tally(house.world.clock.now())
        if not tally.pending + tally.waiting:
            return
        await asyncio.sleep(0.01)
