"""The play from the first order to the last delivery: who acts when, and when it is over."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from goldthread.demo.figures import Figures
from goldthread.demo.person import WHO, Person, Remedy, flaws_of, remedy_of
from goldthread.demo.rounds import ROUND, Rounds, under_way
from goldthread.demo.script import Script
from goldthread.demo.stage import Stage
from goldthread.demo.tally import PRINTERS, Clockwork, figures
from goldthread.domain.request import ReprintRequest
from goldthread.flow.errors import Broken
from goldthread.ports.view import Tally

LOOK = timedelta(seconds=0.4)
"""How often the person looks at the trash, and everybody at the clock."""
CALM_ROUNDS = 2
"""How many rounds of the schedules must find nothing before it is over."""
REPRINTS = 3
OTHER_PRINTER = "press-raw"
"""One of them comes out at the counter."""
HAPPENINGS = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """Where everything stands at one moment, for a screen."""

    seconds: float
    placed: int
    in_erp: int
    packed: int
    parcels: int
    labels: int
    printed: int
    delivered: int
    trash: int
    waiting: int
    """Messages that wait, are held, or are about to be worked on."""
    webhooks_lost: int


@dataclass(kw_only=True)
class Play:
    """One performance."""

    stage: Stage
    orders: int
    faults: str
    is_repairing: bool
    """Whether the person at the trash is played too."""
    limit: timedelta
    """When it is given up."""
    scan_s: float = 0.5
    """Between two scans of a parcel; in real life hours."""
    happenings: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=HAPPENINGS))
    clockwork: Clockwork = field(default_factory=Clockwork)

    def __post_init__(self) -> None:
        self._clock = self.stage.house.world.clock
        self._began = self._clock.monotonic()
        self.script = Script(
            self.stage, orders=self.orders, is_calm=self.faults == "none", scan_s=self.scan_s, say=self.say
        )
        self._person = Person(self.stage, self.say)
        self._rounds = Rounds(self.stage, self.say)

    @property
    def seconds(self) -> float:
        """Since the first order."""
        return self._clock.monotonic() - self._began

    def say(self, text: str) -> None:
        """Something happened."""
        self.happenings.append((self.seconds, text))

    async def perform(self) -> None:
        """Play until everything is told, then print some labels again. Raises `Broken` when time is over."""
        self._began = self._clock.monotonic()
        async with self.script.playing():
            await self._until_told()
            self.clockwork.seconds = self.seconds
            if self.is_repairing:
                self.say("Everything is told.")
            else:
                self.say("Everything moves that can; the rest needs you.")
        await self._reprint()

    async def go_on(self) -> None:
        """Keep the outside world going while people repair what is in the trash; until cancelled."""
        async with self.script.going_on():
            while True:
                await self._clock.sleep(ROUND)
                if not await self.is_calm():
                    await self._rounds.run()

    async def figures(self) -> Figures:
        """How it stands."""
        return await figures(self.stage, self.clockwork)

    async def remedies(self) -> list[Remedy]:
        """What would repair the messages in the trash, as far as anybody knows."""
        flaws = await flaws_of(self.stage)
        rows = await self.stage.house.world.ledger.trash(limit=20)
        return [remedy for one in rows if (remedy := remedy_of(one, flaws))]

    async def standing(self) -> list[str]:
        """What stands where, for whoever asks why it isn't over."""
        rows = await self.stage.house.world.ledger.messages(limit=10)
        return [f"{one.topology}, before {one.node}, {state}: {one.id}" for one, state in rows]

    async def progress(self) -> Progress:
        """Where everything stands."""
        books = await self.stage.sandbox.books()
        tally = await self._tally()
        shop, erp, carrier = books["bazaar"], books["stockhouse"], books["swiftpost"]
        return Progress(
            seconds=self.clockwork.seconds or self.seconds,
            placed=shop["orders"],
            in_erp=erp["orders"],
            packed=erp["shipments"],
            parcels=erp["parcels"],
            labels=carrier["parcels"],
            printed=len({one["sha256"] for name in PRINTERS for one in books[name]["printed"]}),
            delivered=shop["by_status"].get("delivered", 0),
            trash=tally.trash,
            waiting=tally.pending + tally.waiting + tally.held,
            webhooks_lost=sum(one.get("webhooks", {}).get("lost", 0) for one in books.values()),
        )

    async def _until_told(self) -> None:
        calm = 0
        while calm < CALM_ROUNDS:
            await self._clock.sleep(LOOK)
            if self.seconds > self.limit.total_seconds():
                raise Broken(
                    f"After {self.limit.total_seconds():g} s not everything is told; see the trash and the log."
                )
            if self.is_repairing:
                await self._person.look()
            if self.script.placed == self.orders and await self._rounds.is_due():
                calm = calm + 1 if await self.is_calm() else 0
                await self._rounds.run()

    async def is_calm(self) -> bool:
        """Whether nothing is under way anywhere, and every order is delivered or needs a person."""
        books = await self.stage.sandbox.books()
        if books["swiftpost"]["remaining_parcels"] or not await self._rounds.is_still():
            return False
        trash = (await self._tally()).trash
        is_left = trash > 0 and (not self.is_repairing or self._person.is_at_a_loss(trash))
        return is_left or books["bazaar"]["by_status"].get("delivered", 0) == books["bazaar"]["orders"]

    async def _reprint(self) -> None:
        """Print a few labels again while nothing else moves, and count what the carrier hears of it."""
        sandbox, ledger = self.stage.sandbox, self.stage.house.world.ledger
        before = _requests(await sandbox.books())
        labels = [record.key for record in await ledger.records("label", is_live=True, limit=REPRINTS)]
        for place, label in enumerate(labels):
            other = OTHER_PRINTER if place == 0 else None
            request = ReprintRequest(of=f"label:{label}", who=WHO, why="the first one tore", printer=other)
            await self.stage.house.engine.intake.start("label.reprint", request, actor=WHO)
        await self._until_still()
        self.clockwork.carrier_calls_for_reprints = _requests(await sandbox.books()) - before
        if labels:
            self.say(f"{len(labels)} labels printed again from the cache; the carrier heard nothing of it.")

    async def _until_still(self) -> None:
        """Until no message moves any more, or time is over."""
        while await under_way(self.stage) and self.seconds < self.limit.total_seconds():
            await self._clock.sleep(LOOK)

    async def _tally(self) -> Tally:
        world = self.stage.house.world
        return await world.ledger.tally(world.clock.now())


def _requests(books: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(books["swiftpost"]["requests"].values())
