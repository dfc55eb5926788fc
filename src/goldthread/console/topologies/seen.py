"""What the drawings show: one look at the ledger, shared by all pages that are open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from goldthread.api.door import Door
from goldthread.audit.pulse import KINDS, LOOKED_BACK, Pulse, pulse_of
from goldthread.console.look.colours import Tone
from goldthread.flow.topology import Edge, Topology
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Queue, Sealed

FRESH: Final = timedelta(seconds=4)
"""For so long pages are shown the same look."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeFigures:
    """One node at this moment."""

    waiting: int
    """Messages that are about to be worked on, or wait for an instant or their turn."""
    held: int
    """Messages held for an installation, or since the topology is off."""
    trash: int
    per_minute: float
    failed: int
    p95_ms: int | None

    @property
    def tone(self) -> Tone:
        """Red where a person is needed, amber where something stands still, green where it flows."""
        if self.trash:
            return Tone.BAD
        if self.held or self.failed:
            return Tone.WARN
        return Tone.GOOD if self.per_minute else Tone.STILL


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One look."""

    at: datetime
    pulse: Pulse
    queues: Sequence[Queue]
    entries: Sequence[Sealed]
    """The last ones, newest first."""

    def node(self, topology: str, node: str) -> NodeFigures:
        """The figures of a node."""
        beat = self.pulse.of(topology, node)
        mine = [one for one in self.queues if one.topology == topology and one.node == node]
        return NodeFigures(
            waiting=sum(one.count for one in mine if one.state in ("ready", "waiting", "blocked")),
            held=sum(one.count for one in mine if one.state == "held"),
            trash=sum(one.count for one in mine if one.state == "trash"),
            per_minute=self.pulse.per_minute(beat.settled),
            failed=beat.failed,
            p95_ms=beat.p95_ms,
        )

    def edge(self, topology: str, edge: Edge) -> float:
        """Messages a minute on an edge: what its source gives, of a choice what its target was done with."""
        is_chosen = edge.label not in ("", "join") and not edge.target.startswith("topology:")
        target = self.pulse.of(topology, edge.target)
        return self.pulse.per_minute(target.settled if is_chosen else self.pulse.of(topology, edge.source).given)

    def whole(self, topology: Topology[object]) -> NodeFigures:
        """All nodes of a topology together; the rate is that of its runs."""
        figures = [self.node(topology.name, node) for node in topology.nodes]
        took = [ms for node in topology.nodes for ms in self.pulse.of(topology.name, node).took_ms]
        slowest = max((one.p95_ms for one in figures if one.p95_ms is not None), default=None)
        return NodeFigures(
            waiting=sum(one.waiting for one in figures),
            held=sum(one.held for one in figures),
            trash=sum(one.trash for one in figures),
            per_minute=self.pulse.per_minute(self.pulse.of(topology.name, "start").given),
            failed=sum(one.failed for one in figures),
            p95_ms=slowest if took else None,
        )


@dataclass(slots=True)
class _Kept:
    seen: Seen | None
    lock: asyncio.Lock


_kept: WeakKeyDictionary[Ledger, _Kept] = WeakKeyDictionary()


async def look(door: Door) -> Seen:
    """How everything flows now, at most `FRESH` old."""
    ledger = door.house.world.ledger
    kept = _kept.setdefault(ledger, _Kept(seen=None, lock=asyncio.Lock()))
    async with kept.lock:
        now = door.now()
        if kept.seen is None or not timedelta(0) <= now - kept.seen.at < FRESH:
            kept.seen = await _look(ledger, now)
        return kept.seen


async def _look(ledger: Ledger, now: datetime) -> Seen:
    entries = await ledger.entries(kinds=KINDS, limit=LOOKED_BACK)
    pulse = pulse_of(entries, now, is_cut=len(entries) == LOOKED_BACK)
    return Seen(at=now, pulse=pulse, queues=await ledger.queues(now), entries=entries)
