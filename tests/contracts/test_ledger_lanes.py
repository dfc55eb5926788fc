"""Lanes: messages of one lane pass one after another; a lane holds back nothing but itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from ledger_making import (
    NOW,
    W1,
    W2,
    a_birth,
    a_message,
    a_settlement,
    a_trashing,
    alive,
    an_order,
    begin,
    claimed,
    gives,
    ids,
    settled,
)

from goldthread.flow.message import MessageId, RunId, TraceId
from goldthread.ports.carried import Parked
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Accepted, Recorded
from goldthread.ports.write import Accept, Mend, Unhold


async def states(ledger: Ledger) -> dict[str, tuple[int, str]]:
    """Seat and state of all open messages."""
    return {message.id: (message.seat, state) for message, state in await ledger.messages()}


async def test_only_the_head_may_be_taken(ledger: Ledger) -> None:
    """Followers to be taken that aren't the head are blocked, and the receipt says so."""
    await begin(ledger)
    followers = (a_message("m2", lane="t1:ship"), a_message("m3", lane="t1:ship"), a_message("m4", lane="t2:ship"))
    receipt = await settled(ledger, a_settlement(followers=followers, taken=ids("m2", "m3", "m4")))
    assert receipt == Recorded(blocked=ids("m3"))
    assert await states(ledger) == {"m2": (1, "ready"), "m3": (2, "blocked"), "m4": (1, "ready")}
    assert await claimed(ledger, W2) == []


async def test_first_messages_tell_which_are_blocked(ledger: Ledger) -> None:
    """As followers do."""
    accepted = await begin(ledger, a_message("m1", lane="l"), a_message("m2", lane="l"))
    assert accepted.blocked == ids("m2")


async def test_settling_the_head_releases_the_next(ledger: Ledger) -> None:
    """In the order of arrival, whichever run it belongs to."""
    await begin(ledger, a_message("m1", lane="l"))
    await begin(ledger, a_message("n1", lane="l", run=RunId("r2")), worker=None, run="r2")
    assert await claimed(ledger, W2) == []
    await settled(ledger, a_settlement("m1"))
    assert await claimed(ledger, W2) == ["n1"]


async def test_who_comes_while_the_head_settles_waits_behind(ledger: Ledger) -> None:
    """One commit with a settlement and two arrivals leaves one head."""
    await begin(ledger, a_message("m1", lane="l"))
    receipts = [
        ledger.write(Accept(birth=a_birth("r2", messages=[a_message("n1", run=RunId("r2"), lane="l")]), worker=W2)),
        ledger.write(a_settlement("m1")),
        ledger.write(Accept(birth=a_birth("r3", messages=[a_message("o1", run=RunId("r3"), lane="l")]), worker=W2)),
    ]
    for receipt in receipts:
        await receipt
    assert await states(ledger) == {"n1": (2, "ready"), "o1": (3, "blocked")}
    assert await claimed(ledger, W2) == ["n1"]


async def test_a_parked_head_keeps_its_place(ledger: Ledger) -> None:
    """Waiting and being held hold back the lane, not its order."""
    await begin(ledger, a_message("m1", lane="l"), a_message("m2", lane="l"))
    soon = NOW + timedelta(seconds=30)
    await settled(ledger, a_settlement(fate=Parked(due=soon, attempt=1, waits=0)))
    assert await claimed(ledger) == []
    assert await claimed(ledger, later=timedelta(seconds=30)) == ["m1"]
    await settled(ledger, a_settlement(fate=Parked(due=None, attempt=1, waits=1, held_by="swiftpost")))
    assert await claimed(ledger) == []
    await ledger.write(Unhold(installation="swiftpost"))
    assert await claimed(ledger) == ["m1"]


async def test_trash_holds_back_its_own_lane_only(ledger: Ledger) -> None:
    """Another lane goes on; discarding releases the next."""
    await begin(ledger, a_message("m1", lane="l"), a_message("m2", lane="l"), a_message("m3", lane="k"))
    await settled(ledger, a_settlement("m1", fate=a_trashing()))
    await settled(ledger, a_settlement("m3"))
    assert await claimed(ledger) == []
    await ledger.write(Mend(message=MessageId("m1"), version=1, actor="ana", discard=True, at=NOW))
    assert await claimed(ledger) == ["m2"]


async def test_what_is_resumed_behind_others_waits_its_turn(ledger: Ledger) -> None:
    """Born in the trash behind a head that still works."""
    await begin(ledger, a_message("m1", lane="l"))
    birth = a_birth("r2", messages=[a_message("n1", run=RunId("r2"), lane="l")], trash=a_trashing())
    await gives(ledger, Accept(birth=birth, worker=None), Accepted)
    await ledger.write(Mend(message=MessageId("n1"), version=1, actor="ana", resume=True, at=NOW))
    assert (await states(ledger))["n1"] == (2, "blocked")
    await settled(ledger, a_settlement("m1"))
    assert await claimed(ledger) == ["n1"]


async def test_a_lane_of_many_in_one_commit_stays_in_order(ledger: Ledger) -> None:
    """However many leave at once, exactly one is the head."""
    await alive(ledger)
    count = 20
    births = [a_birth(f"r{n}", messages=[a_message(f"m{n:02}", run=RunId(f"r{n}"), lane="l")]) for n in range(count)]
    for receipt in [ledger.write(Accept(birth=birth, worker=None)) for birth in births]:
        await receipt
    passed: list[str] = []
    while got := await claimed(ledger, W1):
        passed += got
        await settled(ledger, a_settlement(got[0]))
    assert passed == [f"m{n:02}" for n in range(count)]


@pytest.mark.parametrize("is_together", [True, False])
async def test_who_is_born_on_a_known_trace_stands_in_its_lane(ledger: Ledger, is_together: bool) -> None:
    """Not in the lane of the trace that was proposed: two events of one order pass in their order."""
    await alive(ledger)
    receipts = []
    for name in ("r1", "r2", "r3"):
        message = a_message(f"{name}.m", run=RunId(name), trace=TraceId(name), lane=f"{name}:pack")
        birth = a_birth(name, trace=name, messages=[message], entities=(an_order(),))
        receipts.append(ledger.write(Accept(birth=birth, worker=W1)))
        if not is_together:
            await receipts[-1]
    taken = [await receipt for receipt in receipts]
    assert [len(one.blocked) for one in taken if isinstance(one, Accepted)] == [0, 1, 1]
    assert {message.lane for message, _ in await ledger.messages()} == {"r1:pack"}
    await settled(ledger, a_settlement("r1.m"))
    assert await claimed(ledger) == ["r2.m"]
    assert await ledger.problems() == []


async def test_a_trace_that_is_led_to_in_the_same_commit_has_its_lane(ledger: Ledger) -> None:
    """A settlement names an entity, and an event about it is born right after, while others stand in the lane."""
    lane = "t1:pack"
    await begin(ledger, a_message("m1"), a_message("m2", lane=lane))
    named = ledger.write(a_settlement("m1", entities=(an_order("parcel/7"),)))
    message = a_message("m9", run=RunId("r9"), trace=TraceId("t9"), lane="t9:pack")
    birth = a_birth("r9", trace="t9", messages=[message], entities=(an_order("parcel/7"),))
    born = ledger.write(Accept(birth=birth, worker=W1))
    await named
    receipt = await born
    assert isinstance(receipt, Accepted)
    assert (receipt.trace, receipt.blocked) == ("t1", ids("m9"))
    assert await ledger.problems() == []
