"""What can be wrong in the shelves of a ledger in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldthread.adapters.memory.shelves import Shelves


def problems(shelves: Shelves) -> list[str]:
    """In sentences; empty when all is well."""
    return [*_runs(shelves), *_messages(shelves), *_lanes(shelves), *_rest(shelves)]


def _runs(shelves: Shelves) -> Iterator[str]:
    standing = Counter(row.run for row in shelves.standings.values())
    for run in shelves.runs.values():
        if run.open_messages != standing[run.id]:
            yield f"Run {run.id} counts {run.open_messages} open messages, but {standing[run.id]} stand somewhere."
        if (run.state == "open") != (run.ended_at is None) or (run.state != "open" and standing[run.id]):
            yield f"Run {run.id} is {run.state}, but has {standing[run.id]} open messages."
    states = Counter((row.topology, row.state) for row in shelves.runs.values())
    for place in states.keys() | shelves.totals.keys():
        if states[place] != shelves.totals[place]:
            yield f"{place[0]} has {states[place]} runs that are {place[1]}, but {shelves.totals[place]} are counted."


def _messages(shelves: Shelves) -> Iterator[str]:
    for row in shelves.standings.values():
        if row.run not in shelves.runs:
            yield f"Message {row.id} belongs to run {row.run}, which doesn't exist."
        if row.holder is not None and row.holder not in shelves.workers:
            yield f"Message {row.id} is held by worker {row.holder}, which nobody knows."
        trash = shelves.trash.get(row.id)
        if (row.state == "trash") != bool(trash and trash.is_open):
            yield f"Message {row.id} is {row.state}, which its row in the trash contradicts."
    for trash in shelves.trash.values():
        if trash.is_open and trash.message not in shelves.standings:
            yield f"Message {trash.message} is in the trash, but stands nowhere."


def _lanes(shelves: Shelves) -> Iterator[str]:
    heads: dict[str, tuple[int, str]] = {}
    for row in sorted(shelves.standings.values(), key=lambda row: row.seat):
        if row.lane and row.lane not in heads:
            heads[row.lane] = (row.seat, row.id)
            if row.state == "blocked":
                yield f"Lane {row.lane} stands still: its head, message {row.id}, is blocked."
        elif row.lane and row.state in {"ready", "held"}:
            yield f"Message {row.id} may go on, but isn't the head of lane {row.lane}."


def _rest(shelves: Shelves) -> Iterator[str]:
    for lock in shelves.locks.values():
        if lock.worker not in shelves.workers:
            yield f"Critical section {lock.key} is held by worker {lock.worker}, which nobody knows."
    open_runs = {run.id for run in shelves.runs.values() if run.state == "open"}
    waiting = {row.run for row in shelves.standings.values()}
    for came in shelves.arrivals.values():
        if came.run not in open_runs & waiting:
            yield f"Join {came.join} waits for a branch of run {came.run}, which has no open message."
    for number, chain in shelves.chains.items():
        last = chain.entries[-1].hash if chain.entries else chain.genesis
        if chain.head.hash != last:
            yield f"Chain {number} ends elsewhere than its head says."
