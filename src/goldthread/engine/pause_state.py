"""What the ledger remembers of a paused installation.

A row of the small table `pause`, keyed by installation; there is none while it works:
`{"kind": "failing", "reason": "HTTP 503", "since": "2026-01-01T10:00:00+00:00", "probe_at": "…", "probes": 3,
"by": ""}`
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class PauseKind(StrEnum):
    """Why an installation is paused."""

    FAILING = "failing"
    """It failed time and again; it is probed, and resumes by itself."""
    UNAUTHORISED = "unauthorised"
    """Its credentials don't work; a person is needed, and it is probed rarely."""
    BY_HAND = "by_hand"
    """A person paused it; only a person resumes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """An installation that isn't called for now."""

    kind: PauseKind
    reason: str
    since: datetime
    probe_at: datetime | None = None
    """When the next probe may go; None: never."""
    probes: int = 0
    """How many probes have failed."""
    by: str = ""
    """Who paused it; empty when the engine did."""

    def text(self) -> str:
        """The row's value."""
        return json.dumps(
            {
                "kind": self.kind,
                "reason": self.reason,
                "since": self.since.isoformat(),
                "probe_at": self.probe_at.isoformat() if self.probe_at else None,
                "probes": self.probes,
                "by": self.by,
            }
        )

    def probed_at(self, at: datetime | None) -> Pause:
        """With another time for the next probe."""
        return replace(self, probe_at=at)


def paused(text: str) -> Pause:
    """The pause of a row's value."""
    stored = json.loads(text)
    return Pause(
        kind=PauseKind(stored["kind"]),
        reason=stored["reason"],
        since=datetime.fromisoformat(stored["since"]),
        probe_at=datetime.fromisoformat(stored["probe_at"]) if stored["probe_at"] else None,
        probes=stored["probes"],
        by=stored["by"],
    )
