"""The tables of a ledger in memory; they outlive the handle that writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import TypeVar, assert_never

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.need import Found, Need, Sweep
from goldthread.adapters.journal.row import (
    CallRow,
    Came,
    Course,
    Finder,
    Kept,
    LockRow,
    SmallRow,
    Standing,
    TrashRow,
)
from goldthread.adapters.journal.shelf import Changes
from goldthread.adapters.journal.store import Sealing
from goldthread.adapters.memory.chain import Chain
from goldthread.adapters.memory.look import claimable, lanes
from goldthread.flow.chain import Head, instant, micros
from goldthread.flow.message import Message
from goldthread.ports.carried import Link
from goldthread.ports.write import Beat, Claim, Leave, Unhold

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelves:
    """Every table as a dict; a `Store` of the journal. Keep it to open the same ledger again after a crash."""

    def __init__(self) -> None:
        self.standings: dict[str, Standing] = {}
        self.messages: dict[str, Message] = {}
        self.runs: dict[str, Course] = {}
        self.calls: dict[str, CallRow] = {}
        self.start_keys: dict[str, tuple[str, str]] = {}
        self.entities: dict[tuple[str, str, str], Finder] = {}
        self.arrivals: dict[tuple[str, int], Came] = {}
        self.trash: dict[str, TrashRow] = {}
        self.locks: dict[str, LockRow] = {}
        self.records: dict[tuple[str, str], Kept] = {}
        self.small: dict[tuple[str, str], SmallRow] = {}
        self.cursors: dict[tuple[str, str], str] = {}
        self.links: dict[tuple[str, str, str], Link] = {}
        self.workers: dict[str, int] = {}
        self.totals: Counter[tuple[str, str]] = Counter()
        self.minutes: Counter[tuple[int, str, str]] = Counter()
        self.chains: dict[int, Chain] = {}

    def fetch(self, need: Need) -> Found:
        """The rows there are."""
        found = Found(
            messages=_of(self.standings, need.messages),
            runs=_of(self.runs, need.runs),
            calls=_of(self.calls, need.calls),
            start_keys=_of(self.start_keys, need.start_keys),
            entities=[row for row in self.entities.values() if row[:2] in need.entities],
            arrivals=[row for row in self.arrivals.values() if row.join in need.joins],
            trash=_of(self.trash, need.trash),
            locks=_of(self.locks, need.locks),
            records=_of(self.records, need.records),
            small=_of(self.small, need.small),
            lanes=lanes(self.standings.values(), need),
        )
        return found if need.sweep is None else self._swept(need.sweep, found)

    def _swept(self, sweep: Sweep, found: Found) -> Found:
        standings = self.standings.values()
        match sweep:
            case Claim():
                found.swept = claimable(standings, sweep)
                found.bodies = [self.whole(row) for row in found.swept]
            case Unhold(message=str() as message):
                one = self.standings.get(message)
                found.swept = [one] if one and one.state in ("held", "ready") and one.holder is None else []
            case Unhold():
                held = [row for row in standings if row.state == "held" and row.held_by == sweep.installation]
                found.swept = sorted(held, key=lambda row: (row.waits, row.id))[: sweep.limit]
            case Beat():
                found.dead = self._dead(micros(sweep.now)) - {sweep.worker}
                self._held_by(found.dead, found)
            case Leave():
                self._held_by([sweep.worker], found)
            case _:
                assert_never(sweep)
        return found

    def _dead(self, now: int) -> set[str]:
        late = {id_ for id_, until in self.workers.items() if until < now}
        holders = {row.holder for row in self.standings.values() if row.holder is not None}
        return late | ((holders | {row.worker for row in self.locks.values()}) - self.workers.keys())

    def _held_by(self, workers: Collection[str], found: Found) -> None:
        found.swept = [row for row in self.standings.values() if row.holder in workers]
        found.dead_locks = [row for row in self.locks.values() if row.worker in workers]

    def flush(self, desk: Desk) -> None:
        """Write what changed on the desk."""
        self._flush_messages(desk)
        self._flush_calls(desk)
        _apply(self.runs, desk.runs.changes(), lambda row: row.id)
        _apply(self.start_keys, desk.start_keys.changes(), lambda row: row[0])
        _apply(self.entities, desk.entities.changes(), lambda row: row[:3])
        _apply(self.arrivals, desk.arrivals.changes(), lambda row: (row.join, row.branch))
        _apply(self.trash, desk.trash.changes(), lambda row: row.message)
        _apply(self.locks, desk.locks.changes(), lambda row: row.key)
        _apply(self.records, desk.records.changes(), lambda row: (row.kind, row.key))
        _apply(self.small, desk.small.changes(), lambda row: (row.place, row.key))
        self.cursors.update(desk.cursors)
        self.links.update(desk.links)
        self.totals.update(desk.totals)
        for worker, until in desk.workers.items():
            if until is None:
                self.workers.pop(worker, None)
            else:
                self.workers[worker] = until

    def _flush_messages(self, desk: Desk) -> None:
        changes = desk.messages.changes()
        for row in changes.inserted:
            self.messages[row.id] = desk.born[row.id]
        for id_ in changes.deleted:
            del self.messages[id_]
        for id_, body in desk.bodies.items():
            self.messages[id_] = replace(self.messages[id_], body=body)
        _apply(self.standings, changes, lambda row: row.id)

    def _flush_calls(self, desk: Desk) -> None:
        calls = desk.calls.changes()
        for row in calls.updated:
            known = self.calls[row.id]
            self.calls[row.id] = known._replace(
                intended_at=row.intended_at,
                answered_at=row.answered_at,
                reply=row.reply,
                is_open_again=row.is_open_again,
            )
        self.calls.update((row.id, row) for row in calls.inserted)

    def seal(self, sealing: Sealing) -> None:
        """Append the entries and move the chain's head."""
        chain = self.chains[sealing.head.chain]
        chain.append(sealing.entries, sealing.contents, sealing.head)
        self.minutes.update(sealing.minutes)

    def next_chain(self) -> int:
        """A number that no chain has."""
        return max(self.chains, default=0) + 1

    def begin_chain(self, number: int, name: str, genesis: str) -> None:
        """Begin an empty chain."""
        self.chains[number] = Chain(number, name, genesis)

    def unrooted(self, chain: int) -> Sequence[Head]:
        """Heads of all other chains that grew since a root listed them."""
        others = [one for one in self.chains.values() if one.head.chain != chain and one.head.seq > one.rooted_seq]
        for one in others:
            one.rooted_seq = one.head.seq
        return [one.head for one in others]

    def whole(self, row: Standing) -> Message:
        """The message as it stands."""
        return replace(
            self.messages[row.id],
            node=row.node,
            attempt=row.attempt,
            waits=row.waits,
            seat=row.seat,
            due=None if row.due is None else instant(row.due),
        )


def _of(table: Mapping[K, V], keys: Iterable[K]) -> list[V]:
    return [table[key] for key in keys if key in table]


def _apply(table: MutableMapping[K, V], changes: Changes[K, V], key: Callable[[V], K]) -> None:
    for row in (*changes.inserted, *changes.updated):
        table[key(row)] = row
    for gone in changes.deleted:
        del table[gone]
