"""What the pages' data cost: the reads of the services behind them, and the pages themselves over HTTP."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from goldthread.api.door import Door
from goldthread.audit.dashboard import dashboard
from goldthread.audit.hooks import hook_health
from goldthread.audit.story import find, tell
from goldthread.flow.entry import Kind
from goldthread.flow.hooks import HookCheck

TURNS: Final = 3
Read: TypeAlias = Callable[[], Awaitable[object]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Took:
    """How long one thing took, in milliseconds."""

    what: str
    median: float
    worst: float
    cpu: float = 0.0
    """What the process worked for it: the same on a busy machine, where the rest is waiting for a turn."""


async def read_side(door: Door) -> list[Took]:
    """Every read, some times over."""
    reads = {**_work(door), **await _one(door)}
    return [await took(what, read) for what, read in reads.items()]


async def took(what: str, read: Read, turns: int = TURNS) -> Took:
    """The median of some turns."""
    seen = []
    for _ in range(turns):
        began, cpu = time.perf_counter(), time.process_time()
        await read()
        seen.append(((time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000))
    return middle(what, seen)


def middle(what: str, seen: Sequence[tuple[float, float]]) -> Took:
    """The medians of several turns, each the time that passed and the time worked."""
    passed, worked = sorted(one for one, _ in seen), sorted(one for _, one in seen)
    half = len(seen) // 2
    return Took(what=what, median=round(passed[half], 1), worst=round(passed[-1], 1), cpu=round(worked[half], 1))


def _work(door: Door) -> Mapping[str, Read]:
    ledger, now = door.house.world.ledger, door.now()
    checks: list[HookCheck] = []
    return {
        "dashboard, 1 h": lambda: dashboard(ledger, now),
        "dashboard, 24 h": lambda: dashboard(ledger, now, back=timedelta(hours=24)),
        "dashboard, 7 d": lambda: dashboard(ledger, now, back=timedelta(days=7)),
        "tally": lambda: ledger.tally(now),
        "minutes, 24 h": lambda: ledger.minutes(now - timedelta(hours=24)),
        "minutes, 7 d": lambda: ledger.minutes(now - timedelta(days=7)),
        "causes": ledger.causes,
        "trash, first page": lambda: ledger.trash(limit=50),
        "runs": lambda: ledger.runs(limit=50),
        "runs of a topology": lambda: ledger.runs(topology="order.ship", limit=50),
        "runs of a topology and state": lambda: ledger.runs(topology="order.ship", state="open", limit=50),
        "runs of a topology and rare state": lambda: ledger.runs(topology="order.ingest", state="open", limit=50),
        "messages": lambda: ledger.messages(limit=50),
        "entries": lambda: ledger.entries(limit=100),
        "entries of a common kind": lambda: ledger.entries(kinds=(Kind.SETTLED,), limit=100),
        "entries of a rare kind": lambda: ledger.entries(kinds=(Kind.REFUSED,), limit=100),
        "entries of many rare kinds": lambda: ledger.entries(
            kinds=(Kind.CHANGED, Kind.PRINTED, Kind.TRASHED), limit=100
        ),
        "entries of a kind that hardly is": lambda: ledger.entries(kinds=(Kind.ADOPTED,), limit=100),
        "labels": lambda: door.labels.page(now, limit=50),
        "shipments": lambda: door.shipments.page(limit=50),
        "shipments, live": lambda: door.shipments.page(is_live=True, limit=50),
        "shipments, not live": lambda: door.shipments.page(is_live=False, limit=50),
        "hook health": lambda: hook_health(ledger, checks, now),
    }


async def _one(door: Door) -> Mapping[str, Read]:
    ledger = door.house.world.ledger
    told = next(row.run for row in await ledger.runs(topology="order.ingest", state="done", limit=1))
    stuck = (await ledger.trash(limit=1))[0]
    keys = {one.kind: one.key for one in await ledger.entities(told.trace)}
    cause = stuck.why.cause
    topologies = door.house.world.catalog.topologies.values()
    return {
        "trash of a cause": lambda: ledger.trash(cause=cause, limit=50),
        "trash of a kind": lambda: ledger.trash(kind="rejected", limit=50),
        "trash, last page": lambda: ledger.trash(cause="none", limit=50),
        "one in the trash": lambda: ledger.trashed(stuck.message.id),
        "find by number": lambda: find(ledger, keys["order_number"].rpartition("/")[2]),
        "find by e-mail": lambda: find(ledger, keys["customer"]),
        "find by tracking number": lambda: find(ledger, keys["tracking"].rpartition("/")[2]),
        "find by a beginning": lambda: find(ledger, "B-9"),
        "find nothing": lambda: find(ledger, "no such order"),
        "story": lambda: tell(ledger, told.trace, topologies=topologies),
        "labels of an order": lambda: door.labels.find(keys["order_number"].rpartition("/")[2], door.now()),
    }
