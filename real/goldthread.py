"""Goldthread itself, as a process that is killed and started again, and spoken to through its API alone."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import aiohttp

from goldthread.access.scope import Scope
from goldthread.bootstrap.house import open_house
from goldthread.bootstrap.settings import Settings
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from goldthread.engine.installation import Installation
from real.process import HOST, ROOT, Program, free_port

HOME: Final = ROOT / "goldthread"
REPOSITORY: Final = ROOT.parent
SWEEPS: Final = ("order.sweep", "packed.sweep", "shipment.watch")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One installation to be."""

    name: str
    application: str
    url: str
    settings: Mapping[str, str] = field(default_factory=dict)
    credentials: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class RealGoldthread:
    """`goldthread run` over a ledger of its own."""

    home: Path = HOME
    port: int = field(default_factory=free_port)
    kills: int = 0
    _program: Program | None = None
    _token: str = ""

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://{HOST}:{self.port}"

    def hook(self, installation: str, event: str) -> str:
        """Where a system sends its webhooks."""
        return f"{self.url}/hooks/{installation}/{event}"

    async def furnish(self, places: Sequence[Place], stations: Mapping[str, str]) -> None:
        """Begin with an empty ledger, install the systems, and give every station its printer."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        told = {
            "ledger": str(self.home / "goldthread.db"),
            "key_file": str(self.home / "goldthread.key"),
            "port": self.port,
            "public_url": self.url,
            "topologies": ["real.flows:TOPOLOGIES"],
        }
        lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in told.items())
        self._settings.write_text(lines + "\n", encoding="utf-8")
        async with open_house(Settings.model_validate(told)) as house:
            for place in places:
                made = Installation(
                    name=place.name,
                    application=place.application,
                    base_url=place.url,
                    settings=dict(place.settings),
                )
                await house.world.installations.put(made, secrets=dict(place.credentials))
            for station, printer in stations.items():
                profile = StationProfile(
                    station=station,
                    printer=printer,
                    language=PrinterLanguage.PDF,
                    dpi=203,
                    media=Media(width=100, height=150),
                )
                await house.engine.intake.start("station.assign", profile, actor="real")
            self._token = (await house.tokens.create("real", [Scope.ADMIN], actor="real")).secret

    async def start(self) -> None:
        """Run it until its API is ready; starting again after a kill is the same."""
        self._program = Program(
            name="goldthread",
            command=(Path(sys.executable).with_name("goldthread"), "--settings", self._settings, "run"),
            log=self.home / "run.log",
            cwd=REPOSITORY,
            env={"PYTHONPATH": str(REPOSITORY)},
        )
        await self._program.start(self._is_ready, within_s=60)

    async def stop(self) -> None:
        """Stop it politely."""
        if self._program is not None:
            await self._program.stop()

    async def kill(self) -> None:
        """Kill it with -9 in the middle of whatever it does, and start it again."""
        if self._program is not None:
            await self._program.kill()
        self.kills += 1
        await self.start()

    async def sweep(self, *topologies: str) -> None:
        """Run these schedules now (all of them if none is named), as an operator might."""
        for topology in topologies or SWEEPS:
            await self.post(f"/api/schedules/{topology}/run", {})

    async def get(self, path: str) -> Any:
        """GET of the API."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: object) -> Any:
        """POST to the API."""
        return await self._ask("POST", path, body)

    async def trash(self) -> list[dict[str, Any]]:
        """What needs a person."""
        return cast("list[dict[str, Any]]", (await self.get("/api/trash?limit=200"))["items"])

    async def check(self) -> dict[str, Any]:
        """What `goldthread check` says of the ledger."""
        return cast("dict[str, Any]", await self.get("/api/check"))

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the ledger, read beside the process that writes it."""
        with sqlite3.connect(f"file:{self.home / 'goldthread.db'}?mode=ro", uri=True) as connection:
            return connection.execute(sql, values).fetchall()

    def records(self, kind: str) -> list[dict[str, Any]]:
        """The records of a kind: `shipment`, `label`, `order`, `parcel`."""
        found = self.rows("SELECT body FROM record WHERE kind = ? ORDER BY key", kind)
        return [cast("dict[str, Any]", json.loads(body)) for (body,) in found]

    @property
    def _settings(self) -> Path:
        return self.home / "goldthread.toml"

    async def _is_ready(self) -> bool:
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}/readyz") as reply:
                return reply.status == 200
        except aiohttp.ClientError:
            return False

    async def _ask(self, method: str, path: str, body: object) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"}
        timeout = aiohttp.ClientTimeout(total=60)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(method, self.url + path, json=body, headers=headers) as reply,
        ):
            said = await reply.json(content_type=None)
            if reply.status >= 400:
                raise RuntimeError(f"{method} {path} was answered {reply.status}: {said}")
            return said
