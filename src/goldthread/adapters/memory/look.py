"""What a sweep looks for, in dicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goldthread.adapters.journal.need import Need
from goldthread.adapters.journal.row import Standing
from goldthread.flow.chain import micros
from goldthread.ports.write import Claim


def claimable(standings: Iterable[Standing], claim: Claim) -> list[Standing]:
    """What nobody holds and is due, the most urgent first."""
    now = micros(claim.now)
    free = [row for row in standings if row.state == "ready" and row.holder is None and since(row) <= now]
    return sorted(free, key=lambda row: (row.priority, since(row), row.id))[: claim.limit]


def since(row: Standing) -> int:
    """Since when the message could go on, or from when it may."""
    return row.created_at if row.due is None else row.due


def lanes(standings: Iterable[Standing], need: Need) -> Sequence[tuple[str, int, Sequence[Standing]]]:
    """The lanes asked for, with the highest seat and the first in line."""
    if not need.lanes:
        return ()
    found: dict[str, list[Standing]] = {}
    for row in sorted(standings, key=lambda row: row.seat):
        if row.lane in need.lanes:
            found.setdefault(row.lane, []).append(row)
    return [(lane, rows[-1].seat, rows[: need.lane_depth]) for lane, rows in found.items()]
