"""Everything of one process, put together and taken apart again."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from goldthread.access.entrance import Entrance
from goldthread.access.tokens import Tokens
from goldthread.adapters.http import AioWire
from goldthread.adapters.keyring import FileKeyring
from goldthread.adapters.memory.transport import MemoryTransport
from goldthread.adapters.places.rules import LibraryPlaceRules
from goldthread.adapters.raw import RawWire
from goldthread.adapters.sql.artifacts import SqlArtifacts
from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.adapters.system import SystemChance, SystemClock, TimeIds
from goldthread.adapters.wire import SchemeWire
from goldthread.bootstrap.settings import Settings
from goldthread.domain.place_rules import use_place_rules
from goldthread.engine.authorisation import Authoriser
from goldthread.engine.catalog import Catalog
from goldthread.engine.codec import Codec
from goldthread.engine.engine import Engine
from goldthread.engine.installation import Installations
from goldthread.engine.limiter import Limiter
from goldthread.engine.login import Logins
from goldthread.engine.pause import Pauses
from goldthread.engine.world import Lease, World
from goldthread.flow.errors import Unsettled
from goldthread.flow.message import WorkerId
from goldthread.flow.topology import Topology
from goldthread.ports.fuse import Fuse, NoFuse


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """One process: its engine and what surrounds it. Doors (API, CLI, console) are given this."""

    settings: Settings
    engine: Engine
    tokens: Tokens
    entrance: Entrance
    """The people, and how they sign in."""

    @property
    def world(self) -> World:
        """The ports and services."""
        return self.engine.world


def topologies_of(settings: Settings) -> list[Topology[object]]:
    """The topologies that the settings name. Raises `Unsettled` when one cannot be found."""
    found: list[Topology[object]] = []
    for place in settings.topologies:
        module, _, name = place.partition(":")
        try:
            value = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError, ValueError) as error:
            raise Unsettled(f"topologies = {place!r} cannot be found: {error}. Write it as module:name.") from error
        found += cast("Sequence[Topology[object]]", value if isinstance(value, tuple | list) else (value,))
    return found


@asynccontextmanager
async def open_house(
    settings: Settings, *, topologies: Iterable[Topology[Any]] | None = None, fuse: Fuse | None = None
) -> AsyncIterator[House]:
    """Open the ledger and make everything ready; nothing moves until `house.engine.start()`.

    Raises `Unsettled`, `Miswired`, `Unavailable` with a sentence each.
    """
    use_place_rules(LibraryPlaceRules())
    catalog = Catalog(topologies if topologies is not None else topologies_of(settings))
    clock, ids, chance, fuse = SystemClock(), TimeIds(), SystemChance(), fuse or NoFuse()
    worker = WorkerId(ids.new())
    ledger = await SqlLedger.open(settings.ledger, clock=clock, fuse=fuse, name=worker)
    wire = SchemeWire(http=AioWire(), raw=RawWire())
    try:
        codec = Codec()
        installations = Installations(catalog, ledger, FileKeyring.at(settings.key_file), codec)
        limiter = Limiter(ledger, clock, worker=worker)
        logins = Logins(wire=wire, limiter=limiter, ledger=ledger, clock=clock)
        world = World(
            worker=worker,
            ledger=ledger,
            transport=MemoryTransport(capacity=settings.queue),
            wire=wire,
            artifacts=SqlArtifacts(ledger),
            clock=clock,
            chance=chance,
            ids=ids,
            fuse=fuse,
            codec=codec,
            catalog=catalog,
            installations=installations,
            limiter=limiter,
            pauses=Pauses(clock=clock, chance=chance, ledger=ledger),
            authoriser=Authoriser(clock=clock, login=logins.send),
            lease=Lease(clock),
            address=settings.public_url.rstrip("/"),
        )
        engine = Engine(world, width=settings.width)
        await engine.open()
        yield House(
            settings=settings,
            engine=engine,
            tokens=Tokens(ledger=ledger, clock=clock, chance=chance),
            entrance=Entrance(ledger=ledger, clock=clock, chance=chance),
        )
    finally:
        await wire.close()
        await ledger.close()
