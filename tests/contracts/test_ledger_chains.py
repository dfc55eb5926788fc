"""Chains: one for each writer, hung on each other from time to time."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from ledger_making import Place, an_entry

from goldthread.adapters.journal import journal
from goldthread.audit.evidence import verify
from goldthread.flow.chain import heads_of
from goldthread.flow.entry import Kind
from goldthread.ports.ledger import Ledger
from goldthread.ports.write import Note

NOTE = Note(entries=(an_entry(),))


async def roots(ledger: Ledger, chain: int) -> list[tuple[int, list[tuple[int, int]]]]:
    """Where the chain lists heads, and which."""
    listed = [one for one in await ledger.chain(chain) if one.entry.kind is Kind.ROOTED]
    return [(one.seq, [head[:2] for head in heads_of(one.entry.content)]) for one in listed]


async def test_a_handle_that_says_nothing_has_no_chain(ledger: Ledger) -> None:
    """Looking leaves no trace."""
    await ledger.problems()
    assert await ledger.chains() == []


async def test_each_handle_writes_its_own_chain(place: Place) -> None:
    """Writers never queue behind each other; each chain begins with the heads before it."""
    one, two = await place.open(name="one"), await place.open(name="two")
    await one.write(NOTE)
    await two.write(NOTE)
    await one.write(NOTE)
    assert [(number, name) for number, name, _ in await one.chains()] == [(1, "one"), (2, "two")]
    assert [len(await one.chain(number)) for number in (1, 2)] == [3, 2]
    assert (await roots(one, 1), await roots(one, 2)) == ([(0, [])], [(0, [(1, 1)])])
    assert (await verify(one)).is_sound


async def test_closing_lists_the_heads(place: Place) -> None:
    """What others wrote meanwhile is vouched for by the last entry."""
    one, two = await place.open(name="one"), await place.open(name="two")
    await one.write(NOTE)
    await two.write(NOTE)
    await two.close()
    await one.write(NOTE)
    await one.close()
    after = await place.open(name="after")
    assert await roots(after, 1) == [(0, []), (3, [(2, 2)])]
    assert (await verify(after)).is_sound


async def test_heads_are_listed_after_a_minute_of_writing(place: Place) -> None:
    """And then not before the next."""
    one, two = await place.open(name="one"), await place.open(name="two")
    await one.write(NOTE)
    await two.write(NOTE)
    await place.clock.advance(timedelta(seconds=61))
    await one.write(NOTE)
    await one.write(NOTE)
    assert await roots(one, 1) == [(0, []), (3, [(2, 1)])]


async def test_heads_are_listed_after_many_entries(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """However quickly they came."""
    monkeypatch.setattr(journal, "ROOT_EVERY", 3)
    one = await place.open(name="one")
    for _ in range(8):
        await one.write(NOTE)
    assert [seq for seq, _ in await roots(one, 1)] == [0, 5, 10]


async def test_an_erased_content_is_gone_for_good(ledger: Ledger) -> None:
    """Content and salt; the entry stays, and its chain verifies."""
    await ledger.write(Note(entries=(an_entry(content='{"name":"Ana"}'),)))
    salt = await ledger.salt(1, 1)
    assert (await ledger.chain(1))[1].salt == salt != ""
    assert [await ledger.erase(1, 1), await ledger.erase(1, 1)] == [True, False]
    (sealed,) = await ledger.chain(1, after=0)
    assert (sealed.entry.content, sealed.is_erased, sealed.salt) == ("{}", True, "")
    assert await ledger.salt(1, 1) is None
    assert (await verify(ledger)).is_sound


async def test_a_chain_is_read_in_pages(ledger: Ledger) -> None:
    """After the last entry of the page before."""
    for _ in range(5):
        await ledger.write(NOTE)
    first = await ledger.chain(1, limit=4)
    rest = await ledger.chain(1, after=first[-1].seq, limit=4)
    assert [one.seq for one in (*first, *rest)] == list(range(6))
    assert all(one.previous == before.hash for before, one in pairwise(first))
