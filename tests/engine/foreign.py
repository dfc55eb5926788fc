"""An outside system that answers as a test says and counts what was done to it, and a house that talks to it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from goldthread.domain.entity import Entity
from goldthread.engine.installation import Installation
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json, Reply
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.ports.view import Trashed
from goldthread.ports.wire import AnswerLost, NotSent, Request
from goldthread.testing.house import Memory, MemoryHouse, memory_house

Fate: TypeAlias = Literal["lost", "vanished", "refused"]
"""`lost`: done, but nobody is told; `vanished`: not done, and nobody is told; `refused`: surely not sent."""
Script: TypeAlias = "Reply | Fate | BaseException"

PLAIN = Application("plain", concurrency=1000)
"""An application without auth, webhooks or a limit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """What the topologies of these tests carry."""

    number: int
    note: str = ""

    def entities(self) -> tuple[Entity, ...]:
        return (Entity(kind="parcel", key=str(self.number)),)


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What the other side answers to a write."""

    id: int


def reply(status: int = 200, value: Json = None, **headers: str) -> Reply:
    """A reply in JSON."""
    content = b"" if value is None else json.dumps(value).encode()
    return Reply(status=status, headers={"content-type": "application/json", **headers}, content=content)


@dataclass
class Foreign:
    """A `Wire` to the other side: it does what it is asked, unless the script says otherwise."""

    script: list[Script] = field(default_factory=list)
    """What becomes of the next writes."""
    reads: dict[str, Reply] = field(default_factory=dict)
    """Replies to reads by path; a lookup of what was done is `/done`."""
    sent: list[Request] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    """What was done, by path and content, and how often."""
    keys: dict[str, Reply] = field(default_factory=dict)
    """Replies by idempotency key."""
    gate: asyncio.Event | None = None
    """Writes are done, but not answered before it is set."""

    async def send(self, request: Request) -> Reply:
        self.sent.append(request)
        path = request.url.partition("://")[2].partition("/")[2]
        if request.method == "GET":
            return self._read(f"/{path}")
        fate = self.script.pop(0) if self.script else "done"
        if isinstance(fate, BaseException):
            raise fate
        if fate == "refused":
            raise NotSent("connection refused")
        if fate == "vanished":
            raise AnswerLost("reset before it was done")
        if isinstance(fate, Reply) and fate.status >= 300:
            return fate
        made = self._do(request, path)
        if self.gate is not None:
            await self.gate.wait()
        if fate == "lost":
            raise AnswerLost("reset after it was done")
        return fate if isinstance(fate, Reply) else made

    async def close(self) -> None:
        """Nothing is open."""

    @property
    def writes(self) -> int:
        """How many writes came, done or not."""
        return sum(request.method != "GET" for request in self.sent)

    def _do(self, request: Request, path: str) -> Reply:
        key = request.headers.get("Idempotency-Key", "")
        if key and key in self.keys:
            return self.keys[key]
        self.done[f"{path} {request.content.decode()}"] += 1
        made = reply(200, {"id": self.done.total()})
        if key:
            self.keys[key] = made
        return made

    def _read(self, path: str) -> Reply:
        if path == "/done":
            return reply(200, {"id": self.done.total()}) if self.done else reply(404)
        return self.reads.get(path, reply(200, {"id": 0}))


Function: TypeAlias = Callable[..., Any]


def connector(function: Function, **options: Any) -> Any:
    """A connector of the plain application."""
    return PLAIN.connector(**options)(function)


async def idle(parcel: Parcel, api: Client) -> Parcel:
    """Does nothing, but makes the application known."""
    del api
    return parcel


IDLE = Topology("idle", start=Manual(Parcel), path=connector(idle))


@asynccontextmanager
async def house_of(
    *topologies: Topology[Any],
    foreign: Foreign | None = None,
    memory: Memory | None = None,
    secrets: Mapping[str, str] | None = None,
    **options: Any,
) -> AsyncIterator[MemoryHouse]:
    """A house with one installation of the plain application."""
    installed = [(Installation(name="plain", application="plain", base_url="http://plain.test"), secrets or {})]
    async with memory_house((*topologies, IDLE), foreign or Foreign(), installed, memory=memory, **options) as house:
        yield house


async def start(house: MemoryHouse, topology: str, *parcels: Parcel, turns: int = 300) -> None:
    """Start a run with each and let everything come to rest."""
    for parcel in parcels or (Parcel(number=1),):
        await house.engine.intake.start(topology, parcel)
    await house.settle(turns=turns)


async def only_trash(house: MemoryHouse, kind: TrashKind) -> Trashed:
    """The only message in the trash, which is of this kind; nothing else is open, and nothing is wrong."""
    await expect_sound(house)
    (trashed,) = await house.ledger.trash()
    assert trashed.why.kind is kind, trashed.why
    tally = await house.ledger.tally(house.clock.now())
    assert (tally.pending, tally.waiting, tally.held, tally.trash) == (0, 0, 0, 1)
    return trashed


async def expect_done(house: MemoryHouse, runs: int = 1) -> None:
    """All runs have ended, and nothing is wrong."""
    await expect_sound(house)
    rows = await house.ledger.runs(limit=10_000)
    assert [row.state for row in rows] == ["done"] * runs, [row.state for row in rows]


async def expect_sound(house: MemoryHouse) -> None:
    """The ledger finds nothing wrong with itself."""
    assert await house.ledger.problems() == []


async def told(house: MemoryHouse, *kinds: Kind) -> list[str]:
    """The contents of the entries of these kinds, the oldest first."""
    found = await house.ledger.entries(kinds=kinds, limit=10_000)
    return [one.entry.content for one in reversed(found)]
