"""The stage: sandbox, engine and API in this process, connected with each other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from goldthread.access.scope import Scope
from goldthread.api.server import listening
from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.settings import Settings
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from goldthread.engine.installation import Installation, StoredLimit
from goldthread.sandbox.budget import Budget
from goldthread.sandbox.sandbox import Sandbox

HOST = "127.0.0.1"
ACTOR = "demo"
LABEL_PAPER = Media(width=100, height=150)
BUDGETS = {name: Budget(requests=450) for name in ("bazaar", "stockhouse", "swiftpost")}
"""Three times what these systems usually grant in a second, so that nobody waits for minutes."""
AT_ONCE = 24
TOKEN = "goldthread demo"  # noqa: S105 - a token's name, not one


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """Everything that the demonstration plays with."""

    sandbox: Sandbox
    house: House
    folder: Path
    """Where ledger, key file, settings and log are."""
    url: str
    """Where the API is."""
    token: str
    """Opens the whole API."""


@asynccontextmanager
async def staged(folder: Path, *, seed: int, faults: str, port: int, has_console: bool = False) -> AsyncIterator[Stage]:
    """Open everything, connect it, and let the engine run; in the end stop it gracefully."""
    settings = Settings(
        ledger=folder / "goldthread.db", key_file=folder / "goldthread.key", host=HOST, port=port, grace_s=5
    )
    async with Sandbox.start(seed=seed, faults=faults, budgets=BUDGETS) as sandbox, open_house(settings) as house:
        await _install(sandbox, house)
        await house.engine.start()
        try:
            await _assign_printers(house)
            console = _console(sandbox) if has_console else None
            async with listening(house, host=HOST, port=port, add=console) as url:
                await sandbox.point_webhooks(url)
                write_settings(folder, settings, url)
                issued = await house.tokens.create(TOKEN, [Scope.ADMIN], actor=ACTOR)
                yield Stage(sandbox=sandbox, house=house, folder=folder, url=url, token=issued.secret)
                await sandbox.point_webhooks(None)
        finally:
            await house.engine.stop(grace_s=settings.grace_s)


def _console(sandbox: Sandbox) -> Callable[[FastAPI, House], None]:
    """What adds the console to the API, with the page of the sandbox."""
    from goldthread.demo.sandbox_page import add_console_with  # noqa: PLC0415 - slow to load, and tests need none

    return add_console_with(sandbox)


async def _install(sandbox: Sandbox, house: House) -> None:
    """Connect every system of the sandbox under its own name."""
    credentials: Mapping[str, Mapping[str, str]] = sandbox.credentials.told()
    systems = {
        "bazaar": ("bazaar", sandbox.bazaar.url),
        "stockhouse": ("stockhouse", sandbox.stockhouse.url),
        "swiftpost": ("swiftpost", sandbox.swiftpost.url),
        "press-1": ("press", sandbox.press_1.url),
        "press-2": ("press", sandbox.press_2.url),
        "press-raw": ("raw9100", sandbox.press_raw.url),
    }
    for name, (application, url) in systems.items():
        budget = BUDGETS.get(name)
        limits = (StoredLimit(count=budget.requests, per_s=1),) if budget else None
        made = Installation(name=name, application=application, base_url=url, limits=limits, concurrency=AT_ONCE)
        await house.world.installations.put(made, secrets=credentials.get(name, {}))
    await house.engine.open()


async def _assign_printers(house: House) -> None:
    """Every packing station its printer; the raw one stands at the counter."""
    for station, printer in (("station-1", "press-1"), ("station-2", "press-2"), ("counter", "press-raw")):
        profile = StationProfile(
            station=station, printer=printer, language=PrinterLanguage.PDF, dpi=203, media=LABEL_PAPER
        )
        await house.engine.intake.start("station.assign", profile, actor=ACTOR)


def write_settings(folder: Path, settings: Settings, url: str) -> None:
    """A settings file, so that every other command finds this ledger too."""
    port = url.rpartition(":")[2]
    lines = [
        "# The demonstration's own settings: goldthread --settings THIS_FILE trash list",
        f"ledger = {json.dumps(str(settings.ledger))}",
        f"key_file = {json.dumps(str(settings.key_file))}",
        f"port = {port}",
    ]
    (folder / "goldthread.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
