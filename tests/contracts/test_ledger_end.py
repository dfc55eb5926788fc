"""The end of a handle: closed in good order, or stopped in the middle of a commit."""

from __future__ import annotations

import asyncio

import pytest
from ledger_making import Place, a_message, a_settlement, alive, an_entry, begin, claimed, ids, names

from goldthread.flow.errors import Unavailable
from goldthread.ports.write import Note


class Crash(BaseException):
    """The process is stopped here."""


class CountingFuse:
    """Lets so many commits pass, then stops the process at the next."""

    def __init__(self, passes: int) -> None:
        self.left = passes

    def point(self, name: str) -> None:
        assert name == "commit"
        self.left -= 1
        if self.left < 0:
            raise Crash


async def test_what_was_handed_over_is_committed_before_closing(place: Place) -> None:
    """Nobody has to wait for receipts first."""
    ledger = await place.open()
    receipts = [ledger.write(Note(entries=(an_entry(),))) for _ in range(50)]
    await ledger.close()
    for receipt in receipts:
        await receipt
    again = await place.open()
    assert len(await again.entries(kinds=["noted"])) == 50


async def test_a_closed_handle_takes_nothing_in(place: Place) -> None:
    """And says so; closing twice does no harm."""
    ledger = await place.open()
    await ledger.close()
    await ledger.close()
    with pytest.raises(Unavailable, match="closed"):
        await ledger.write(Note(entries=(an_entry(),)))
    assert not await ledger.is_writable()


async def test_an_open_handle_is_writable(place: Place) -> None:
    """A real write was tried, and nothing is left of it."""
    ledger = await place.open()
    assert await ledger.is_writable()
    assert await ledger.rows("probe") == []
    assert await ledger.entries() == []


async def test_a_stop_in_a_commit_leaves_nothing_of_it(place: Place) -> None:
    """Everybody who waits is told; what was committed before is there, the rest isn't."""
    steady = await place.open(name="steady")
    await begin(steady)
    crashing = await place.open(name="crashing", fuse=CountingFuse(1))
    await crashing.write(Note(entries=(an_entry(content='"kept"'),)))
    receipts = [
        asyncio.ensure_future(_done(crashing.write(write)))
        for write in (a_settlement(followers=(a_message("m2"),), taken=ids("m2")), Note(entries=(an_entry(),)))
    ]
    assert await asyncio.gather(*receipts) == ["crashed", "crashed"]
    with pytest.raises(Crash):
        await crashing.write(Note(entries=(an_entry(),)))
    after = await place.open(name="after")
    assert names(message for message, _ in await after.messages()) == ["m1"]
    assert [one.entry.content for one in await after.entries(kinds=["noted"])] == ['"kept"']
    await alive(after)
    assert await claimed(after) == []
    assert await after.problems() == []


async def _done(receipt: object) -> str:
    try:
        await receipt  # type: ignore[misc] # a receipt to come
    except Crash:
        return "crashed"
    return "done"
