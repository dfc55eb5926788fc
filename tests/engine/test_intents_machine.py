"""Whatever crashes, is lost, resumed, repaired or adopted: never two effects without a person who wanted that."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar, cast

from foreign import Fate, Foreign, Made, Parcel, connector, house_of, reply
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from goldthread.engine.trash import Act
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask, Doubt, Lookup, NativeKey, TwoStep
from goldthread.flow.errors import GoldthreadError, Unavailable
from goldthread.flow.reply import Reply
from goldthread.flow.retry import Retry
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.ports.view import Trashed
from goldthread.ports.wire import Request
from goldthread.testing.house import Memory, MemoryHouse

T = TypeVar("T")
ACT = Act(actor="ana", reason="looked there")
LEASE = timedelta(seconds=6)
FATES = ["lost", "garbled", "done", "vanished", "refused", 500, 429, 422, 401, "lost", "killed before", "killed after"]
DOUBTS = ["ask", "ask", "key", "look", "draft"]
WAYS = ["resume", "repair", "adopt", "again"]
STOPS = [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
"""At which commit or send a life ends; 0: it doesn't."""


class Crash(BaseException):
    """The process stops here."""


@dataclass
class Fuse:
    """Stops the process at the n-th commit or send, or when the other side's part of a test says so."""

    at: int = 0
    blown: asyncio.Event = field(default_factory=asyncio.Event)

    def point(self, name: str) -> None:  # noqa: ARG002 - every point counts alike
        self.at -= 1
        if self.blown.is_set() or self.at == 0:
            self.blow()

    def blow(self) -> None:
        self.blown.set()
        raise Crash


@dataclass
class Shop(Foreign):
    """The other side; it may be the last thing that a process sees."""

    fates: list[Any] = field(default_factory=list)
    fuse: Fuse = field(default_factory=Fuse)

    def times(self, number: int) -> int:
        """How often it was done for a number, whatever was asked beside it."""
        return sum(count for key, count in self.done.items() if f'"number":{number},' in key)

    async def send(self, request: Request) -> Reply:
        if request.method == "GET":
            number = int(request.url.rpartition("/")[2])
            self.reads[f"/done/{number}"] = reply(200, {"id": number}) if self.times(number) else reply(404)
            return await super().send(request)
        fate = self.fates.pop(0) if self.fates else "done"
        match fate:
            case "killed before":
                self.fuse.blow()
            case "killed after":
                await super().send(request)
                self.fuse.blow()
            case "garbled":
                await super().send(request)
                return Reply(status=200, content=b'{"id": ')
            case int():
                self.script = [reply(fate, {"error": "no"})]
            case "done":
                self.script = []
            case _:
                self.script = [cast("Fate", fate)]
        return await super().send(request)


def doubt_of(name: str, number: int, api: Client) -> Doubt[Made]:
    async def find() -> Made | None:
        return await api.find(f"/done/{number}", into=Made)

    doubts: dict[str, Doubt[Made]] = {
        "ask": Ask(),
        "key": NativeKey(),
        "look": Lookup(find=find),
        "draft": TwoStep(completed=find),
    }
    return doubts[name]


def flow(doubt: str) -> Topology[Parcel]:
    async def make(parcel: Parcel, api: Client) -> Parcel:
        asked = {"number": parcel.number, "note": parcel.note}
        await api.post("/make", json=asked, into=Made, doubt=doubt_of(doubt, parcel.number, api))
        return parcel

    node = connector(make, retry=Retry(attempts=4))
    return Topology("intents", start=Manual(Parcel), path=node)


class Intents(RuleBasedStateMachine):
    """Messages with one write each, through lives of processes and decisions of a person."""

    @initialize(doubt=st.sampled_from(DOUBTS))
    def begin(self, doubt: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.doubt, self.memory, self.shop = doubt, Memory(), Shop()
        self.wanted = Counter[int]()
        """How often a person wants something done, by number."""

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.run_until_complete(self._calm())
            self.loop.close()

    @rule(fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=4), at=st.sampled_from(STOPS))
    def live(self, fates: list[Any], at: int) -> None:
        """A process lives until all has come to rest, or it is stopped."""
        self._run(self._life(fates, at, self._rest))

    @rule(fates=st.lists(st.sampled_from(FATES), max_size=3), way=st.sampled_from(WAYS))
    def decide(self, fates: list[Any], way: str) -> None:
        """A person does something to what is in the trash, whether that makes sense or not."""
        self._run(self._life(fates, 0, lambda house: self._decide(house, way)))

    @invariant()
    def nobody_was_served_twice(self) -> None:
        if hasattr(self, "shop"):
            assert not [one for one, wanted in self.wanted.items() if self.shop.times(one) > wanted], self.shop.done

    async def _life(self, fates: list[Any], at: int, play: Any) -> None:
        fuse = Fuse(at)
        self.shop.fates, self.shop.fuse = fates, fuse
        self.memory.clock.turn(LEASE)
        life = asyncio.create_task(self._house(fuse, play))
        blown = asyncio.create_task(fuse.blown.wait())
        await asyncio.wait((life, blown), return_when=asyncio.FIRST_COMPLETED, timeout=20)
        life.cancel()
        blown.cancel()
        await asyncio.wait((life, blown))
        if not life.cancelled() and (error := life.exception()) and not isinstance(error, Crash | Unavailable):
            raise error

    async def _house(self, fuse: Fuse, play: Any) -> None:
        async with house_of(flow(self.doubt), foreign=self.shop, memory=self.memory, fuse=fuse) as house:
            if not await house.ledger.runs(state="open"):
                number = len(self.wanted) + 1
                self.wanted[number] = 1
                await house.engine.intake.start("intents", Parcel(number=number, note="first"), key=str(number))
            await play(house)

    async def _rest(self, house: MemoryHouse) -> None:
        with suppress(TimeoutError):
            await house.settle(turns=60)
        assert await house.ledger.problems() == []

    async def _decide(self, house: MemoryHouse, way: str) -> None:
        await self._rest(house)
        for trashed in await house.ledger.trash():
            number = json.loads(trashed.message.body)["number"]
            before = self.shop.times(number)
            with suppress(GoldthreadError):
                await self._act(house, trashed, way)
                self.wanted[number] += way == "again" and before > 0
        await self._rest(house)

    async def _act(self, house: MemoryHouse, trashed: Trashed, way: str) -> None:
        trash, message = house.engine.trash, trashed.message.id
        match way:
            case "resume":
                await trash.resume(message, ACT)
            case "repair":
                body = json.loads(trashed.message.body) | {"note": f"repaired {trashed.version}"}
                await trash.repair(message, body, ACT, resume=True)
            case "adopt" if self.shop.times(json.loads(trashed.message.body)["number"]):
                await trash.adopt(message, {"id": 1}, ACT)
            case "again":
                await trash.again(message, ACT)
            case _:
                assert trashed.why.kind in TrashKind

    async def _calm(self) -> None:
        for _ in range(3):
            await asyncio.sleep(0)

    def _run(self, work: Coroutine[None, None, T]) -> T:
        return self.loop.run_until_complete(work)


TestIntents = Intents.TestCase
TestIntents.settings = settings(
    max_examples=20, stateful_step_count=8, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
