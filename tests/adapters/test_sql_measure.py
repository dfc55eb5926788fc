"""The measurement measures."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.adapters.sql.measure import IN_FLIGHT, NODES, measure
from goldthread.testing.clock import ManualClock


async def test_every_step_is_made(tmp_path: Path) -> None:
    """All runs are done, nothing is wrong, and the figures say how many steps it took."""
    file = tmp_path / "ledger.db"
    figures = await measure(file, IN_FLIGHT * NODES)
    ledger = await SqlLedger.open(file, clock=ManualClock())
    tally = await ledger.tally(datetime.now(UTC))
    assert (figures.steps, tally.runs, tally.runs_open) == (IN_FLIGHT * NODES, IN_FLIGHT, 0)
    assert json.loads(str(figures))["steps_per_second"] > 0
    assert await ledger.problems() == []
    await ledger.close()
