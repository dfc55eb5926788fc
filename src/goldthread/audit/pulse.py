"""How the nodes are doing, told by the last entries: how many messages a minute, what failed, how long calls took."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from goldthread.flow.entry import Kind
from goldthread.ports.view import Sealed

KINDS: Final = (Kind.STARTED, Kind.SETTLED, Kind.CALLED, Kind.INTENDED, Kind.RETRYING, Kind.TRASHED)
LOOKED_BACK: Final = 1000
"""Entries that are read; on a busy house they cover seconds, which is enough for a rate."""
WITHIN: Final = timedelta(minutes=10)
"""What is older says nothing about now."""
SHORTEST: Final = timedelta(seconds=2)
START: Final = "start"
"""What a topology's start is called in its drawing; what it gives are runs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodePulse:
    """What one node did within the time."""

    settled: int = 0
    given: int = 0
    """Messages that went on: one each time, or as many as were emitted."""
    failed: int = 0
    """Attempts that were put off or ended in the trash."""
    took_ms: tuple[int, ...] = ()
    """Of its calls."""

    @property
    def p95_ms(self) -> int | None:
        """19 of 20 calls were answered within this; None without calls."""
        ranked = sorted(self.took_ms)
        return ranked[max(0, -(-len(ranked) * 95 // 100) - 1)] if ranked else None


STILL: Final = NodePulse()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pulse:
    """All nodes within the time that the entries cover."""

    span: timedelta
    nodes: Mapping[tuple[str, str], NodePulse] = field(default_factory=dict)
    """By topology and node."""

    def of(self, topology: str, node: str) -> NodePulse:
        """One node; nothing where it did nothing."""
        return self.nodes.get((topology, node), STILL)

    def per_minute(self, count: int) -> float:
        """So many within the time, as a rate."""
        return count * 60 / self.span.total_seconds()


def pulse_of(entries: Sequence[Sealed], now: datetime, *, is_cut: bool) -> Pulse:
    """Fold entries of these kinds; `is_cut`: there were more, so that they cover only the time since the oldest."""
    oldest = min((one.entry.at for one in entries), default=now)
    span = min(WITHIN, max(now - oldest, SHORTEST)) if is_cut else WITHIN
    nodes: dict[tuple[str, str], NodePulse] = {}
    for one in entries:
        entry = one.entry
        node = START if entry.kind is Kind.STARTED else entry.node
        if node and entry.at >= now - span:
            place = (entry.topology, node)
            nodes[place] = _with(nodes.get(place, STILL), one)
    return Pulse(span=span, nodes=nodes)


def _with(pulse: NodePulse, one: Sealed) -> NodePulse:
    settled, given, failed, took = pulse.settled, pulse.given, pulse.failed, pulse.took_ms
    match one.entry.kind:
        case Kind.STARTED:
            given += 1
        case Kind.SETTLED:
            settled, given = settled + 1, given + _gave(one)
        case Kind.RETRYING | Kind.TRASHED:
            failed += 1
        case Kind.CALLED:
            took = (*took, *_ms(one))
        case _:
            return pulse
    return NodePulse(settled=settled, given=given, failed=failed, took_ms=took)


def _gave(one: Sealed) -> int:
    """How many messages went on. What came of most nodes is one body, which needn't be read to be counted."""
    if one.entry.content.startswith('{"outcome":"done"'):
        return 1
    content = _read(one)
    count = content.get("count") if content.get("outcome") == "emit" else int(content.get("outcome") == "done")
    return count if isinstance(count, int) else 0


def _ms(one: Sealed) -> tuple[int, ...]:
    took = _read(one).get("ms")
    return (round(took),) if isinstance(took, int | float) else ()


def _read(one: Sealed) -> Mapping[str, object]:
    content = json.loads(one.entry.content)
    return content if isinstance(content, dict) else {}
