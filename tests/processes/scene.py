"""A town, a ledger with everything installed, and as many engines on it as a test wants."""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from caller import Caller
from clerk import Clerk
from program import PATIENCE_S, Program, said
from town import LIMITED, SYSTEMS, Books, Town, a_town
from witness import Witness

from goldthread.access.scope import Scope
from goldthread.bootstrap.house import open_house
from goldthread.bootstrap.settings import Settings
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from goldthread.engine.installation import Installation, StoredLimit

HOST = "127.0.0.1"
STATIONS = {"station-1": "press-1", "station-2": "press-2"}
ROUND_S = 1.5
"""How often the schedules are run in the end."""
CALM_ROUNDS = 2


@dataclass(kw_only=True)
class Scene:
    """Everything a test directs."""

    folder: Path
    town: Town
    port: int
    token: str
    session: aiohttp.ClientSession
    programs: list[Program] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api = Caller(url=f"http://{HOST}:{self.port}", token=self.token, session=self.session)
        self.clerk = Clerk(api=self.api, town=self.town)
        self.witness = Witness(file=self.folder / "goldthread.db")

    async def run(self, *, port: int | None = None) -> Program:
        """An engine with its API, on the scene's port or another; it may not be ready yet."""
        number = len(self.programs) + 1
        words = ("--settings", str(self.folder / "goldthread.toml"), "run", "--json", "--port", str(port or self.port))
        program = await Program.start(*words, log=self.folder / f"run-{number}.log")
        self.programs.append(program)
        return program

    async def ready(self, program: Program) -> None:
        """Wait until its API takes work in."""
        told = await program.announced()
        assert told, f"it ended with {program.process.returncode}: {program.log.read_text()}"
        api = Caller(url=told["api"], token=self.token, session=self.session)
        await until(api.is_ready, "the API is ready")

    async def settled(self, count: int) -> None:
        """Wait until so much is done."""

        async def is_done() -> bool:
            return await self.witness.settled() >= count

        await until(is_done, f"{count} messages are settled")

    async def finish(self, *, within: float) -> None:
        """Until everything is told: schedules run, wrong addresses are corrected, nobody helps otherwise."""
        calm, loop = 0, asyncio.get_running_loop()
        deadline = loop.time() + within
        while calm < CALM_ROUNDS:
            assert loop.time() < deadline, f"still moving: {await self._unrest()}"
            await self.api.sweep()
            round_ends = loop.time() + ROUND_S
            while loop.time() < round_ends or not await self.witness.is_still():
                assert loop.time() < deadline, f"still moving: {await self._unrest()}"
                await self.clerk.look()
                await asyncio.sleep(0.2)
            calm = calm + 1 if await self._is_told() else 0

    async def check(self) -> dict[str, Any]:
        """What `goldthread check` says, with its status as `status`."""
        words = ("--settings", str(self.folder / "goldthread.toml"), "check", "--json")
        status, out, _ = await said(*words, cwd=self.folder)
        found: dict[str, Any] = json.loads(out)
        return {**found, "status": status}

    async def _is_told(self) -> bool:
        books = await self.town.books()
        pending = sum(one.get("webhooks", {}).get("pending", 0) for one in books.values())
        is_delivered = books["bazaar"]["by_status"] == {"delivered": self.town.placed}
        return is_delivered and not pending and await self.witness.is_still()

    async def _unrest(self) -> str:
        books, standing = await self.town.books(), await self.witness.standing()
        return f"{books['bazaar']['by_status']}, {books['stockhouse']['shipments_by_state']}, {standing[:20]}"


async def until(
    holds: Callable[[], Awaitable[bool]], what: str, *, within: float = PATIENCE_S, step: float = 0.05
) -> float:
    """Ask until it holds; the seconds it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while not await holds():
        assert loop.time() - began < within, f"after {within} s it isn't true that {what}"
        await asyncio.sleep(step)
    return loop.time() - began


def assert_equal_books(books: Books, report: dict[str, Any], *, orders: int) -> None:
    """Every system's own books say what ours say: everything delivered, nothing twice."""
    shop, erp, carrier = books["bazaar"], books["stockhouse"], books["swiftpost"]
    assert shop["by_status"] == {"delivered": orders}
    assert carrier["billed_parcels"] == report["parcels"] == erp["parcels"]
    assert erp["customers"] == shop["distinct_emails"]
    assert erp["orders"] == orders
    assert not {**erp["duplicate_orders"], **erp["duplicate_customers"], **carrier["duplicates"]}
    assert not shop["overFulfilled"]
    assert not shop["duplicateNotes"]
    printed = Counter(job["name"] for name in STATIONS.values() for job in books[name]["printed"])
    assert len(printed) == report["parcels"]
    assert not {name: count for name, count in printed.items() if count > 1}
    assert report["is_ok"], report["findings"]
    assert report["status"] == 0


@asynccontextmanager
async def a_scene(
    folder: Path, *, seed: int = 1, faults: str = "none", limit: int | None = None, **setting: object
) -> AsyncIterator[Scene]:
    """A town and a ledger. `limit`: requests in a second that we may make.

    The systems take half as many again: they share this machine's processors, and where they aren't given any for a
    tenth of a second, what was sent evenly comes at once.
    """
    port = free_port()
    async with (
        a_town(folder, seed=seed, faults=faults, api=f"http://{HOST}:{port}") as town,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
    ):
        settings = _settings(folder, port, setting)
        if limit:
            for name in LIMITED:
                await town.direct(f"{name}/limit", requests=limit * 3 // 2, seconds=1)
        token = await _furnished(settings, town, limit)
        scene = Scene(folder=folder, town=town, port=port, token=token, session=session)
        try:
            yield scene
        finally:
            for program in scene.programs:
                await program.kill()


def free_port() -> int:
    """A port that nobody listens on, and that no caller's end is given while nobody does.

    Ports of callers are drawn from 32768 on; one who calls his own port there is connected with himself.
    """
    for port in random.SystemRandom().sample(range(20_000, 32_000), 50):
        with socket.socket() as sock:
            try:
                sock.bind((HOST, port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


def _settings(folder: Path, port: int, more: dict[str, object]) -> Settings:
    told = {"ledger": str(folder / "goldthread.db"), "key_file": str(folder / "goldthread.key"), "port": port, **more}
    lines = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    (folder / "goldthread.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Settings.model_validate(told)


async def _furnished(settings: Settings, town: Town, limit: int | None) -> str:
    """Install every system and assign the printers; gives a token for everything."""
    async with open_house(settings) as house:
        limits = (StoredLimit(count=limit, per_s=1),) if limit else None
        for name, application in SYSTEMS.items():
            made = Installation(
                name=name,
                application=application,
                base_url=town.addresses["systems"][name],
                limits=limits if name in LIMITED else None,
            )
            await house.world.installations.put(made, secrets=town.addresses["credentials"].get(name, {}))
        for station, printer in STATIONS.items():
            profile = StationProfile(
                station=station,
                printer=printer,
                language=PrinterLanguage.PDF,
                dpi=203,
                media=Media(width=100, height=150),
            )
            await house.engine.intake.start("station.assign", profile, actor="test")
        return (await house.tokens.create("test", [Scope.ADMIN], actor="test")).secret
