"""Links: signed, expiring, for one label."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.access.links import Expired, Links
from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.adapters.memory.shelves import Shelves
from goldthread.adapters.system import SystemChance
from goldthread.flow.errors import Forbidden, Misuse
from goldthread.testing.clock import ManualClock


def links_over(shelves: Shelves | None = None) -> tuple[Links, ManualClock]:
    """The links of one process."""
    clock = ManualClock()
    ledger = MemoryLedger(clock=clock, shelves=shelves or Shelves())
    return Links(ledger=ledger, clock=clock, chance=SystemChance()), clock


async def test_a_link_is_read_by_every_process() -> None:
    """They share one key, whoever drew it first."""
    shelves = Shelves()
    here, _ = links_over(shelves)
    there, _ = links_over(shelves)
    text, ticket = await here.issue("swift-1", by="ada", lifetime=timedelta(hours=1))
    assert await there.read(text) == ticket
    assert (ticket.label, ticket.by) == ("swift-1", "ada")


async def test_a_link_ends() -> None:
    """At its instant, not before."""
    links, clock = links_over()
    text, _ = await links.issue("swift-1", by="ada", lifetime=timedelta(hours=1))
    clock.turn(timedelta(minutes=59, seconds=59))
    assert (await links.read(text)).label == "swift-1"
    clock.turn(timedelta(seconds=1))
    with pytest.raises(Expired, match="ask ada"):
        await links.read(text)


async def test_another_houses_link_opens_nothing() -> None:
    """Each ledger has a key of its own."""
    links, _ = links_over()
    stranger, _ = links_over()
    text, _ = await stranger.issue("swift-1", by="ada", lifetime=timedelta(hours=1))
    with pytest.raises(Forbidden):
        await links.read(text)


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-1), timedelta(days=31)])
async def test_a_link_lives_for_a_sensible_time(lifetime: timedelta) -> None:
    """Above zero and a month at most."""
    links, _ = links_over()
    with pytest.raises(Misuse):
        await links.issue("swift-1", by="ada", lifetime=lifetime)


@given(garbage=st.text(max_size=60))
async def test_garbage_is_forbidden(garbage: str) -> None:
    """Never anything else, whatever is sent."""
    links, _ = links_over()
    with pytest.raises(Forbidden):
        await links.read(garbage)


@given(place=st.integers(min_value=0, max_value=200), letter=st.sampled_from("AaZz09-_."))
async def test_a_changed_link_is_forbidden(place: int, letter: str) -> None:
    """In any letter."""
    links, _ = links_over()
    text, _ = await links.issue("swift-1", by="ada", lifetime=timedelta(hours=1))
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(Forbidden):
            await links.read(changed)
