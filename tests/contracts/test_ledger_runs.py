"""Runs: born once per event, on the trace of what they are about, ended with their last message."""

from __future__ import annotations

from ledger_making import (
    NOW,
    W1,
    W2,
    a_birth,
    a_message,
    a_run,
    a_settlement,
    a_trashing,
    an_entry,
    an_order,
    begin,
    claimed,
    gives,
    ids,
    names,
    settled,
)

from goldthread.domain.entity import Entity
from goldthread.flow.entry import Kind
from goldthread.flow.message import MessageId, RunId, TraceId
from goldthread.ports.carried import Birth
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Accepted, Duplicate
from goldthread.ports.write import Accept


async def test_an_event_starts_a_run_that_is_open(ledger: Ledger) -> None:
    """An accepted birth is a run with its messages."""
    accepted = await begin(ledger)
    row = await ledger.run(RunId("r1"))
    assert accepted == Accepted(RunId("r1"), TraceId("t1"), (a_message(),))
    assert row is not None
    assert (row.state, row.open_messages, row.ended_at, row.run) == ("open", 1, None, a_run())
    assert await ledger.message(MessageId("m1")) == a_message()


async def test_a_known_start_key_names_the_run_that_exists(ledger: Ledger) -> None:
    """The second event with one key starts nothing, and the story says that it came."""
    await begin(ledger)
    again = Accept(birth=a_birth("r2", start_key="key of r1"), worker=W1)
    assert await ledger.write(again) == Duplicate(RunId("r1"))
    assert await ledger.run(RunId("r2")) is None
    (told,) = await ledger.entries(kinds=[Kind.DUPLICATE])
    assert (told.entry.trace, told.entry.run) == ("t1", "r1")


async def test_a_business_key_shuts_out_another_delivery(ledger: Ledger) -> None:
    """Two deliveries of one event have different keys, but one `duplicate_of`."""
    first = a_birth("r1", start_key="delivery 1", duplicate_of="order 1001 ready")
    second = a_birth("r2", start_key="delivery 2", duplicate_of="order 1001 ready")
    await gives(ledger, Accept(birth=first, worker=None), Accepted)
    assert await ledger.write(Accept(birth=second, worker=None)) == Duplicate(RunId("r1"))


async def test_of_two_events_handed_over_at_once_one_starts(ledger: Ledger) -> None:
    """Uniqueness holds within one commit too."""
    receipts = [ledger.write(Accept(birth=a_birth(run, start_key="k"), worker=None)) for run in ("r1", "r2")]
    assert [await receipt for receipt in receipts][1] == Duplicate(RunId("r1"))


async def test_the_first_entity_names_the_trace(ledger: Ledger) -> None:
    """A later run about the same order joins its trace, whatever it proposed; messages and entries follow."""
    await gives(ledger, Accept(birth=a_birth("r1", entities=[an_order()]), worker=None), Accepted)
    proposal = a_birth("r2", trace="t2", entities=[an_order()], entries=[an_entry(Kind.STARTED, trace="t2", run="r2")])
    accepted = await gives(ledger, Accept(birth=proposal, worker=None), Accepted)
    assert accepted.trace == "t1"
    assert [message.trace for message in accepted.messages] == ["t1"]
    assert [one.entry.run for one in await ledger.story(TraceId("t1"))] == ["r2"]


async def test_an_entity_that_leads_to_one_trace_joins_it(ledger: Ledger) -> None:
    """A shipment that was found on an order's trace brings its own events there."""
    shipment = Entity(kind="shipment", key="S1")
    await gives(ledger, Accept(birth=a_birth("r1", entities=[an_order(), shipment]), worker=None), Accepted)
    tracking = a_birth("r2", trace="t2", entities=[shipment])
    assert (await gives(ledger, Accept(birth=tracking, worker=None), Accepted)).trace == "t1"


async def test_an_entity_of_many_traces_begins_its_own(ledger: Ledger) -> None:
    """A customer with two orders has a story of their own when one begins with them."""
    customer = Entity(kind="customer", key="ana@example.test")
    for run, trace in (("r1", "t1"), ("r2", "t2")):
        birth = a_birth(run, trace=trace, entities=[an_order(run), customer])
        await gives(ledger, Accept(birth=birth, worker=None), Accepted)
    third = a_birth("r3", trace="t3", entities=[customer])
    fourth = a_birth("r4", trace="t4", entities=[customer])
    assert (await gives(ledger, Accept(birth=third, worker=None), Accepted)).trace == "t3"
    assert (await gives(ledger, Accept(birth=fourth, worker=None), Accepted)).trace == "t3"


async def test_the_last_settlement_ends_the_run(ledger: Ledger) -> None:
    """At zero open messages the run is done, and its story says so."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    await settled(ledger, a_settlement("m1"))
    await settled(ledger, a_settlement("m2"))
    row = await ledger.run(RunId("r1"))
    assert row is not None
    assert (row.state, row.open_messages, row.ended_at) == ("done", 0, NOW)
    assert [one.entry.content for one in await ledger.entries(kinds=[Kind.FINISHED])] == ['{"state":"done"}']


async def test_a_run_without_messages_is_done_at_once(ledger: Ledger) -> None:
    """An event that asks for nothing is still an event."""
    await gives(ledger, Accept(birth=a_birth("r1", messages=[]), worker=W1), Accepted)
    row = await ledger.run(RunId("r1"))
    assert row is not None
    assert row.state == "done"


async def test_what_cannot_be_read_is_born_in_the_trash(ledger: Ledger) -> None:
    """The run exists and stays open; its message waits for a person."""
    await gives(ledger, Accept(birth=a_birth("r1", trash=a_trashing()), worker=W1), Accepted)
    (trashed,) = await ledger.trash()
    assert (trashed.message.id, trashed.why, trashed.version) == ("r1.first", a_trashing(), 1)
    assert await claimed(ledger) == []


async def test_first_messages_left_to_whoever_claims(ledger: Ledger) -> None:
    """Without a worker nobody holds them."""
    await begin(ledger, worker=None)
    assert await claimed(ledger, W2) == ["m1"]


async def test_a_handover_is_born_with_the_settlement(ledger: Ledger) -> None:
    """The birth's messages have their trace and, where asked, their worker."""
    await begin(ledger)
    birth = a_birth("r2", trace="t9", entities=[an_order("bazaar/r1")])
    receipt = await settled(ledger, a_settlement(births=(birth,), taken=ids("r2.first")))
    assert [(one.id, one.trace, one.run) for one in receipt.born] == [("r2.first", "t1", "r2")]
    await settled(ledger, a_settlement("r2.first"))
    assert [row.state for row in await ledger.runs()] == ["done", "done"]


async def test_a_handover_that_was_born_before_is_not_born_again(ledger: Ledger) -> None:
    """The settlement stands; its birth was a duplicate."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    birth: Birth = a_birth("r2", entities=[an_order("bazaar/r1")])
    first = await settled(ledger, a_settlement("m1", births=(birth,)))
    second = await settled(ledger, a_settlement("m2", births=(birth,)))
    assert (names(first.born), names(second.born)) == (["r2.first"], [])


async def test_runs_are_paged_newest_first(ledger: Ledger) -> None:
    """Pages go on before the last run of the former; filters narrow them."""
    for number in range(5):
        await begin(ledger, a_message(f"m{number}", run=RunId(f"r{number}")), run=f"r{number}")
    await settled(ledger, a_settlement("m4"))
    first = await ledger.runs(limit=2)
    second = await ledger.runs(limit=2, before=first[-1].run.id)
    assert [row.run.id for row in (*first, *second)] == ["r4", "r3", "r2", "r1"]
    assert [row.run.id for row in await ledger.runs(state="done")] == ["r4"]
    assert [row.run.id for row in await ledger.runs(topology="none")] == []
    assert [row.run.id for row in await ledger.runs(trace="t1", state="open")] == ["r3", "r2", "r1", "r0"]
