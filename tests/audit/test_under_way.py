"""Which parcels are under way, and which have kept silent too long."""

from __future__ import annotations

from datetime import timedelta

from station_books import StationBooks

from goldthread.audit.under_way import ASKED_AGAIN, UnderWay, chosen
from goldthread.domain.status import Status
from goldthread.testing.clock import NEW_YEAR

DAY = timedelta(days=1)


async def test_the_longest_overdue_come_first() -> None:
    """By each status's own patience: a parcel out for delivery may be silent for a day, one in a shop for a week."""
    books = StationBooks()
    await books.packed("shop", status=Status.READY_FOR_PICKUP)
    await books.packed("van", status=Status.OUT_FOR_DELIVERY)
    await books.packed("new", at=NEW_YEAR + 4 * DAY)
    survey = await UnderWay(books.ledger).survey(NEW_YEAR + 5 * DAY)
    assert [one.tracking_number for one in survey.parcels] == ["SWvan", "SWnew", "SWshop"]
    assert [one.tracking_number for one in survey.overdue()] == ["SWvan"]
    assert survey.parcels[0].overdue(survey.at) == 4 * DAY


async def test_parcels_at_their_end_are_not_under_way() -> None:
    """Delivered is delivered."""
    books = StationBooks()
    await books.packed("0", status=Status.DELIVERED)
    assert (await UnderWay(books.ledger).survey(NEW_YEAR)).parcels == ()


async def test_what_nobody_has_told_is_said_so() -> None:
    """A label was made, and that is all; it keeps silent from then on."""
    books = StationBooks()
    await books.packed("0")
    (one,) = (await UnderWay(books.ledger).survey(NEW_YEAR + 3 * DAY)).parcels
    assert (one.status, one.source, one.heard_at) == ("label_created", "", None)
    assert (one.order_number, one.created_at) == ("N-0", NEW_YEAR)
    assert one.overdue(NEW_YEAR + 3 * DAY) == DAY


async def test_a_survey_counts_by_status_source_and_carrier() -> None:
    """Most first."""
    books = StationBooks()
    for name, status in (("0", None), ("1", Status.IN_TRANSIT), ("2", Status.IN_TRANSIT)):
        await books.packed(name, status=status)
    survey = await UnderWay(books.ledger).survey(NEW_YEAR)
    assert survey.by("status") == {"in_transit": 2, "label_created": 1}
    assert survey.by("source") == {"webhook": 2, "": 1}
    assert survey.by("carrier") == {"swift": 3}


async def test_everybody_sees_one_survey_until_it_is_old() -> None:
    """Twenty open pages go through the parcels once."""
    books = StationBooks()
    under_way = UnderWay(books.ledger)
    first = await under_way.survey(NEW_YEAR)
    await books.packed("0")
    assert await under_way.survey(NEW_YEAR + ASKED_AGAIN / 2) is first
    assert len((await under_way.survey(NEW_YEAR + ASKED_AGAIN)).parcels) == 1


async def test_parcels_are_chosen_by_what_is_known_of_them() -> None:
    """Status, carrier, source, a part of any of their numbers; what fits nothing gives none."""
    books = StationBooks()
    await books.packed("0", status=Status.IN_TRANSIT)
    await books.packed("1")
    parcels = (await UnderWay(books.ledger).survey(NEW_YEAR)).parcels
    assert [one.tracking_number for one in chosen(parcels, status="in_transit")] == ["SW0"]
    assert [one.tracking_number for one in chosen(parcels, source="nobody")] == ["SW1"]
    assert [one.tracking_number for one in chosen(parcels, q="n-1")] == ["SW1"]
    assert chosen(parcels, carrier="packeta") == []
