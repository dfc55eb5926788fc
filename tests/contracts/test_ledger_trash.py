"""Trash: a message goes in with its reason and comes out once, by one person's hand."""

from __future__ import annotations

import asyncio

import pytest
from ledger_making import NOW, a_message, a_settlement, a_trashing, an_arrival, an_entry, begin, claimed, names, settled

from goldthread.flow.entry import Kind
from goldthread.flow.message import MessageId, RunId
from goldthread.ports.carried import TrashKind
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Beaten, Recorded
from goldthread.ports.write import Mend

M1 = MessageId("m1")


def a_repair(*, version: int = 1, actor: str = "ana", body: str | None = '{"of":"repaired"}') -> Mend:
    return Mend(message=M1, version=version, actor=actor, body=body, at=NOW, entries=(an_entry(Kind.REPAIRED),))


def a_resumption(*, version: int = 1, actor: str = "ana", body: str | None = None, node: str = "") -> Mend:
    return Mend(message=M1, version=version, actor=actor, resume=True, body=body, node=node, at=NOW)


def a_discard(*, version: int = 1, message: MessageId = M1) -> Mend:
    return Mend(message=message, version=version, actor="ana", discard=True, at=NOW)


async def state(ledger: Ledger) -> str:
    row = await ledger.run(RunId("r1"))
    assert row is not None
    return row.state


async def test_trash_keeps_the_message_as_it_stood(ledger: Ledger) -> None:
    """With the reason; nobody can take it, and its run stays open."""
    await begin(ledger)
    await settled(ledger, a_settlement(fate=a_trashing()))
    trashed = await ledger.trashed(M1)
    assert trashed is not None
    assert (trashed.message, trashed.why, trashed.version, trashed.trashed_at) == (a_message(), a_trashing(), 1, NOW)
    assert await claimed(ledger) == []
    assert await state(ledger) == "open"


async def test_a_repair_changes_the_body_in_place(ledger: Ledger) -> None:
    """The message stays in the trash until it is resumed."""
    await begin(ledger)
    await settled(ledger, a_settlement(fate=a_trashing()))
    assert await ledger.write(a_repair()) == Recorded()
    trashed = await ledger.trashed(M1)
    assert trashed is not None
    assert (trashed.message.body, trashed.version, trashed.why) == ('{"of":"repaired"}', 2, a_trashing())


async def test_a_resumed_message_goes_on_afresh(ledger: Ledger) -> None:
    """With its repaired body, from attempt zero; it waited for a person. The run ends as repaired."""
    await begin(ledger, a_message(attempt=5))
    await settled(ledger, a_settlement(fate=a_trashing()))
    await ledger.write(a_resumption(body='{"of":"repaired"}', node="label"))
    assert await ledger.trash() == []
    assert await claimed(ledger) == ["m1"]
    assert await ledger.message(M1) == a_message(body='{"of":"repaired"}', node="label", waits=1)
    await settled(ledger, a_settlement())
    assert await state(ledger) == "repaired"


async def test_a_discarded_message_is_gone(ledger: Ledger) -> None:
    """The run ends as discarded, also when others of it were repaired."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    await settled(ledger, a_settlement("m1", fate=a_trashing()))
    await settled(ledger, a_settlement("m2", fate=a_trashing()))
    assert await ledger.write(a_discard()) == Recorded()
    await ledger.write(Mend(message=MessageId("m2"), version=1, actor="ana", resume=True, at=NOW))
    await claimed(ledger)
    await settled(ledger, a_settlement("m2"))
    assert await state(ledger) == "discarded"


async def test_a_discarded_branch_drops_its_join(ledger: Ledger) -> None:
    """Nothing goes on, and the run ends when nothing else of it is open."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    join = a_message("j1", node="sum")
    await settled(ledger, a_settlement("m2", arrivals=(an_arrival("m0", 0, 2, "1", join),)))
    await settled(ledger, a_settlement("m1", fate=a_trashing()))
    discard = Mend(message=M1, version=1, actor="ana", discard=True, arrival=an_arrival("m0", 1, 2, None, join), at=NOW)
    receipt = await ledger.write(discard)
    assert isinstance(receipt, Recorded)
    assert receipt.born == ()
    assert await claimed(ledger) == []
    assert await state(ledger) == "discarded"
    assert await ledger.problems() == []


@pytest.mark.parametrize("is_together", [True, False])
async def test_one_of_two_resumptions_wins(ledger: Ledger, is_together: bool) -> None:
    """The other is told who was first and when."""
    await begin(ledger)
    await settled(ledger, a_settlement(fate=a_trashing()))
    first = asyncio.ensure_future(_awaited(ledger, a_resumption(actor="ana")))
    if not is_together:
        await first
    second = asyncio.ensure_future(_awaited(ledger, a_resumption(actor="bob")))
    assert (await first, await second) == (Recorded(), Beaten("ana at 2026-03-01 12:00:00 UTC"))


async def test_an_outdated_view_is_beaten(ledger: Ledger) -> None:
    """Whoever acts on what somebody else changed meanwhile must look again."""
    await begin(ledger)
    await settled(ledger, a_settlement(fate=a_trashing()))
    await ledger.write(a_repair(actor="bob"))
    assert await ledger.write(a_resumption(version=1)) == Beaten("bob at 2026-03-01 12:00:00 UTC")
    assert await ledger.write(a_resumption(version=2)) == Recorded()


async def test_what_was_discarded_cannot_be_resumed(ledger: Ledger) -> None:
    """Nor anything that never was in the trash."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    await settled(ledger, a_settlement(fate=a_trashing()))
    await ledger.write(a_discard())
    assert isinstance(await ledger.write(a_resumption(version=2)), Beaten)
    assert isinstance(await ledger.write(a_discard(version=2)), Beaten)
    assert await ledger.write(a_discard(message=MessageId("m2"))) == Beaten()


async def test_an_old_view_never_fits_a_later_stay(ledger: Ledger) -> None:
    """Versions go on rising when the message comes to the trash a second time."""
    await begin(ledger)
    await settled(ledger, a_settlement(fate=a_trashing()))
    await ledger.write(a_resumption())
    await claimed(ledger)
    await settled(ledger, a_settlement(fate=a_trashing("again", cause="c2")))
    assert isinstance(await ledger.write(a_resumption(version=1)), Beaten)
    trashed = await ledger.trashed(M1)
    assert trashed is not None
    assert (trashed.version, trashed.why.reason) == (3, "again")


async def test_trash_is_found_by_what_it_is(ledger: Ledger) -> None:
    """By cause, kind, topology and trace; newest first, in pages; equal causes group."""
    await begin(ledger, *(a_message(f"m{n}") for n in range(4)))
    for n in range(4):
        await settled(ledger, a_settlement(f"m{n}", fate=a_trashing(cause="c1" if n else "c0")))
    first = await ledger.trash(cause="c1", limit=2)
    rest = await ledger.trash(cause="c1", limit=2, before=first[-1].message.id)
    assert names(one.message for one in (*first, *rest)) == ["m3", "m2", "m1"]
    assert len(await ledger.trash(kind="rejected", topology="ship", trace="t1")) == 4
    assert await ledger.trash(kind="failed") == []
    reason = a_trashing().reason
    assert await ledger.causes() == [
        ("c1", TrashKind.REJECTED, "pack", reason, 3),
        ("c0", TrashKind.REJECTED, "pack", reason, 1),
    ]


async def _awaited(ledger: Ledger, write: Mend) -> object:
    return await ledger.write(write)
