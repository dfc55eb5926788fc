"""What each node added: the difference between the bodies before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from goldthread.audit.exchange import Read
from goldthread.flow.difference import Change, difference
from goldthread.flow.entry import Kind
from goldthread.flow.message import START
from goldthread.flow.reply import Json
from goldthread.flow.topology import Topology


class Enrichments:
    """Remembers the bodies of a trace while its entries are read in order."""

    def __init__(self, topologies: Iterable[Topology[object]]) -> None:
        self._before: Mapping[str, Mapping[str, list[str]]] = {one.name: _sources(one) for one in topologies}
        self._bodies: dict[tuple[str, str], Json] = {}
        self._last: dict[str, Json] = {}

    def knows(self, entry: Read) -> bool:
        """Whether the entry's node stands in a topology that is known, so that no change means none."""
        return entry.sealed.entry.topology in self._before

    def read(self, entry: Read) -> tuple[Change, ...]:
        """What the entry's node changed in the body; nothing when it isn't known what was before."""
        line = entry.sealed.entry
        if "body" not in entry.content or line.kind not in (Kind.STARTED, Kind.SETTLED):
            return ()
        body = entry.content["body"]
        changes: tuple[Change, ...] = ()
        if line.kind is Kind.SETTLED and line.node != START:
            before = self._given(line.run, line.topology, line.node)
            changes = difference(before, body) if before is not None else ()
        node = START if line.kind is Kind.STARTED else line.node
        self._bodies[line.run, node] = self._last[line.run] = body
        return changes

    def _given(self, run: str, topology: str, node: str) -> Json:
        """The body that the node was given; None for a join, which is given several."""
        sources = self._before.get(topology)
        if sources is None:
            return self._last.get(run)
        known = [self._bodies[run, one] for one in sources.get(node, ()) if (run, one) in self._bodies]
        return known[-1] if known else None


def _sources(topology: Topology[object]) -> dict[str, list[str]]:
    sources: dict[str, list[str]] = {}
    for edge in topology.edges():
        if edge.label != "join":
            sources.setdefault(edge.target, []).append(edge.source)
    return sources
