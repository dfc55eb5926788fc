"""The connector against karrio itself, one line per operation: `python -m real.karrio_trial`."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from goldthread.connectors.karrio import CARRIER, cancel_shipment, check_shipment, ensure_hooks, karrio
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.request import VoidRequest
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.hooks import HookCheck, HookReport
from goldthread.flow.start import Manual
from goldthread.testing.clock import ManualClock
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.sample import CARRIER as INSTALLATION
from goldthread.testing.contract.scene import Scene, Way, playing
from goldthread.testing.house import Memory
from real.karrio import RealKarrio
from real.postgres import Postgres
from real.process import HOST, ROOT

assert CARRIER.tracking is not None  # noqa: S101 - a claim about a constant, for the type checker
WAYS: Final = (
    Way(name="label", start=Manual(ReadyOrder), path=CARRIER.label, gives=LabelledOrder),
    Way(name="check", start=Manual(ReadyOrder), path=check_shipment, gives=ReadyOrder),
    Way(name="void", start=Manual(VoidRequest), path=cancel_shipment, gives=VoidRequest),
    Way(name="watch", start=Manual(LiveParcels), path=CARRIER.list_tracking, gives=TrackingReport),
    Way(name="hooks", start=Manual(HookCheck), path=ensure_hooks, gives=HookReport),
    Way(name="heard", start=CARRIER.tracking, gives=TrackingEvent),
)


@dataclass(kw_only=True)
class RealFake:
    """The real carrier service where a contract expects a fake; its faults are not ours to order."""

    karrio: RealKarrio

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.karrio.url

    @property
    def secrets(self) -> Mapping[str, str]:
        """Its credentials."""
        return self.karrio.credentials

    def effects(self) -> list[str]:
        """Its books are asked for by questions."""
        return []

    def throttle(self) -> None:
        """Its limit is set out of reach."""

    def break_down(self) -> None:
        """It isn't broken on purpose."""

    def expire(self) -> None:
        """Its token doesn't end."""

    async def take_down(self) -> None:
        """Kill it."""
        await self.karrio.kill()

    async def bring_up(self) -> None:
        """Serve again, with what was known."""
        await self.karrio.restart()


@dataclass(kw_only=True)
class Ear:
    """Hears what karrio posts."""

    heard: asyncio.Queue[Delivery] = field(default_factory=asyncio.Queue)
    url: str = ""
    status: int = 202
    """What it answers."""

    async def hear(self, asked: web.Request) -> web.Response:
        """Take a delivery in."""
        headers = {name.lower(): value for name, value in asked.headers.items()}
        self.heard.put_nowait(Delivery(event="tracking", body=await asked.read(), headers=headers))
        return web.Response(status=self.status)

    async def next(self) -> Delivery:
        """The delivery that comes next."""
        return await asyncio.wait_for(self.heard.get(), 10)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A carrier service, an ear, and how an engine is played over them."""

    karrio: RealKarrio
    ear: Ear

    @asynccontextmanager
    async def scene(self) -> AsyncIterator[Scene[RealFake]]:
        """A fresh engine with one installation."""
        memory = Memory(clock=ManualClock(datetime.now(UTC)))
        fake, settings = RealFake(karrio=self.karrio), self.karrio.settings
        async with playing(fake, karrio, INSTALLATION, WAYS, memory=memory, settings=settings) as scene:
            yield scene


@asynccontextmanager
async def trial() -> AsyncIterator[Trial]:
    """Boot everything, and stop it in the end."""
    ear = Ear()
    app = web.Application()
    app.router.add_post("/hooks/karrio/tracking", ear.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    ear.url = f"http://{HOST}:{runner.addresses[0][1]}/hooks/karrio/tracking"
    async with Postgres(home=ROOT / "karrio-postgres") as postgres:
        real = RealKarrio(postgres=postgres)
        try:
            await real.install()
            await real.start()
            await real.subscribe(ear.url)
            yield Trial(karrio=real, ear=ear)
        finally:
            await real.stop()
            await runner.cleanup()


async def main() -> int:
    """Play every step; 1 when one of them failed."""
    from real.karrio_steps import STEPS  # noqa: PLC0415 - the steps are written in terms of the trial

    failed = 0
    begun = time.monotonic()
    async with trial() as one:
        _say(f"{await one.karrio.versions()} up after {time.monotonic() - begun:.1f} s")
        for step in STEPS:
            begun = time.monotonic()
            try:
                said = await step(one)
            except Exception:  # noqa: BLE001 - every step is shown, whatever befell the one before
                failed += 1
                _say(f"FAILED {step.__name__}\n{traceback.format_exc()}")
            else:
                _say(f"ok     {step.__name__}: {said} ({time.monotonic() - begun:.1f} s)")
    return 1 if failed else 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is what the program is for


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
