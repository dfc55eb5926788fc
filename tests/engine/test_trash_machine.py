"""Two people act on the trash at once: exactly one wins, bodies stay valid, and the history is complete."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Coroutine
from typing import Any, TypeVar

from foreign import Foreign, Made, Parcel, connector, house_of, reply
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from goldthread.engine.codec import Codec
from goldthread.engine.trash import Act
from goldthread.flow.client import Client
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Conflict, Misuse, NotFound, Unfit
from goldthread.flow.message import MessageId
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.testing.house import Memory, MemoryHouse

T = TypeVar("T")
WAYS = ["repair", "repair and resume", "resume", "discard", "adopt", "again", "nonsense"]
KINDS = {
    "repair": (Kind.REPAIRED,),
    "repair and resume": (Kind.REPAIRED, Kind.RESUMED),
    "resume": (Kind.RESUMED,),
    "discard": (Kind.DISCARDED,),
    "adopt": (Kind.RESOLVED, Kind.RESUMED),
    "again": (Kind.RESOLVED, Kind.RESUMED),
}
"""What the ledger says of each way."""


async def make(parcel: Parcel, api: Client) -> Parcel:
    await api.post("/make", json={"number": parcel.number, "note": parcel.note}, into=Made)
    return parcel


FLOW = Topology("trash", start=Manual(Parcel), path=connector(make))


class Trashes(RuleBasedStateMachine):
    """A house whose messages all end in the trash, and two people who look after it."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.foreign, self.memory = Foreign(), Memory()
        self.context = house_of(FLOW, foreign=self.foreign, memory=self.memory)
        self.house: MemoryHouse = self._run(self.context.__aenter__())
        self.won: list[tuple[str, Kind]] = []
        self.started = 0

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self._run(self.context.__aexit__(None, None, None))
            self.loop.close()

    @rule(fate=st.sampled_from(["lost", "refused by them"]))
    def fail(self, fate: Any) -> None:
        """A message comes into the trash: in doubt, or rejected."""
        self.started += 1
        self._script(fate)
        self._run(self._start(self.started))

    @rule(
        ways=st.tuples(st.sampled_from(WAYS), st.sampled_from(WAYS)),
        fate=st.sampled_from(["lost", "refused by them", "done"]),
        is_same_view=st.booleans(),
    )
    def act(self, ways: tuple[str, str], fate: Any, is_same_view: bool) -> None:
        """Both act on the first message in the trash, from what both saw."""
        self._script(fate)
        self._run(self._both(ways, is_same_view=is_same_view))

    @invariant()
    def all_is_told_and_valid(self) -> None:
        if hasattr(self, "house"):
            self._run(self._check())

    def _script(self, fate: str) -> None:
        answers: dict[str, list[Any]] = {"lost": ["lost"], "refused by them": [reply(422, {"error": "no"})], "done": []}
        self.foreign.script = answers[fate]

    async def _start(self, number: int) -> None:
        await self.house.engine.intake.start("trash", Parcel(number=number))
        await self.house.settle(turns=300)

    async def _both(self, ways: tuple[str, str], *, is_same_view: bool) -> None:
        rows = await self.house.ledger.trash()
        if not rows:
            return
        seen = rows[0].version if is_same_view else None
        pairs = list(zip(ways, ("ana", "bob"), strict=True))
        acts = [Act(actor=who, version=seen, reason="so") for who in ("ana", "bob")]
        done = await asyncio.gather(*map(self._act, ways, [rows[0].message.id] * 2, acts))
        assert sum(done) <= 1 or (not is_same_view and ways[0] == "repair")
        for (way, who), has_won in zip(pairs, done, strict=True):
            if has_won:
                self.won += [(who, kind) for kind in KINDS[way]]
        await self.house.settle(turns=300)

    async def _act(self, way: str, message: MessageId, act: Act) -> bool:
        """Whether it was done; whatever refuses it says so by an error of its kind."""
        trash = self.house.engine.trash
        body: dict[str, Any] = {"number": self.started, "note": act.actor}
        try:
            match way:
                case "repair" | "repair and resume":
                    await trash.repair(message, body, act, resume=way != "repair")
                case "nonsense":
                    await trash.repair(message, {"number": "many"}, act, resume=True)
                case "resume":
                    await trash.resume(message, act)
                case "discard":
                    await trash.discard(message, act)
                case "adopt":
                    await trash.adopt(message, {"id": 1}, act)
                case _:
                    await trash.again(message, act)
        except (Conflict, NotFound, Unfit):
            return False
        except Misuse as error:
            raise AssertionError(f"{way} was refused otherwise: {error}") from error
        assert way != "nonsense"
        return True

    async def _check(self) -> None:
        ledger = self.house.ledger
        assert await ledger.problems() == []
        kinds = sorted({kind for kinds in KINDS.values() for kind in kinds})
        entries = await ledger.entries(kinds=kinds, limit=9999)
        assert Counter((one.entry.actor, one.entry.kind) for one in entries) == Counter(self.won)
        for trashed in await ledger.trash(limit=999):
            Codec().decode(Parcel, json.dumps(json.loads(trashed.message.body)))
        tally = await ledger.tally(self.house.clock.now())
        states = [row.state for row in await ledger.runs(limit=999)]
        assert len(states) == self.started
        assert states.count("open") == tally.trash
        assert (tally.pending, tally.waiting, tally.held) == (0, 0, 0)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)


TestTrashes = Trashes.TestCase
TestTrashes.settings = settings(
    max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
