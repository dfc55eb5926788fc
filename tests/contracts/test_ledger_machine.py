"""Random writes give the same receipts and the same ledger in memory and in SQLite, in batches or one by one."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from ledger_making import NOW, W1, W2, MemoryPlace, SqlitePlace, a_keeping, a_message, an_arrival, an_entry, an_intent

from goldthread.domain.entity import Entity
from goldthread.flow.entry import Kind
from goldthread.flow.message import CallId, Message, MessageId, RunId, TraceId, WorkerId
from goldthread.ports.carried import Answer, Birth, Gone, Parked, Resolution, Run, Trashing, TrashKind
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import (
    Accept,
    Beat,
    Claim,
    Leave,
    Lock,
    Mend,
    Note,
    Put,
    Release,
    Settle,
    Unhold,
    Unlock,
    Write,
)

T = TypeVar("T")

workers = st.sampled_from([W1, W2])
numbers = st.integers(0, 5)
lanes = st.sampled_from(["", "", "lane a", "lane b"])
instants = st.integers(0, 100).map(lambda seconds: NOW + timedelta(seconds=seconds))
parkings = st.builds(
    Parked,
    due=st.none() | instants,
    attempt=numbers,
    waits=numbers,
    held_by=st.sampled_from(["", "", "swiftpost"]),
)
trashings = st.builds(
    Trashing, kind=st.sampled_from(list(TrashKind)), reason=st.text(max_size=5), cause=st.sampled_from(["a", "b"])
)
fates = st.one_of(st.builds(Gone), parkings, trashings)
entities = st.builds(Entity, kind=st.sampled_from(["order", "parcel"]), key=numbers.map(str))


class Ledgers(RuleBasedStateMachine):
    """Two ledgers that are told the same."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.mkdtemp()
        self.memory: Ledger = self.run(MemoryPlace().open())
        self.sqlite: Ledger = self.run(SqlitePlace(file=Path(self.folder) / "ledger.db").open())
        self.batch: list[Write] = []
        self.made: list[Message] = []
        self.born = 0

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return self.loop.run_until_complete(wait())

    def teardown(self) -> None:
        self.hand_over()
        self.run(self.sqlite.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    def write(self, write: Write) -> None:
        self.batch.append(write)

    def new(self, run: RunId, lane: str) -> Message:
        message = a_message(f"m{len(self.made):03}", run=run, lane=lane, created_at=NOW)
        self.made.append(message)
        return message

    def one(self, data: st.DataObject) -> MessageId:
        return data.draw(st.sampled_from(self.made)).id if self.made else MessageId("none")

    @initialize()
    def workers_live(self) -> None:
        for worker in (W1, W2):
            self.write(Beat(worker=worker, now=NOW, until=NOW + timedelta(seconds=50)))

    @rule(
        key=numbers,
        lane=lanes,
        worker=workers | st.none(),
        entity=entities,
        trash=st.none() | trashings,
        n=st.integers(0, 3),
    )
    def accept(
        self, key: int, lane: str, worker: WorkerId | None, entity: Entity, trash: Trashing | None, n: int
    ) -> None:
        birth = self.birth(key, lane, entity, trash, n)
        self.write(Accept(birth=birth, worker=worker))

    def birth(self, key: int, lane: str, entity: Entity, trash: Trashing | None, n: int) -> Birth:
        self.born += 1
        run = Run(
            id=RunId(f"r{self.born:03}"),
            trace=TraceId(f"t{self.born:03}"),
            topology="ship",
            version="v1",
            origin="",
            start_key=f"key {key}" if key else "",
            started_at=NOW,
        )
        messages = tuple(self.new(run.id, lane) for _ in range(n))
        entry = an_entry(Kind.STARTED, trace=run.trace, run=run.id)
        return Birth(run=run, messages=messages, entities=(entity,), entries=(entry,), trash=trash if n else None)

    @rule(data=st.data(), worker=workers, fate=fates, lane=lanes, n=st.integers(0, 3), entity=entities, key=numbers)
    def settle(
        self,
        data: st.DataObject,
        worker: WorkerId,
        fate: Gone | Parked | Trashing,
        lane: str,
        n: int,
        entity: Entity,
        key: int,
    ) -> None:
        if not self.made:
            return
        message = data.draw(st.sampled_from(self.made))
        followers = tuple(self.new(message.run, lane) for _ in range(n))
        births = (self.birth(key, "", entity, None, 1),) if data.draw(st.booleans()) else ()
        arrivals = (
            (an_arrival(f"{message.run}", data.draw(st.integers(0, 1)), 2, "1", self.new(message.run, "")),)
            if data.draw(st.booleans())
            else ()
        )
        keepings = (a_keeping(str(key), version=data.draw(st.integers(0, 2))),) if data.draw(st.booleans()) else ()
        taken = frozenset(one.id for one in followers if data.draw(st.booleans()))
        self.write(
            Settle(
                worker=worker,
                message=message.id,
                fate=fate,
                followers=followers,
                taken=taken,
                births=births,
                arrivals=arrivals,
                records=keepings,
                entities=(entity,),
                entries=(an_entry(Kind.SETTLED, trace=message.trace),),
                cursor=str(key) if key else None,
                at=NOW,
            )
        )

    @rule(data=st.data(), worker=workers, again=st.booleans(), call=st.sampled_from(["a", "b"]))
    def intend(self, data: st.DataObject, worker: WorkerId, again: bool, call: str) -> None:
        self.write(an_intent(self.one(data), call, worker=worker, is_again=again))

    @rule(data=st.data(), failed=st.booleans(), call=st.sampled_from(["a", "b"]))
    def answer(self, data: st.DataObject, failed: bool, call: str) -> None:
        answer = Answer(call=CallId(f"{self.one(data)}.{call}"), at=NOW, reply="{}", is_definite_failure=failed)
        self.write(Note(answers=(answer,)))

    @rule(
        data=st.data(),
        version=st.integers(1, 3),
        how=st.sampled_from(["body", "resume", "discard"]),
        node=st.sampled_from(["", "x"]),
    )
    def mend(self, data: st.DataObject, version: int, how: str, node: str) -> None:
        message = self.one(data)
        self.write(
            Mend(
                message=message,
                version=version,
                actor="ana",
                body='{"mended":true}' if how == "body" else None,
                resume=how == "resume",
                discard=how == "discard",
                node=node,
                resolve=(Resolution(call=CallId(f"{message}.a"), reply=None),) if data.draw(st.booleans()) else (),
                at=NOW,
            )
        )

    @rule(worker=workers, limit=st.integers(1, 5), now=instants)
    def claim(self, worker: WorkerId, limit: int, now: object) -> None:
        self.write(Claim(worker=worker, limit=limit, now=now))  # type: ignore[arg-type] # an instant

    @rule(data=st.data(), worker=workers)
    def release(self, data: st.DataObject, worker: WorkerId) -> None:
        self.write(Release(worker=worker, messages=(self.one(data), self.one(data))))

    @rule(worker=workers, now=instants)
    def beat(self, worker: WorkerId, now: object) -> None:
        self.write(Beat(worker=worker, now=now, until=now + timedelta(seconds=30)))  # type: ignore[arg-type, operator] # an instant

    @rule(worker=workers)
    def leave(self, worker: WorkerId) -> None:
        self.write(Leave(worker=worker))

    @rule(data=st.data(), worker=workers, key=numbers, is_leaving=st.booleans())
    def lock(self, data: st.DataObject, worker: WorkerId, key: int, is_leaving: bool) -> None:
        message = self.one(data)
        self.write(
            Unlock(key=str(key), message=message) if is_leaving else Lock(key=str(key), worker=worker, message=message)
        )

    @rule(limit=st.none() | st.integers(0, 2))
    def unhold(self, limit: int | None) -> None:
        self.write(Unhold(installation="swiftpost", limit=limit))

    @rule(key=numbers, value=st.none() | st.just("1"), version=st.none() | st.integers(0, 2))
    def put(self, key: int, value: str | None, version: int | None) -> None:
        self.write(Put(table="setting", key=str(key), value=value, version=version))

    @rule()
    def hand_over(self) -> None:
        """Commit what was gathered; both ledgers say and know the same afterwards."""
        batch, self.batch = self.batch, []
        told = [self.run(receipts(ledger, batch)) for ledger in (self.memory, self.sqlite)]
        assert told[0] == told[1]
        known = [self.run(everything(ledger, self.made)) for ledger in (self.memory, self.sqlite)]
        assert known[0] == known[1]

    @invariant()
    def nothing_is_wrong(self) -> None:
        if not self.batch:
            for ledger in (self.memory, self.sqlite):
                found = [one for one in self.run(ledger.problems()) if "nobody knows" not in one]
                assert [one for one in found if not one.startswith("Join")] == []


async def receipts(ledger: Ledger, batch: list[Write]) -> list[Receipt | str]:
    """Handed over together; errors as their texts."""
    coming = [ledger.write(write) for write in batch]
    done = await asyncio.gather(*coming, return_exceptions=True)
    return [str(one) if isinstance(one, BaseException) else one for one in done]


async def everything(ledger: Ledger, made: list[Message]) -> list[object]:
    """All that can be read, but for hashes, which have salts."""
    return [
        await ledger.runs(limit=999),
        await ledger.messages(limit=999),
        [await ledger.calls(message.id) for message in made],
        await ledger.trash(limit=999),
        sorted(row[0] for row in await ledger.causes()),
        [await ledger.entities(row.run.trace) for row in await ledger.runs(limit=999)],
        await ledger.records("shipment"),
        await ledger.cursor("ship", "pack"),
        await ledger.rows("setting"),
        [(one.seq, one.entry) for one in await ledger.chain(1, limit=9999)] if await ledger.chains() else [],
        {
            topology: {state: count for state, count in states.items() if count}
            for topology, states in (await ledger.tally(NOW)).by_topology.items()
        },
    ]


TestLedgers = Ledgers.TestCase
TestLedgers.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
