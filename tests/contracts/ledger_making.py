"""What the ledger's contract is tested with: places to open it at, and values with a default for every field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.adapters.memory.shelves import Shelves
from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.domain.entity import Entity
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.limit import Priority
from goldthread.flow.message import CallId, Message, MessageId, RunId, TraceId, WorkerId
from goldthread.ports.carried import Arrival, Birth, Gone, Keeping, Run, Trashing, TrashKind
from goldthread.ports.fuse import Fuse
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Accepted, Claimed, Receipt, Recorded
from goldthread.ports.write import Accept, Beat, Claim, Intend, Settle
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
W1, W2 = WorkerId("w1"), WorkerId("w2")
R = TypeVar("R", bound=Receipt)


class Place(Protocol):
    """Where a ledger is kept; handles come and go."""

    clock: ManualClock

    async def open(self, *, name: str = "one", fuse: Fuse | None = None) -> Ledger:
        """A new handle on the same ledger."""

    async def close(self) -> None:
        """Close all handles."""


@dataclass(kw_only=True)
class MemoryPlace:
    """Shelves in memory."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    shelves: Shelves = field(default_factory=Shelves)

    async def open(self, *, name: str = "one", fuse: Fuse | None = None) -> Ledger:
        return MemoryLedger(clock=self.clock, fuse=fuse, shelves=self.shelves, name=name)

    async def close(self) -> None:
        """Nothing is open in memory."""


@dataclass(kw_only=True)
class SqlitePlace:
    """A file."""

    file: Path
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    opened: list[SqlLedger] = field(default_factory=list)

    async def open(self, *, name: str = "one", fuse: Fuse | None = None) -> SqlLedger:
        ledger = await SqlLedger.open(self.file, clock=self.clock, fuse=fuse, name=name)
        self.opened.append(ledger)
        return ledger

    async def close(self) -> None:
        for ledger in self.opened:
            await ledger.close()


def a_message(id_: str = "m1", **changes: object) -> Message:
    """A message before node `pack` of run `r1`."""
    values: dict[str, object] = {
        "id": MessageId(id_),
        "run": RunId("r1"),
        "trace": TraceId("t1"),
        "topology": "ship",
        "version": "v1",
        "node": "pack",
        "body": f'{{"of":"{id_}"}}',
        "priority": Priority.EVENT,
        "created_at": NOW,
    }
    return Message(**{**values, **changes})  # type: ignore[arg-type] # the values above and the caller's are its fields


def a_run(id_: str = "r1", *, trace: str = "t1", start_key: str = "", topology: str = "ship") -> Run:
    return Run(
        id=RunId(id_),
        trace=TraceId(trace),
        topology=topology,
        version="v1",
        origin="bazaar",
        start_key=start_key or f"key of {id_}",
        started_at=NOW,
    )


def a_birth(
    id_: str = "r1",
    *,
    messages: Sequence[Message] | None = None,
    trace: str = "t1",
    entities: Sequence[Entity] = (),
    entries: Sequence[Entry] = (),
    start_key: str = "",
    duplicate_of: str = "",
    trash: Trashing | None = None,
) -> Birth:
    first = (a_message(f"{id_}.first", run=RunId(id_), trace=TraceId(trace)),)
    return Birth(
        run=a_run(id_, trace=trace, start_key=start_key),
        messages=first if messages is None else tuple(messages),
        entities=tuple(entities),
        entries=tuple(entries),
        duplicate_of=duplicate_of,
        trash=trash,
    )


def an_entry(kind: Kind = Kind.NOTED, *, trace: str = "t1", run: str = "r1", content: str = "{}") -> Entry:
    return Entry(kind=kind, at=NOW, trace=trace, run=run, topology="ship", content=content)


def a_trashing(reason: str = "the postal code is wrong", *, cause: str = "c1") -> Trashing:
    return Trashing(kind=TrashKind.REJECTED, reason=reason, field="/recipient/postal_code", cause=cause)


def an_order(key: str = "bazaar/1001") -> Entity:
    return Entity(kind="order", key=key)


def an_intent(message: str = "m1", call: str = "c", *, worker: WorkerId = W1, is_again: bool = False) -> Intend:
    return Intend(
        worker=worker,
        message=MessageId(message),
        call=CallId(f"{message}.{call}"),
        node="pack",
        installation="swiftpost",
        request='{"method":"POST"}',
        doubt="ask",
        at=NOW,
        entries=(an_entry(Kind.INTENDED),),
        is_again=is_again,
    )


def a_settlement(message: str = "m1", *, worker: WorkerId = W1, **changes: object) -> Settle:
    """An attempt that ended with the message gone."""
    values: dict[str, object] = {"worker": worker, "message": MessageId(message), "fate": Gone(), "at": NOW}
    return Settle(**{**values, **changes})  # type: ignore[arg-type] # the values above and the caller's are its fields


def an_arrival(join: str, branch: int, size: int, body: str | None, follower: Message) -> Arrival:
    return Arrival(join=join, branch=branch, size=size, body=body, follower=follower)


def a_keeping(key: str = "s1", *, version: int = 0, body: str = "{}", is_live: bool = True) -> Keeping:
    return Keeping(kind="shipment", key=key, body=body, version=version, is_live=is_live)


def ids(*names: str) -> frozenset[MessageId]:
    return frozenset(MessageId(name) for name in names)


def names(messages: Iterable[Message]) -> list[str]:
    return [message.id for message in messages]


async def gives(ledger: Ledger, write: object, kind: type[R]) -> R:
    """The receipt, which is of this kind."""
    receipt = await ledger.write(write)  # type: ignore[arg-type] # every caller hands over a write
    assert isinstance(receipt, kind), receipt
    return receipt


async def alive(ledger: Ledger, *workers: WorkerId, seconds: int = 60) -> None:
    """The workers live for a while."""
    for worker in workers or (W1, W2):
        await ledger.write(Beat(worker=worker, now=NOW, until=NOW + timedelta(seconds=seconds)))


async def begin(ledger: Ledger, *messages: Message, worker: WorkerId | None = W1, run: str = "r1") -> Accepted:
    """A run with these messages (one called `m1` if none is given), held by the worker."""
    await alive(ledger)
    first = [replace(message, run=RunId(run)) for message in messages or (a_message(),)]
    birth = a_birth(run, messages=first, entities=(an_order(f"bazaar/{run}"),))
    return await gives(ledger, Accept(birth=birth, worker=worker), Accepted)


async def claimed(
    ledger: Ledger, worker: WorkerId = W1, *, limit: int = 100, later: timedelta = timedelta(0)
) -> list[str]:
    """The ids of what the worker gets."""
    receipt = await gives(ledger, Claim(worker=worker, limit=limit, now=NOW + later), Claimed)
    return names(receipt.messages)


async def settled(ledger: Ledger, write: Settle) -> Recorded:
    return await gives(ledger, write, Recorded)
