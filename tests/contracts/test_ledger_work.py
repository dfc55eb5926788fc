"""Work: who holds what, what is due, and what happens when a worker is no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from ledger_making import (
    NOW,
    W1,
    W2,
    Place,
    a_birth,
    a_keeping,
    a_message,
    a_settlement,
    a_trashing,
    alive,
    an_arrival,
    an_entry,
    begin,
    claimed,
    gives,
    ids,
    names,
    settled,
)

from goldthread.flow.entry import Kind
from goldthread.flow.limit import Priority
from goldthread.flow.message import Frame, MessageId, RunId, TraceId
from goldthread.ports.carried import Parked
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Accepted, Beaten, Freed, Lost, Recorded, Stale
from goldthread.ports.write import Accept, Beat, Leave, Lock, Note, Release, Unhold, Unlock

SOON = timedelta(seconds=30)


async def test_a_settlement_is_whole(ledger: Ledger) -> None:
    """Gone, follower, record, cursor and entries come together."""
    await begin(ledger)
    follower = a_message("m2", node="label", frames=(Frame(join="m1", node="end", branch=1, size=2),))
    await settled(
        ledger,
        a_settlement(followers=(follower,), records=(a_keeping(),), cursor="page 2", entries=(an_entry(Kind.SETTLED),)),
    )
    record = await ledger.record("shipment", "s1")
    assert await ledger.messages() == [(follower, "ready")]
    assert record is not None
    assert (record.version, record.is_live) == (1, True)
    assert await ledger.cursor("ship", "pack") == "page 2"
    assert [one.entry.kind for one in await ledger.story(TraceId("t1"))][-1] is Kind.SETTLED


async def test_only_the_holder_settles(ledger: Ledger) -> None:
    """A worker that lost its message changes nothing."""
    await begin(ledger)
    lost = a_settlement(worker=W2, followers=(a_message("m2"),), entries=(an_entry(Kind.SETTLED),))
    assert await ledger.write(lost) == Lost()
    assert names(message for message, _ in await ledger.messages()) == ["m1"]
    assert await ledger.entries(kinds=[Kind.SETTLED]) == []


async def test_a_message_is_settled_once(ledger: Ledger) -> None:
    """The second settlement of the same worker is lost, in one commit or in two."""
    await begin(ledger)
    first, second = ledger.write(a_settlement()), ledger.write(a_settlement())
    assert (await first, await second, await ledger.write(a_settlement())) == (Recorded(), Lost(), Lost())


async def test_a_write_that_relies_on_a_refused_one_is_refused(ledger: Ledger) -> None:
    """A follower of a lost settlement doesn't exist."""
    await begin(ledger)
    lost = ledger.write(a_settlement(worker=W2, followers=(a_message("m2"),), taken=ids("m2")))
    after = ledger.write(a_settlement("m2", worker=W2))
    assert (await lost, await after) == (Lost(), Lost())


async def test_a_follower_may_be_settled_before_the_receipt_came(ledger: Ledger) -> None:
    """Writes are decided in the order they were handed over."""
    await begin(ledger)
    receipts = [
        ledger.write(a_settlement("m1", followers=(a_message("m2"),), taken=ids("m2"))),
        ledger.write(a_settlement("m2", followers=(a_message("m3"),), taken=ids("m3"))),
        ledger.write(a_settlement("m3")),
    ]
    assert [await receipt for receipt in receipts] == [Recorded()] * 3
    assert [row.state for row in await ledger.runs()] == ["done"]


async def test_a_claim_takes_what_is_free_and_due_the_most_urgent_first(ledger: Ledger) -> None:
    """A person goes before an event; what waits longest goes first; what isn't due stays."""
    await begin(
        ledger,
        a_message("m1", created_at=NOW - timedelta(seconds=1)),
        a_message("m2", created_at=NOW - timedelta(seconds=2)),
        a_message("m3", priority=Priority.PERSON),
        a_message("m4", priority=Priority.CRON),
        a_message("m5", due=NOW + SOON),
        worker=None,
    )
    assert await claimed(ledger, limit=2) == ["m3", "m2"]
    assert await claimed(ledger, W2) == ["m1", "m4"]
    assert await claimed(ledger, W2) == []
    assert await claimed(ledger, W2, later=SOON) == ["m5"]


async def test_a_parked_message_waits_until_it_is_due(ledger: Ledger) -> None:
    """It stands where it stood, and remembers its attempts."""
    await begin(ledger)
    await settled(ledger, a_settlement(fate=Parked(due=NOW + SOON, attempt=2, waits=3)))
    assert await ledger.messages() == [(a_message(attempt=2, waits=3, due=NOW + SOON), "waiting")]
    assert await claimed(ledger) == []
    assert await claimed(ledger, later=SOON) == ["m1"]


async def test_a_parked_message_may_stay_with_its_worker(ledger: Ledger) -> None:
    """A worker that tries again at once needn't claim."""
    await begin(ledger)
    await settled(ledger, a_settlement(fate=Parked(due=None, attempt=1, waits=0), taken=ids("m1")))
    assert await claimed(ledger, W2) == []
    assert await settled(ledger, a_settlement()) == Recorded()


async def test_held_messages_wait_for_their_installation(ledger: Ledger) -> None:
    """A probe lets one go on, the end of the pause all of them."""
    await begin(ledger, a_message("m1"), a_message("m2"), a_message("m3"))
    for name in ("m1", "m2", "m3"):
        await settled(ledger, a_settlement(name, fate=Parked(due=None, attempt=0, waits=1, held_by="swiftpost")))
    assert {state for _, state in await ledger.messages()} == {"held"}
    await ledger.write(Unhold(installation="bazaar"))
    assert await claimed(ledger) == []
    await ledger.write(Unhold(installation="swiftpost", limit=1))
    assert await claimed(ledger) == ["m1"]
    await ledger.write(Unhold(installation="swiftpost"))
    assert await claimed(ledger) == ["m2", "m3"]


async def test_released_messages_are_free(ledger: Ledger) -> None:
    """Only what the worker holds is released."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    await ledger.write(Release(worker=W1, messages=(MessageId("m1"), MessageId("none"))))
    await ledger.write(Release(worker=W2, messages=(MessageId("m2"),)))
    assert await claimed(ledger, W2) == ["m1"]


async def test_a_beat_frees_what_the_dead_held(ledger: Ledger) -> None:
    """Who beats in time keeps what it holds; who doesn't loses messages and critical sections."""
    await begin(ledger)
    await ledger.write(Lock(key="customer:ana", worker=W1, message=MessageId("m1")))
    until = NOW + timedelta(minutes=5)
    early = await ledger.write(Beat(worker=W2, now=NOW + SOON, until=until))
    late = await ledger.write(Beat(worker=W2, now=NOW + timedelta(seconds=61), until=until))
    assert (early, late) == (Freed(0), Freed(1))
    assert await ledger.write(a_settlement()) == Lost()
    assert await claimed(ledger, W2) == ["m1"]
    assert await ledger.write(Lock(key="customer:ana", worker=W2, message=MessageId("m1"))) == Recorded()


async def test_a_late_beat_keeps_its_own_messages(ledger: Ledger) -> None:
    """Nobody else noticed, so nothing was lost."""
    await begin(ledger)
    assert await ledger.write(Beat(worker=W1, now=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2))) == Freed(0)
    assert await settled(ledger, a_settlement()) == Recorded()


async def test_who_never_said_that_he_lives_holds_nothing_for_long(ledger: Ledger) -> None:
    """A message accepted for a worker that had left already isn't stuck."""
    await begin(ledger)
    await ledger.write(Leave(worker=W1))
    birth = a_birth("r2", messages=[a_message("n1", run=RunId("r2"))])
    await ledger.write(Accept(birth=birth, worker=W1))
    await ledger.write(Lock(key="k", worker=W1, message=MessageId("n1")))
    assert await ledger.write(Beat(worker=W2, now=NOW, until=NOW + SOON)) == Freed(1)
    assert await claimed(ledger, W2) == ["m1", "n1"]


async def test_a_worker_that_leaves_frees_everything(ledger: Ledger) -> None:
    """Messages and critical sections."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    await ledger.write(Lock(key="k", worker=W1, message=MessageId("m1")))
    await ledger.write(Leave(worker=W1))
    assert await claimed(ledger, W2) == ["m1", "m2"]
    assert await ledger.write(Lock(key="k", worker=W2, message=MessageId("m2"))) == Recorded()


async def test_one_message_at_a_time_is_in_a_critical_section(ledger: Ledger) -> None:
    """The second waits outside; entering twice is entering once; leaving is only for who is in."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    one = Lock(key="customer:ana", worker=W1, message=MessageId("m1"))
    two = Lock(key="customer:ana", worker=W1, message=MessageId("m2"))
    assert [await ledger.write(one), await ledger.write(one)] == [Recorded(), Recorded()]
    assert await ledger.write(two) == Beaten("message m1")
    await ledger.write(Unlock(key="customer:ana", message=MessageId("m2")))
    assert isinstance(await ledger.write(two), Beaten)
    await ledger.write(Unlock(key="customer:ana", message=MessageId("m1")))
    assert await ledger.write(two) == Recorded()
    assert await ledger.write(Lock(key="x", worker=W2, message=MessageId("m1"))) == Lost()


async def test_a_join_goes_on_when_all_branches_came(ledger: Ledger) -> None:
    """Its body has all branches in their order; null is a result like any other."""
    await begin(ledger, a_message("m1"), a_message("m2"), a_message("m3"))
    join = a_message("j1", node="sum")
    first = await settled(ledger, a_settlement("m3", arrivals=(an_arrival("m0", 2, 3, '{"c":3}', join),)))
    second = await settled(ledger, a_settlement("m1", arrivals=(an_arrival("m0", 0, 3, '{"a":1}', join),)))
    last = await settled(ledger, a_settlement("m2", arrivals=(an_arrival("m0", 1, 3, "null", join),), taken=ids("j1")))
    assert (first.born, second.born) == ((), ())
    assert [message.body for message in last.born] == ['[{"a":1},null,{"c":3}]']
    await settled(ledger, a_settlement("j1"))
    assert [row.state for row in await ledger.runs()] == ["done"]


async def test_a_dropped_branch_drops_its_join_and_the_join_around_it(ledger: Ledger) -> None:
    """Whichever comes last; the story says so, and nothing is left over."""
    await begin(ledger, a_message("m1"), a_message("m2"), a_message("m3"))
    frame = Frame(join="outer", node="end", branch=1, size=2)
    inner = a_message("j1", node="sum", frames=(frame,))
    outer = a_message("j2", node="end")
    await settled(ledger, a_settlement("m1", arrivals=(an_arrival("inner", 1, 2, None, inner),)))
    await settled(ledger, a_settlement("m2", arrivals=(an_arrival("outer", 0, 2, "0", outer),)))
    last = await settled(ledger, a_settlement("m3", arrivals=(an_arrival("inner", 0, 2, "0", inner),)))
    assert last.born == ()
    assert [row.state for row in await ledger.runs()] == ["done"]
    dropped = [one.entry.node for one in await ledger.entries(kinds=[Kind.SETTLED])]
    assert dropped == ["end", "sum"]
    assert await ledger.problems() == []


async def test_a_branch_arrives_once(ledger: Ledger) -> None:
    """What came again isn't counted again."""
    await begin(ledger, a_message("m1"), a_message("m2"), a_message("m3"))
    join = a_message("j1", node="sum")
    await settled(ledger, a_settlement("m1", arrivals=(an_arrival("m0", 0, 2, "1", join),)))
    again = await settled(ledger, a_settlement("m2", arrivals=(an_arrival("m0", 0, 2, "2", join),)))
    last = await settled(ledger, a_settlement("m3", arrivals=(an_arrival("m0", 1, 2, "3", join),)))
    assert (names(again.born), [message.body for message in last.born]) == ([], ["[1,3]"])


async def test_branches_that_arrive_in_one_commit_join(ledger: Ledger) -> None:
    """The overlay sees what earlier writes of the batch brought."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    join = a_message("j1", node="sum")
    first = ledger.write(a_settlement("m1", arrivals=(an_arrival("m0", 0, 2, "0", join),)))
    last = ledger.write(a_settlement("m2", arrivals=(an_arrival("m0", 1, 2, "1", join),)))
    assert (await first, await last) == (Recorded(), Recorded(born=(replace(join, body="[0,1]"),)))


async def test_a_changed_record_refuses_the_settlement(ledger: Ledger) -> None:
    """Nothing of it is written, and the message is still the worker's."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    await settled(ledger, a_settlement("m1", records=(a_keeping(body='{"status":"packed"}'),)))
    stale = a_settlement("m2", records=(a_keeping("s2"), a_keeping("s1")), entries=(an_entry(Kind.SETTLED),))
    assert await ledger.write(stale) == Stale()
    assert await ledger.record("shipment", "s2") is None
    await settled(ledger, a_settlement("m2", records=(a_keeping("s1", version=1, is_live=False),)))
    assert [(one.key, one.version) for one in await ledger.records("shipment", is_live=False)] == [("s1", 2)]


async def test_a_dead_worker_that_wakes_up_changes_nothing(ledger: Ledger) -> None:
    """Its message went on with somebody else."""
    await begin(ledger)
    await ledger.write(Beat(worker=W2, now=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2)))
    assert await claimed(ledger, W2) == ["m1"]
    await alive(ledger, W1, seconds=7200)
    assert await ledger.write(a_settlement(worker=W1)) == Lost()
    assert await ledger.write(a_settlement(worker=W2)) == Recorded()


async def test_everything_accepted_is_somewhere(ledger: Ledger) -> None:
    """Accepted = settled + pending + waiting + held + trash."""
    await begin(ledger, *(a_message(f"m{n}") for n in range(6)), worker=W1)
    await settled(ledger, a_settlement("m0"))
    await settled(ledger, a_settlement("m1", fate=Parked(due=NOW + SOON, attempt=1, waits=0)))
    await settled(ledger, a_settlement("m2", fate=Parked(due=None, attempt=0, waits=1, held_by="swiftpost")))
    await settled(ledger, a_settlement("m3", fate=a_trashing()))
    await gives(ledger, Accept(birth=a_birth("r2", messages=[]), worker=None), Accepted)
    await begin(ledger, a_message("n1"), run="r3")
    tally = await ledger.tally(NOW)
    assert (tally.pending, tally.waiting, tally.held, tally.trash) == (3, 1, 1, 1)
    assert (tally.runs, tally.runs_open, tally.oldest_pending) == (3, 2, NOW)
    assert tally.by_topology["ship"] == {"open": 2, "done": 1, "trash": 1}
    queues = {(one.topology, one.node, one.state, one.held_by): one.count for one in await ledger.queues(NOW)}
    assert queues == {
        ("ship", "pack", "held", "swiftpost"): 1,
        ("ship", "pack", "ready", ""): 3,
        ("ship", "pack", "trash", ""): 1,
        ("ship", "pack", "waiting", ""): 1,
    }


async def test_messages_are_found_by_their_node(ledger: Ledger) -> None:
    """Page by page, the oldest first."""
    await begin(ledger, *(a_message(f"m{n}", node="pack" if n else "label") for n in range(4)), worker=W1)
    first = await ledger.messages(topology="ship", node="pack", limit=2)
    rest = await ledger.messages(topology="ship", node="pack", after="m2", limit=2)
    assert [message.id for message, _ in (*first, *rest)] == ["m1", "m2", "m3"]
    assert await ledger.messages(topology="ship", node="nowhere") == []
    await settled(ledger, a_settlement("m1", fate=a_trashing()))
    assert [message.id for message, _ in await ledger.messages(node="pack", has_trash=False)] == ["m2", "m3"]


async def test_one_message_is_let_go(ledger: Ledger) -> None:
    """Whatever it waits for; one that somebody works on, or that needs a person, stays as it is."""
    await begin(ledger, *(a_message(f"m{n}") for n in range(4)), worker=W1)
    await settled(ledger, a_settlement("m0", fate=Parked(due=None, attempt=0, waits=1, held_by="swiftpost")))
    await settled(ledger, a_settlement("m1", fate=Parked(due=NOW + SOON, attempt=1, waits=0)))
    await settled(ledger, a_settlement("m2", fate=a_trashing()))
    for message in ids("m0", "m1", "m2", "m3", "m9"):
        assert await ledger.write(Unhold(installation="", message=message)) == Recorded()
    assert sorted(await claimed(ledger, W2)) == ["m0", "m1"]
    assert await ledger.trashed(MessageId("m2")) is not None


async def test_notes_need_no_message(ledger: Ledger) -> None:
    """Entries are appended whatever stands where."""
    await ledger.write(Note(entries=(an_entry(Kind.REFUSED),)))
    assert [one.entry.kind for one in await ledger.entries(kinds=["refused"])] == [Kind.REFUSED]


@pytest.mark.parametrize("is_closed", [True, False])
async def test_a_new_handle_finds_everything(place: Place, is_closed: bool) -> None:
    """Whether the handle before was closed or its process just ended."""
    before = await place.open(name="before")
    await begin(before)
    await settled(before, a_settlement(followers=(a_message("m2"),), taken=ids("m2")))
    if is_closed:
        await before.close()
    after = await place.open(name="after")
    assert names(message for message, _ in await after.messages()) == ["m2"]
    assert await after.write(Beat(worker=W2, now=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2))) == Freed(1)
    assert await claimed(after, W2) == ["m2"]
    assert await after.problems() == []
