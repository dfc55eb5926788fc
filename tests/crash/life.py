"""One order's whole life over the sandbox, played as often as it takes, with a fuse that stops it anywhere."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from goldthread.adapters.http import AioWire
from goldthread.adapters.raw import RawWire
from goldthread.adapters.wire import SchemeWire
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from goldthread.engine.installation import Installation
from goldthread.flow.errors import Unavailable
from goldthread.sandbox.sandbox import Sandbox
from goldthread.testing.house import Memory, MemoryHouse, memory_house
from goldthread.topologies import SHIPPED

QUIET = {
    "bazaar": ("bazaar", ("api_key", "webhook_secret")),
    "stockhouse": ("stockhouse", ("user", "password", "webhook_secret")),
    "swiftpost": ("swiftpost", ("client_id", "client_secret", "webhook_secret")),
    "press-1": ("press", ()),
    "press-2": ("press", ()),
}
STATIONS = ("station-1", "station-2")
LEASE = timedelta(seconds=6)
"""A dead worker's hold is over after it."""


class Crash(BaseException):
    """The process stops here; no `except Exception` survives it."""


@dataclass
class Fuse:
    """Stops the process at the n-th durable write or send; with 0 it only counts."""

    at: int = 0
    count: int = 0
    blown: asyncio.Event = field(default_factory=asyncio.Event)
    names: list[str] = field(default_factory=list)

    def point(self, name: str) -> None:
        """Pass, or stop."""
        self.count += 1
        self.names.append(name)
        if self.at and self.count >= self.at:
            self.blown.set()
            raise Crash(f"{name} {self.count}")


@asynccontextmanager
async def engine_over(sandbox: Sandbox, memory: Memory, fuse: Fuse | None) -> AsyncIterator[MemoryHouse]:
    """An engine on what an earlier one left behind."""
    wire = SchemeWire(http=AioWire(), raw=RawWire())
    grace_s = 0.0 if fuse is not None and fuse.at else 1.0
    told = sandbox.credentials.told()
    addresses = sandbox.addresses()["systems"]
    installations = [
        (Installation(name=name, application=application, base_url=addresses[name], limits=()), told.get(name, {}))
        for name, (application, _) in QUIET.items()
    ]
    try:
        async with memory_house(SHIPPED, wire, installations, memory=memory, fuse=fuse, grace_s=grace_s) as house:
            yield house
    finally:
        await wire.close()


async def play(sandbox: Sandbox, house: MemoryHouse) -> None:
    """From the shop to the doorstep, by the sweeps and the watch alone: no webhook is needed."""
    for number, station in enumerate(STATIONS, start=1):
        profile = StationProfile(
            station=station,
            printer=f"press-{number}",
            language=PrinterLanguage.PDF,
            dpi=203,
            media=Media(width=100, height=150),
        )
        await house.engine.intake.start("station.assign", profile, key=station)
    await house.settle()
    await _tick(house, "order.sweep")
    if sandbox.stockhouse.books()["orders"] and not sandbox.stockhouse.books()["shipments"]:
        await sandbox.pack()
    await _tick(house, "packed.sweep")
    for _ in range(20):
        moved = await sandbox.advance()
        await _tick(house, "shipment.watch")
        if not moved["remaining"]:
            break


async def _tick(house: MemoryHouse, topology: str) -> None:
    now = house.clock.now()
    await house.engine.intake.tick(topology, now, key=f"test:{topology}:{house.engine.world.ids.new()}")
    await house.settle()


async def until_crash(sandbox: Sandbox, memory: Memory, at: int) -> Fuse:
    """Play with a fuse; when it blows, everything of the process is dropped as it stands."""
    fuse = Fuse(at)
    playing = asyncio.create_task(_playing(sandbox, memory, fuse))
    blown = asyncio.create_task(fuse.blown.wait())
    await asyncio.wait((playing, blown), return_when=asyncio.FIRST_COMPLETED, timeout=60)
    for task in (playing, blown):
        task.cancel()
    await asyncio.wait((playing, blown))
    gc.collect()  # what died is gone before anything else is compiled: CPython 3.11 trips over finalizers there
    if not playing.cancelled() and (error := playing.exception()) and not isinstance(error, Crash | Unavailable):
        raise error
    return fuse


async def _playing(sandbox: Sandbox, memory: Memory, fuse: Fuse) -> None:
    async with engine_over(sandbox, memory, fuse) as house:
        await play(sandbox, house)


async def recovered(sandbox: Sandbox, memory: Memory) -> MemoryHouse:
    """A new engine plays on to the end; nobody helps."""
    memory.clock.turn(LEASE)
    async with engine_over(sandbox, memory, None) as house:
        await play(sandbox, house)
        return house
