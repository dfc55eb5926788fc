"""Whether the paper came: how a run that prints stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from goldthread.flow.entry import Kind
from goldthread.flow.message import RunId
from goldthread.ports.ledger import Ledger


class Paper(StrEnum):
    """What became of a print."""

    COMING = "coming"
    WAITING = "waiting"
    PRINTED = "printed"
    TRASHED = "trashed"
    """A person is needed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How a run that prints stands."""

    paper: Paper
    reason: str = ""
    """Why it waits or needs a person."""

    @property
    def is_settled(self) -> bool:
        """Whether it stays so until somebody acts."""
        return self.paper in (Paper.PRINTED, Paper.TRASHED)


async def progress(ledger: Ledger, run: RunId) -> Progress:
    """How the run stands now."""
    row = await ledger.run(run)
    if row is not None and row.state != "open":
        is_printed = row.state in ("done", "repaired")
        return (
            Progress(paper=Paper.PRINTED) if is_printed else Progress(paper=Paper.TRASHED, reason="It was discarded.")
        )
    messages = await ledger.messages(run=run)
    for message, state in messages:
        if state == "trash":
            trashed = await ledger.trashed(message.id)
            return Progress(paper=Paper.TRASHED, reason=trashed.why.reason if trashed else "")
    if any(state in ("waiting", "held", "blocked") for _, state in messages):
        return Progress(paper=Paper.WAITING, reason=await _reason(ledger, run))
    return Progress(paper=Paper.COMING)


async def _reason(ledger: Ledger, run: RunId) -> str:
    rows = await ledger.entries(kinds=(Kind.WAITING, Kind.RETRYING), run=run, limit=1)
    read = json.loads(rows[0].entry.content) if rows and not rows[0].is_erased else {}
    return str(read.get("reason", "")) if isinstance(read, dict) else ""
