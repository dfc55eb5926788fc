"""What a slot of time brought: the runs that began in it, and what went wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.flow.entry import Kind
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import RunRow, Sealed

WRONG = (Kind.TRASHED.value,)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """Runs and failures of one topology within a time."""

    runs: Sequence[RunRow]
    """Those that began in it, the newest first; no more than were asked for."""
    wrong: Sequence[Sealed]
    """Entries of what came to the trash in it, of runs that began at any time."""


async def slot(
    ledger: Ledger, topology: str, since: datetime, until: datetime, *, before: str, limit: int = 100
) -> Slot:
    """`before` is the least id that a run of `until` can have; ids rise with time."""
    runs = await ledger.runs(topology=topology, before=before, limit=limit)
    entries = await ledger.entries(kinds=WRONG, since=since, limit=1000)
    return Slot(
        runs=[one for one in runs if since <= one.run.started_at < until],
        wrong=[one for one in entries if one.entry.at < until and (not topology or one.entry.topology == topology)][
            :limit
        ],
    )
