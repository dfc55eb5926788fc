"""The ledgers that the contract is tested against."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from ledger_making import MemoryPlace, Place, SqlitePlace

from goldthread.ports.ledger import Ledger


@pytest.fixture(params=["memory", "sqlite"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Where a ledger is kept."""
    made: Place = MemoryPlace() if request.param == "memory" else SqlitePlace(file=tmp_path / "ledger.db")
    yield made
    await made.close()


@pytest.fixture
async def ledger(place: Place) -> AsyncIterator[Ledger]:
    """An empty ledger, in which nothing may be wrong at the end."""
    opened = await place.open()
    yield opened
    assert await opened.problems() == []
