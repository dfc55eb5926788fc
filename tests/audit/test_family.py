from __future__ import annotations

import pytest

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.family import family
from goldthread.audit.story import find, tell
from goldthread.domain.entity import Entity
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import Message, MessageId, RunId, TraceId
from goldthread.ports.carried import Birth, Run
from goldthread.ports.ledger import Ledger
from goldthread.ports.write import Accept, Note
from goldthread.testing.clock import NEW_YEAR, ManualClock

ANA = Entity(kind="customer", key="ana@example.com")


def order(number: str) -> Entity:
    return Entity(kind="order", key=f"shop/{number}")


def parcel(number: str) -> Entity:
    return Entity(kind="tracking", key=f"swift/{number}")


async def begin(ledger: Ledger, trace: str, *entities: Entity) -> None:
    """A run on a trace of its own, named by the first entity."""
    run = Run(
        id=RunId(f"run of {trace}"),
        trace=TraceId(trace),
        topology="order.ship",
        version="v",
        origin="",
        start_key=trace,
        started_at=NEW_YEAR,
    )
    message = Message(
        id=MessageId(f"message of {trace}"),
        run=run.id,
        trace=run.trace,
        topology=run.topology,
        version="v",
        node="pack",
        body="{}",
        created_at=NEW_YEAR,
    )
    entry = Entry(kind=Kind.STARTED, at=NEW_YEAR, trace=trace, run=run.id, topology=run.topology)
    await ledger.write(
        Accept(birth=Birth(run=run, messages=(message,), entities=entities, entries=(entry,)), worker=None)
    )


async def learn(ledger: Ledger, trace: str, *entities: Entity) -> None:
    """Later the trace comes to know more."""
    await ledger.write(Note(entities=tuple((TraceId(trace), entity) for entity in entities)))


@pytest.fixture
async def ledger() -> Ledger:
    """One customer with two orders; of the first, a scan was heard before its parcel was known."""
    ledger = MemoryLedger(clock=ManualClock())
    await begin(ledger, "t-1", order("1"), ANA)
    await begin(ledger, "t-2", order("2"), ANA)
    await begin(ledger, "t-3", parcel("SW1"))
    await learn(ledger, "t-1", parcel("SW1"), parcel("SW2"))
    await learn(ledger, "t-3", order("1"), parcel("SW2"), ANA)
    return ledger


async def test_what_was_heard_too_early_belongs_to_the_order(ledger: Ledger) -> None:
    """Whichever of the two is asked for."""
    assert await family(ledger, TraceId("t-1")) == ["t-1", "t-3"]
    assert await family(ledger, TraceId("t-3")) == ["t-1", "t-3"]


async def test_orders_of_one_customer_stay_apart(ledger: Ledger) -> None:
    """Sharing an e-mail makes no story one."""
    assert await family(ledger, TraceId("t-2")) == ["t-2"]
    assert [one.trace for one in await find(ledger, "ana@example.com")] == ["t-1", "t-2"]


async def test_one_story_is_told_of_all(ledger: Ledger) -> None:
    """With the entities, runs and open messages of both."""
    assert [one.trace for one in await find(ledger, "tracking:swift/SW1")] == ["t-1"]
    story = await tell(ledger, "t-3")
    assert story.trace == "t-1"
    assert [run.run for run in story.runs] == ["run of t-1", "run of t-3"]
    assert [one.message for one in story.open] == ["message of t-1", "message of t-3"]
    assert {"order:shop/1", "tracking:swift/SW1", "tracking:swift/SW2"} <= set(story.entities)
    assert len(story.lines) == 2


async def test_more_scans_join_one_after_the_other(ledger: Ledger) -> None:
    """A trace that knows a trace of the family belongs to it."""
    await begin(ledger, "t-4", parcel("SW2"))
    await learn(ledger, "t-4", order("1"))
    assert await family(ledger, TraceId("t-4")) == ["t-1", "t-3", "t-4"]


async def test_a_trace_that_nobody_knows_is_alone(ledger: Ledger) -> None:
    """Even one that doesn't exist."""
    assert await family(ledger, TraceId("t-9")) == ["t-9"]
