"""A whole engine in memory, with a clock that jumps: for stories that must not wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from goldthread.adapters.memory.artifacts import MemoryArtifacts
from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.adapters.memory.shelves import Shelves
from goldthread.adapters.memory.transport import MemoryTransport
from goldthread.adapters.places.rules import LibraryPlaceRules
from goldthread.adapters.system import SystemChance, TimeIds
from goldthread.domain.place_rules import use_place_rules
from goldthread.engine.authorisation import Authoriser
from goldthread.engine.catalog import Catalog
from goldthread.engine.codec import Codec
from goldthread.engine.engine import Engine
from goldthread.engine.installation import Installation, Installations
from goldthread.engine.limiter import Limiter
from goldthread.engine.login import Logins
from goldthread.engine.pause import Pauses
from goldthread.engine.world import Lease, World
from goldthread.flow.message import WorkerId
from goldthread.flow.topology import Topology
from goldthread.ports.artifacts import Artifacts
from goldthread.ports.fuse import Fuse, NoFuse
from goldthread.ports.ledger import Ledger
from goldthread.ports.wire import Wire
from goldthread.testing.clock import ManualClock

TURN_S = 0.002
STEP = timedelta(milliseconds=20)
"""How far the clock goes in one turn while somebody sleeps on it."""
CAPACITY = 1000


class OpenVault:
    """A vault that locks nothing; for tests alone."""

    def seal(self, secrets: Mapping[str, str]) -> str:
        """JSON of the secrets."""
        return Codec().encode(dict(secrets))

    def open(self, sealed: str) -> Mapping[str, str]:
        """The secrets again."""
        return Codec().decode(dict[str, str], sealed)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What survives when an engine in memory dies: its ledger's shelves, kept bytes, and the time."""

    shelves: Shelves = field(default_factory=Shelves)
    artifacts: MemoryArtifacts = field(default_factory=MemoryArtifacts)
    clock: ManualClock = field(default_factory=ManualClock)
    ids: TimeIds = field(default_factory=TimeIds)


@dataclass(frozen=True, kw_only=True, slots=True)
class MemoryHouse:
    """An engine in memory."""

    engine: Engine
    clock: ManualClock
    transport: MemoryTransport

    @property
    def ledger(self) -> Ledger:
        """Its ledger."""
        return self.engine.world.ledger

    async def settle(self, *, turns: int = 5000) -> None:
        """Run until nothing is left that time alone would move; the clock jumps over every wait.

        Raises `TimeoutError` when it doesn't come to rest within so many turns of the event loop.
        """
        for _ in range(turns):
            self.engine.feeder.wake()
            await asyncio.sleep(TURN_S if self.engine.worker.busy else 0)
            await self.clock.advance(STEP if self.clock.sleeping else timedelta(0))
            if self.engine.worker.busy or self.transport.room() < CAPACITY:
                continue
            tally = await self.ledger.tally(self.clock.now())
            if tally.pending:
                await asyncio.sleep(TURN_S)
            elif not await self._jump():
                return
        raise TimeoutError("The engine didn't come to rest.")

    async def _jump(self) -> bool:
        """Turn the clock to the next instant at which a message is due; whether there is one."""
        rows = await self.ledger.messages(limit=1000)
        dues = [message.due for message, state in rows if state == "waiting" and message.due is not None]
        if not dues:
            return False
        self.clock.turn(max(min(dues) - self.clock.now(), self.clock.now() - self.clock.now()))
        await self.engine.heart.beat()
        return True


@asynccontextmanager
async def memory_house(
    topologies: Iterable[Topology[Any]],
    wire: Wire,
    installations: Iterable[tuple[Installation, Mapping[str, str]]],
    *,
    memory: Memory | None = None,
    fuse: Fuse | None = None,
    artifacts: Artifacts | None = None,
    grace_s: float = 1,
    address: str = "",
) -> AsyncIterator[MemoryHouse]:
    """An engine that is running, on fresh memory or on what an earlier one left behind.

    `grace_s`: how long its end waits for nodes under way, in seconds of the real clock. `address`: how vendors would
    reach it.
    """
    use_place_rules(LibraryPlaceRules())
    memory = memory or Memory()
    clock, ids, chance, codec = memory.clock, memory.ids, SystemChance(), Codec()
    catalog = Catalog(topologies)
    worker = WorkerId(ids.new())
    transport = MemoryTransport(CAPACITY)
    ledger = MemoryLedger(clock=clock, fuse=fuse, shelves=memory.shelves, name=worker)
    limiter = Limiter(ledger, clock, worker=worker)
    world = World(
        worker=worker,
        ledger=ledger,
        transport=transport,
        wire=wire,
        artifacts=artifacts or memory.artifacts,
        clock=clock,
        chance=chance,
        ids=ids,
        fuse=fuse or NoFuse(),
        codec=codec,
        catalog=catalog,
        installations=Installations(catalog, ledger, OpenVault(), codec),
        limiter=limiter,
        pauses=Pauses(clock=clock, chance=chance, ledger=ledger),
        authoriser=Authoriser(clock=clock, login=Logins(wire=wire, limiter=limiter, ledger=ledger, clock=clock).send),
        lease=Lease(clock),
        address=address,
    )
    engine = Engine(world)
    for installation, secrets in installations:
        await world.installations.put(installation, secrets=secrets)
    await engine.start()
    try:
        yield MemoryHouse(engine=engine, clock=clock, transport=transport)
    finally:
        await engine.stop(grace_s=grace_s)
        await ledger.close()
