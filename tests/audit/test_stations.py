"""What a packing station sees of its labels, and which it may not print again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from station_books import MINUTE, StationBooks, a_profile

from goldthread.domain.status import Status
from goldthread.flow.errors import Conflict, NotFound
from goldthread.testing.clock import NEW_YEAR

LATER = NEW_YEAR + timedelta(days=31)


async def test_a_station_sees_its_own_labels_the_newest_print_first() -> None:
    """Those of the other station stay there."""
    books = StationBooks()
    for place, station in enumerate(("one", "two", "one")):
        await books.packed(str(place), station=station, at=NEW_YEAR + place * MINUTE)
    seen = await books.stations.latest("one", NEW_YEAR)
    assert [one.label.id for one in seen] == ["swift-2-1", "swift-0-1"]
    assert [one.label.order_number for one in seen] == ["N-2", "N-0"]
    assert await books.stations.latest("nowhere", NEW_YEAR) == []


async def test_no_more_labels_are_read_than_are_shown() -> None:
    """The newest ones."""
    books = StationBooks()
    for place in range(5):
        await books.packed(str(place), at=NEW_YEAR + place * MINUTE)
    seen = await books.stations.latest("one", NEW_YEAR, count=2)
    assert [one.label.id for one in seen] == ["swift-4-1", "swift-3-1"]


async def test_a_label_packed_after_the_first_look_is_seen_by_the_next() -> None:
    """What is remembered of runs never hides a new one; the mark tells that something moved."""
    books = StationBooks()
    await books.packed("0")
    mark = await books.stations.newest()
    assert len(await books.stations.latest("one", NEW_YEAR)) == 1
    assert await books.stations.newest() == mark
    await books.packed("1", at=NEW_YEAR + MINUTE)
    assert await books.stations.newest() != mark
    assert len(await books.stations.latest("one", NEW_YEAR)) == 2


async def test_all_since_an_instant_come_in_the_order_they_were_printed() -> None:
    """At that instant counts as since."""
    books = StationBooks()
    for place in (3, 1, 2, 0):
        await books.packed(str(place), at=NEW_YEAR + place * MINUTE)
    seen = await books.stations.since("one", NEW_YEAR + MINUTE, NEW_YEAR + 9 * MINUTE)
    assert [one.label.id for one in seen] == ["swift-1-1", "swift-2-1", "swift-3-1"]


@pytest.mark.parametrize("status", [None, Status.LABEL_CREATED, Status.UNKNOWN])
async def test_a_parcel_that_nobody_scanned_may_be_printed_again(status: Status | None) -> None:
    """Whatever the carrier said so far."""
    books = StationBooks()
    label = await books.packed("0", status=status)
    found = await books.stations.printable(label, NEW_YEAR)
    assert found.id == label
    (seen,) = await books.stations.latest("one", NEW_YEAR)
    assert (seen.obstacle, seen.is_scanned) == ("", False)


async def test_a_scanned_parcel_gets_no_second_label_unless_somebody_insists() -> None:
    """The carrier's own word says why."""
    books = StationBooks()
    label = await books.packed("0", status=Status.IN_TRANSIT)
    with pytest.raises(Conflict, match="swift says in transit"):
        await books.stations.printable(label, NEW_YEAR)
    assert (await books.stations.printable(label, NEW_YEAR, is_insisted=True)).id == label


async def test_a_void_label_is_never_printed_even_when_somebody_insists() -> None:
    """The carrier would refuse the parcel."""
    books = StationBooks()
    label = await books.packed("0", is_void=True)
    with pytest.raises(Conflict, match="void"):
        await books.stations.printable(label, NEW_YEAR, is_insisted=True)
    (seen,) = await books.stations.latest("one", NEW_YEAR)
    assert seen.obstacle.startswith("Void")
    assert not seen.is_scanned


async def test_an_expired_label_says_since_when() -> None:
    """And who helps."""
    books = StationBooks()
    label = await books.packed("0", status=Status.IN_TRANSIT)
    with pytest.raises(Conflict, match="expired"):
        await books.stations.printable(label, LATER)
    (seen,) = await books.stations.latest("one", LATER)
    assert seen.obstacle.startswith(f"Expired on {NEW_YEAR + timedelta(days=30):%Y-%m-%d}")


async def test_an_unknown_label_is_not_found() -> None:
    """In a sentence."""
    with pytest.raises(NotFound, match="There is no label"):
        await StationBooks().stations.printable("swift-9-1", NEW_YEAR)


async def test_stations_are_known_by_their_printers() -> None:
    """By name."""
    books = StationBooks()
    await books.stationed(a_profile("two", "press-2"), a_profile("one", "press-1"))
    assert [one.station for one in await books.stations.all()] == ["one", "two"]
