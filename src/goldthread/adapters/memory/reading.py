"""The read side of the ledger in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar

from goldthread.adapters.journal.row import TrashRow
from goldthread.adapters.journal.seal import MINUTE
from goldthread.adapters.journal.show import show_call, show_record, show_run, show_state, show_why
from goldthread.adapters.memory.check import problems
from goldthread.adapters.memory.look import since
from goldthread.adapters.memory.shelves import Shelves
from goldthread.domain.entity import Entity
from goldthread.flow.chain import instant, micros
from goldthread.flow.message import Message, MessageId, RunId, TraceId
from goldthread.ports.carried import TrashKind
from goldthread.ports.clock import Clock
from goldthread.ports.view import Call, Glance, Minute, Queue, Record, Row, RunRow, Sealed, Tally, Trashed

T = TypeVar("T")


class Reading:
    """Answers from the shelves as they are now."""

    def __init__(self, shelves: Shelves, clock: Clock) -> None:
        self.shelves = shelves
        self._clock = clock

    async def run(self, run: RunId) -> RunRow | None:
        row = self.shelves.runs.get(run)
        return show_run(row) if row else None

    async def runs(
        self, *, topology: str = "", state: str = "", trace: str = "", before: str = "", limit: int = 50
    ) -> Sequence[RunRow]:
        rows = sorted(self.shelves.runs.values(), key=lambda row: row.id, reverse=True)
        asked = {"topology": topology, "state": state, "trace": trace}
        return [show_run(row) for row in _page(rows, asked, before, lambda row: row.id, limit)]

    async def message(self, message: MessageId) -> Message | None:
        row = self.shelves.standings.get(message)
        return self.shelves.whole(row) if row else None

    async def messages(
        self,
        *,
        run: str = "",
        trace: str = "",
        topology: str = "",
        node: str = "",
        has_trash: bool = True,
        after: str = "",
        limit: int = 200,
    ) -> Sequence[tuple[Message, str]]:
        there = [
            row for row in self.shelves.standings.values() if row.id > after and (has_trash or row.state != "trash")
        ]
        rows = sorted(there, key=lambda row: row.id)
        asked = {"run": run, "trace": trace, "topology": topology, "node": node}
        found = _page(rows, asked, "", lambda row: row.id, limit)
        now = micros(self._clock.now())
        return [(self.shelves.whole(row), show_state(row, now)) for row in found]

    async def calls(self, message: MessageId) -> Sequence[Call]:
        rows = [row for row in self.shelves.calls.values() if row.message == message]
        return [show_call(row) for row in sorted(rows, key=lambda row: (row.intended_at, row.id))]

    async def trash(
        self, *, cause: str = "", kind: str = "", topology: str = "", trace: str = "", before: str = "", limit: int = 50
    ) -> Sequence[Trashed]:
        rows = sorted(self._open_trash(), key=lambda row: row.message, reverse=True)
        asked = {"cause": cause, "kind": kind, "topology": topology, "trace": trace}
        return [await self._trashed(row) for row in _page(rows, asked, before, lambda row: row.message, limit)]

    async def trashed(self, message: MessageId) -> Trashed | None:
        row = self.shelves.trash.get(message)
        return await self._trashed(row) if row and row.is_open else None

    async def causes(self) -> Sequence[tuple[str, TrashKind, str, str, int]]:
        counts = Counter((row.cause, row.kind, row.node) for row in self._open_trash())
        reasons = {(row.cause, row.kind, row.node): row.reason for row in self._open_trash()}
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(key[0], TrashKind(key[1]), key[2], reasons[key], count) for key, count in ordered]

    async def traces(self, text: str, limit: int = 20) -> Sequence[tuple[TraceId, Entity]]:
        kind, colon, key = text.partition(":")
        rows = sorted(self.shelves.entities.values(), key=lambda row: (row.key, row.kind, row.trace))
        exact = [row for row in rows if row.key == text or (colon and (row.kind, row.key) == (kind, key))]
        found = exact or [row for row in rows if row.key.startswith(text)]
        return [(TraceId(row.trace), Entity(kind=row.kind, key=row.key)) for row in found[:limit]]

    async def entities(self, trace: TraceId) -> Sequence[Entity]:
        rows = [row for row in self.shelves.entities.values() if row.trace == trace]
        rows.sort(key=lambda row: (-row.is_owner, row.kind, row.key))
        return [Entity(kind=row.kind, key=row.key) for row in rows]

    async def glances(self, traces: Sequence[TraceId]) -> Sequence[Glance]:
        trashed = {row.trace for row in self._open_trash()}
        return [
            Glance(
                trace=one,
                entities=tuple(await self.entities(one)),
                runs=tuple(await self.runs(trace=one, limit=len(self.shelves.runs) or 1)),
                is_in_trash=one in trashed,
            )
            for one in traces
        ]

    async def story(self, trace: TraceId, *, limit: int = 2000) -> Sequence[Sealed]:
        rows = [one for one in self._sealed() if one.entry.trace == trace]
        return sorted(rows, key=lambda one: (one.entry.at, one.chain, one.seq))[:limit]

    async def entries(
        self,
        *,
        kinds: Sequence[str] = (),
        run: str = "",
        actor: str = "",
        is_acted: bool = False,
        since: datetime | None = None,
        before: tuple[datetime, int, int] | None = None,
        limit: int = 200,
    ) -> Sequence[Sealed]:
        rows = [
            one
            for one in self._sealed()
            if (not kinds or one.entry.kind in kinds)
            and (not run or one.entry.run == run)
            and (not actor or one.entry.actor == actor)
            and (not is_acted or one.entry.actor)
            and (since is None or one.entry.at >= since)
            and (before is None or (one.entry.at, one.chain, one.seq) < before)
        ]
        return sorted(rows, key=lambda one: (one.entry.at, one.chain, one.seq), reverse=True)[:limit]

    async def chains(self) -> Sequence[tuple[int, str, str]]:
        return [(number, one.name, one.genesis) for number, one in sorted(self.shelves.chains.items())]

    async def chain(self, chain: int, *, after: int = -1, limit: int = 5000) -> Sequence[Sealed]:
        one = self.shelves.chains[chain]
        rows = one.entries[after + 1 : after + 1 + limit]
        return [one.sealed(row, salt=one.salt(row.seq) or "") for row in rows]

    async def salt(self, chain: int, seq: int) -> str | None:
        return self.shelves.chains[chain].salt(seq)

    async def erase(self, chain: int, seq: int) -> bool:
        return self.shelves.chains[chain].contents.pop(seq, None) is not None

    async def record(self, kind: str, key: str) -> Record | None:
        row = self.shelves.records.get((kind, key))
        return show_record(row) if row else None

    async def records(
        self, kind: str, *, is_live: bool | None = None, after: str = "", limit: int = 50
    ) -> Sequence[Record]:
        rows = sorted(
            row
            for row in self.shelves.records.values()
            if row.kind == kind and row.key > after and (is_live is None or bool(row.is_live) == is_live)
        )
        return [show_record(row) for row in rows[:limit]]

    async def linked(self, kind: str, ours: str, installation: str) -> str | None:
        link = self.shelves.links.get((kind, ours, installation))
        return link.theirs if link else None

    async def cursor(self, topology: str, node: str) -> str | None:
        return self.shelves.cursors.get((topology, node))

    async def row(self, table: str, key: str) -> Row | None:
        row = self.shelves.small.get((table, key))
        return Row(key=key, value=row.value, version=row.version) if row else None

    async def rows(self, table: str) -> Sequence[Row]:
        rows = sorted(row for row in self.shelves.small.values() if row.place == table)
        return [Row(key=row.key, value=row.value, version=row.version) for row in rows]

    async def tally(self, now: datetime) -> Tally:
        rows, at = list(self.shelves.standings.values()), micros(now)
        pending = [since(row) for row in rows if row.state == "ready" and since(row) <= at]
        states = Counter(row.state for row in rows)
        by_topology: dict[str, dict[str, int]] = {}
        for (topology, state), count in self.shelves.totals.items():
            by_topology.setdefault(topology, {})[state] = count
        for trash in self._open_trash():
            standing = by_topology.setdefault(trash.topology, {})
            standing["trash"] = standing.get("trash", 0) + 1
        return Tally(
            runs=len(self.shelves.runs),
            runs_open=sum(row.state == "open" for row in self.shelves.runs.values()),
            pending=len(pending),
            waiting=states["ready"] - len(pending) + states["blocked"],
            held=states["held"],
            trash=states["trash"],
            oldest_pending=instant(min(pending)) if pending else None,
            by_topology=by_topology,
        )

    async def queues(self, now: datetime) -> Sequence[Queue]:
        at = micros(now)
        alike: dict[tuple[str, str, str, str, str], list[int]] = {}
        for row in self.shelves.standings.values():
            version = self.shelves.messages[row.id].version
            place = (row.topology, version, row.node, show_state(row, at), row.held_by)
            alike.setdefault(place, []).append(row.created_at)
        return [
            Queue(
                topology=topology,
                version=version,
                node=node,
                state=state,
                held_by=held_by,
                count=len(made),
                oldest=instant(min(made)),
            )
            for (topology, version, node, state, held_by), made in sorted(alike.items())
        ]

    async def minutes(self, since: datetime, *, kinds: Sequence[str] = (), width: int = 1) -> Sequence[Minute]:
        first = micros(since) // MINUTE
        counts: Counter[tuple[int, str, str]] = Counter()
        for (minute, topology, kind), count in self.shelves.minutes.items():
            if minute >= first and (not kinds or kind in kinds):
                counts[minute - minute % width, topology, kind] += count
        rows = sorted(counts.items())
        return [
            Minute(at=instant(minute * MINUTE), topology=topology, kind=kind, count=count)
            for (minute, topology, kind), count in rows
        ]

    async def problems(self) -> Sequence[str]:
        return problems(self.shelves)

    def _open_trash(self) -> list[TrashRow]:
        return [row for row in self.shelves.trash.values() if row.is_open]

    async def _trashed(self, row: TrashRow) -> Trashed:
        message = self.shelves.whole(self.shelves.standings[row.message])
        return Trashed(
            message=message,
            why=show_why(row),
            version=row.version,
            trashed_at=instant(row.trashed_at),
            calls=tuple(await self.calls(message.id)),
        )

    def _sealed(self) -> Iterable[Sealed]:
        return (one.sealed(row) for one in self.shelves.chains.values() for row in one.entries)


def _page(rows: Iterable[T], asked: dict[str, str], before: str, key: Callable[[T], str], limit: int) -> list[T]:
    fitting = (
        row
        for row in rows
        if all(not value or getattr(row, name) == value for name, value in asked.items())
        and (not before or key(row) < before)
    )
    return list(islice(fitting, limit))
