"""An engine, a fake and the line between them: what a contract's cases are played on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar

from goldthread.adapters.http import AioWire
from goldthread.adapters.raw import RawWire
from goldthread.adapters.wire import SchemeWire
from goldthread.engine.installation import Installation
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.node import Mapper, Path, mapper
from goldthread.flow.start import Cron, Manual, Start
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.ports.view import Trashed
from goldthread.testing.clock import ManualClock
from goldthread.testing.contract.claim import expect
from goldthread.testing.contract.fake import Delivery, Fake
from goldthread.testing.contract.line import Line
from goldthread.testing.contract.sample import BEGIN
from goldthread.testing.house import Memory, MemoryHouse, memory_house

FakeT = TypeVar("FakeT", bound=Fake)
T = TypeVar("T")

TURNS: Final = 3000
RECOVERY: Final = 6
"""How many probes an installation that works again may need."""
PROBE: Final = timedelta(seconds=61)

records: Final = Application("contract_records", is_internal=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seed:
    """A record to begin with."""

    kind: str
    key: str
    record: Mapping[str, Any]


@records.connector
async def remember_seed(seed: Seed, api: Client) -> Seed:
    """Keep a record that another topology would have kept."""
    await api.recall(seed.kind, seed.key, into=dict[str, Any])
    api.remember(seed.kind, seed.key, dict(seed.record))
    return seed


SEEDING: Final[Topology[Any]] = Topology("contract.seed", start=Manual(Seed), path=remember_seed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One thing that a connector does: how it begins, along which nodes, and what comes of it."""

    name: str
    start: Start[Any]
    gives: type[object]
    path: Path[Any, Any] | None = None
    """None: the start alone, as of a webhook that is only read."""


@dataclass(kw_only=True)
class Scene(Generic[FakeT]):
    """One case's world; every case has its own."""

    fake: FakeT
    house: MemoryHouse
    line: Line
    installation: str
    came: dict[str, list[object]] = field(default_factory=dict)
    """What came of each way."""

    async def begin(self, way: str, *bodies: object) -> None:
        """Start a run with each body, and don't wait."""
        for body in bodies:
            await self.house.engine.intake.start(way, body)

    async def run(self, way: str, *bodies: object) -> None:
        """Start a run with each body, and let everything come to rest."""
        await self.begin(way, *bodies)
        await self.settle()

    async def tick(self, way: str) -> None:
        """Let a schedule's instant come."""
        key = f"contract:{self.house.engine.world.ids.new()}"
        await self.house.engine.intake.tick(way, self.house.clock.now(), key=key)
        await self.settle()

    async def hear(self, delivery: Delivery) -> bool:
        """Take a webhook in; whether it was known. Raises `Forbidden`."""
        begun = await self.house.engine.intake.hook(self.installation, delivery.event, delivery.headers, delivery.body)
        await self.settle()
        return all(one.is_duplicate for one in begun)

    async def settle(self) -> None:
        """Let everything come to rest that time alone would move."""
        await self.house.settle(turns=TURNS)

    async def linger(self, duration: timedelta) -> None:
        """Let time pass while something waits that time alone won't move."""
        until = self.house.clock.now() + duration
        while self.house.clock.now() < until:
            with suppress(TimeoutError):
                await self.house.settle(turns=50)
            await self._turn(duration / 10)

    async def recover(self) -> None:
        """Let time pass until the engine has probed what was paused, and everything rests again."""
        world = self.house.engine.world
        for _ in range(RECOVERY):
            await self.settle()
            tally = await world.ledger.tally(world.clock.now())
            if not tally.held + tally.waiting + tally.pending:
                return
            await self._turn(PROBE)
            world.pauses.refresh(await world.ledger.rows("pause"))
            await self.house.clock.rest()

    async def _turn(self, duration: timedelta) -> None:
        """Step on, with the engine's heart, which would take so long a pause for its own death."""
        self.house.clock.turn(duration)
        await self.house.engine.heart.beat()

    def given(self, way: str, type_: type[T]) -> list[T]:
        """What came of a way."""
        return [body for body in self.came.get(way, []) if isinstance(body, type_)]

    async def only(self, way: str, type_: type[T]) -> T:
        """The one thing that came of a way; nothing lies in the trash."""
        await self.expect_no_trash()
        found = self.given(way, type_)
        expect(len(found) == 1, f"{way} gave {len(found)} of {type_.__name__} where one was expected.")
        return found[0]

    async def trash(self) -> list[Trashed]:
        """What lies in the trash, the newest first."""
        return list(await self.house.ledger.trash(limit=1000))

    async def expect_no_trash(self) -> None:
        """Nobody is needed."""
        rows = await self.trash()
        expect(not rows, "; ".join(f"{row.message.node}: {row.why.kind}: {row.why.reason}" for row in rows))

    async def expect_rejected(self, field: str) -> Trashed:
        """One message lies in the trash as rejected, at this field of our body."""
        rows = await self.trash()
        expect(len(rows) == 1, f"One message was expected in the trash, {len(rows)} lie there.")
        why = rows[0].why
        expect(why.kind is TrashKind.REJECTED, f"It lies in the trash as {why.kind}, not as rejected: {why.reason}")
        faults = [str(fault["field"]) for fault in json.loads(why.faults)]
        expect(field in faults, f"The fault should be at {field}, it is at {', '.join(faults) or 'none'}: {why.reason}")
        return rows[0]

    async def expect_sound(self) -> None:
        """No node crashed, and the ledger finds nothing wrong with itself."""
        failed = [row for row in await self.trash() if row.why.kind is TrashKind.FAILED]
        expect(not failed, "; ".join(f"{row.message.node}: {row.why.reason}" for row in failed))
        problems = await self.house.ledger.problems()
        expect(not problems, "; ".join(problems))

    async def story(self) -> str:
        """Everything that was written down, for looking for words."""
        entries = await self.house.ledger.entries(limit=1000)
        return "\n".join(one.entry.content for one in entries)

    async def is_open(self) -> bool:
        """Whether something still waits."""
        tally = await self.house.ledger.tally(self.house.clock.now())
        return bool(tally.held + tally.waiting + tally.pending)

    async def keep(self, kind: str, key: str, record: Mapping[str, Any]) -> None:
        """Have a record kept, as another topology would."""
        await self.run(SEEDING.name, Seed(kind=kind, key=key, record=record))


@asynccontextmanager
async def playing(
    fake: FakeT,
    application: Application,
    installation: str,
    ways: Iterable[Way],
    *,
    memory: Memory,
    settings: Mapping[str, str],
) -> AsyncIterator[Scene[FakeT]]:
    """An engine with these ways over a fake that is running."""
    came: dict[str, list[object]] = {}
    line = Line(SchemeWire(http=AioWire(), raw=RawWire()), memory.clock.now)
    topologies = [_topology(way, came.setdefault(way.name, [])) for way in ways]
    installed = Installation(
        name=installation, application=application.name, base_url=fake.url, settings=dict(settings)
    )
    try:
        async with memory_house(
            [*topologies, SEEDING], line, [(installed, dict(fake.secrets))], memory=memory
        ) as house:
            yield Scene(fake=fake, house=house, line=line, installation=installation, came=came)
    finally:
        await line.close()


def fresh() -> Memory:
    """Memory of an engine that was never run, at noon of a Monday."""
    return Memory(clock=ManualClock(BEGIN))


def never() -> Cron:
    """A schedule whose ticks only a contract makes."""
    return Cron("0 0 29 2 *", missed="skip")


def _topology(way: Way, came: list[object]) -> Topology[Any]:
    catch = _catch(way.gives, came)
    return Topology(way.name, start=way.start, path=catch if way.path is None else way.path >> catch)


def _catch(type_: type[object], came: list[object]) -> Mapper[Any, Any]:
    """A last node that shows a case what came."""

    def catch(body: object) -> object:
        came.append(body)
        return body

    catch.__annotations__.update({"body": type_, "return": type_})
    return mapper(catch)
