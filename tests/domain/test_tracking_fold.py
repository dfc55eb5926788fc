"""Status is a fold over what was heard, by the carrier's time."""

from datetime import UTC, datetime, timedelta, timezone
from functools import reduce
from typing import Any

import pytest
from domain_values import NOON, an_event
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.domain.entity import Entity
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.problem import InvalidValueError
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.domain.tracking import NOTHING_HEARD, Source, Tracking, TrackingEvent, fold

S = Status


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def folded(*events: TrackingEvent) -> Status | Unknown:
    return fold(events).status


def statuses() -> st.SearchStrategy[Status | Unknown]:
    return st.one_of(st.sampled_from(Status), st.builds(Unknown, raw=st.sampled_from(["X1", "X2"])))


@st.composite
def events(draw: st.DrawFn) -> TrackingEvent:
    status = draw(statuses())
    minute = draw(st.one_of(st.none(), st.integers(0, 6)))
    return an_event(
        status,
        minute=minute,
        received_at=at(draw(st.integers(0, 12))),
        raw_code=draw(st.sampled_from(["A", "B", str(status)])),
        reason=draw(st.sampled_from([None, Reason.WEATHER, Reason.OTHER])),
        source=draw(st.sampled_from(Source)),
        text=draw(st.sampled_from(["", "Scanned", "Gescannt"])),
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[TrackingEvent], list[TrackingEvent]]:
    """A history, and the same in another order with some of it told again."""
    history = draw(st.lists(events(), max_size=10))
    again = draw(st.lists(st.sampled_from(history), max_size=6)) if history else []
    return history, draw(st.permutations(history + again))


@settings(deadline=None, max_examples=300)
@given(histories())
def test_any_order_and_any_repetition_give_the_same_state(
    told: tuple[list[TrackingEvent], list[TrackingEvent]],
) -> None:
    """The state depends on what happened, not on how it was heard."""
    history, retold = told
    assert fold(retold) == fold(history)


@settings(deadline=None, max_examples=200)
@given(histories())
def test_hearing_one_by_one_is_folding_at_once(told: tuple[list[TrackingEvent], list[TrackingEvent]]) -> None:
    """A tracking that hears events in any order ends as the fold of them all."""
    history, retold = told
    tracking = reduce(Tracking.heard, retold, Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1")))
    assert tracking.state == fold(history)
    assert list(tracking.events) == sorted(tracking.events, key=lambda event: event.moment)


@settings(deadline=None, max_examples=200)
@given(st.lists(events(), min_size=1, max_size=10))
def test_a_report_repeated_later_by_somebody_else_changes_nothing(history: list[TrackingEvent]) -> None:
    """The watch finds what a webhook told already."""
    tracking = reduce(Tracking.heard, history, Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1")))
    for event in tracking.events:
        repeated = an_event(
            event.status,
            at=event.at,
            received_at=event.received_at + timedelta(days=1),
            raw_code=event.raw_code,
            source=Source.WATCH,
            reason=event.reason,
        )
        assert tracking.heard(repeated) == tracking


@settings(deadline=None, max_examples=200)
@given(st.lists(events(), max_size=10))
def test_what_is_finished_stays_finished(history: list[TrackingEvent]) -> None:
    """But for a delivered parcel that goes back, no later event leaves an end."""
    before = fold(history)
    if not (isinstance(before.status, Status) and before.status.is_terminal):
        return
    much_later = [an_event(status, minute=10_000 + status.rank) for status in Status]
    for event in much_later:
        after = fold([*history, event]).status
        allowed = {before.status}
        if before.status is S.DELIVERED:
            allowed |= {S.RETURNING, S.RETURNED}
        assert after in allowed


@settings(deadline=None, max_examples=200)
@given(st.lists(events(), max_size=10))
def test_the_status_is_one_that_was_heard(history: list[TrackingEvent]) -> None:
    """Nothing is made up, and a known status is never hidden by an unknown one."""
    status = fold(history).status
    heard = {event.status for event in history}
    assert status in heard or (status is S.UNKNOWN and not history)
    if any(isinstance(event.status, Status) and event.status is not S.UNKNOWN for event in history):
        assert isinstance(status, Status)
        assert status is not S.UNKNOWN


def test_nothing_heard_is_unknown() -> None:
    """Before any event there is a state, and it says that nobody said anything."""
    assert fold([]) == NOTHING_HEARD
    assert NOTHING_HEARD.status is S.UNKNOWN
    assert NOTHING_HEARD.since is None


def test_the_carrier_s_time_counts_not_the_arrival() -> None:
    """A late in-transit scan doesn't take a delivery back."""
    delivered = an_event(S.DELIVERED, minute=60, received_at=at(61))
    late = an_event(S.IN_TRANSIT, minute=30, received_at=at(300))
    assert folded(delivered, late) is S.DELIVERED
    assert folded(an_event(S.OUT_FOR_DELIVERY, minute=60), late) is S.OUT_FOR_DELIVERY


def test_a_later_event_may_set_a_parcel_back() -> None:
    """After a failed attempt it is in transit again: later in carrier time, lower in rank."""
    assert folded(an_event(S.ATTEMPT_FAILED, minute=1), an_event(S.IN_TRANSIT, minute=2)) is S.IN_TRANSIT


def test_ties_are_decided_by_rank() -> None:
    """Of two events of one moment the one further along counts."""
    assert folded(an_event(S.DELIVERED, minute=1), an_event(S.OUT_FOR_DELIVERY, minute=1)) is S.DELIVERED
    heard_last = an_event(S.OUT_FOR_DELIVERY, minute=1, received_at=at(90), raw_code="Z")
    assert folded(an_event(S.ATTEMPT_FAILED, minute=1), heard_last) is S.ATTEMPT_FAILED


def test_offsets_are_times() -> None:
    """14:30 in Prague is before 14:00 in London."""
    prague = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=1)))
    london = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert folded(an_event(S.IN_TRANSIT, at=london), an_event(S.PICKED_UP, at=prague)) is S.IN_TRANSIT


def test_an_event_without_time_counts_from_its_arrival_but_sets_nothing_back() -> None:
    """It may bring the parcel forward, never back."""
    attempt = an_event(S.ATTEMPT_FAILED, minute=1)
    assert folded(attempt, an_event(S.IN_TRANSIT, minute=None, received_at=at(5))) is S.ATTEMPT_FAILED
    assert folded(attempt, an_event(S.READY_FOR_PICKUP, minute=None, received_at=at(5))) is S.READY_FOR_PICKUP


def test_an_event_without_time_may_finish_but_not_reopen() -> None:
    """Delivered without a time is delivered; returning without a time doesn't undo it."""
    delivered = an_event(S.DELIVERED, minute=None, received_at=at(5))
    assert folded(an_event(S.IN_TRANSIT, minute=1), delivered) is S.DELIVERED
    assert folded(delivered, an_event(S.RETURNING, minute=None, received_at=at(9))) is S.DELIVERED


def test_a_delivered_parcel_may_come_back_under_its_number() -> None:
    """Delivered, returning, returned."""
    delivered, returning, returned = (
        an_event(status, minute=minute) for minute, status in enumerate((S.DELIVERED, S.RETURNING, S.RETURNED))
    )
    assert folded(delivered, returning) is S.RETURNING
    assert folded(delivered, returned) is S.RETURNED
    assert folded(returned, returning, delivered) is S.RETURNED


@pytest.mark.parametrize("end", [S.RETURNED, S.CANCELLED, S.LOST_OR_DAMAGED, S.EXPIRED])
@pytest.mark.parametrize("later", [S.IN_TRANSIT, S.DELIVERED, S.RETURNING])
def test_other_ends_are_final(end: Status, later: Status) -> None:
    """What follows an end is noise."""
    assert folded(an_event(end, minute=1), an_event(later, minute=2)) is end


def test_a_late_scan_after_delivery_is_noise() -> None:
    """A depot that empties its scanners in the evening doesn't undeliver parcels."""
    assert folded(an_event(S.DELIVERED, minute=1), an_event(S.IN_TRANSIT, minute=2)) is S.DELIVERED


def test_an_unlisted_code_is_shown_and_hides_nothing() -> None:
    """The status stays the last known, and the code is there for somebody to list."""
    state = fold(
        [
            an_event(S.IN_TRANSIT, minute=1),
            an_event(Unknown(raw="Z7"), minute=2),
            an_event(Unknown(raw="Z7"), minute=3),
            an_event(Unknown(raw="Q1"), minute=0),
        ]
    )
    assert state.status is S.IN_TRANSIT
    assert state.unlisted == ("Q1", "Z7")


def test_only_unlisted_codes_give_the_last_of_them() -> None:
    """Where nothing else is known the code itself is the status, and never a guess."""
    state = fold([an_event(Unknown(raw="Z7"), minute=1), an_event(Unknown(raw="Q1"), minute=2)])
    assert state.status == Unknown(raw="Q1")
    assert Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1"), state=state).is_live


def test_a_code_that_was_listed_meanwhile_is_taken_over() -> None:
    """The same event heard again after the table learned its code counts with its status."""
    unlisted = an_event(Unknown(raw="Z7"), minute=1, raw_code="Z7")
    listed = an_event(S.READY_FOR_PICKUP, minute=1, raw_code="Z7", received_at=at(500))
    state = fold([unlisted, listed])
    assert (state.status, state.unlisted) == (S.READY_FOR_PICKUP, ())


def test_since_is_when_the_status_began() -> None:
    """Three scans in transit are one state, from the first of them; reason and code are those of the last."""
    state = fold(
        [
            an_event(S.IN_TRANSIT, minute=1, raw_code="IT1"),
            an_event(S.IN_TRANSIT, minute=5, raw_code="IT2", reason=Reason.WEATHER, source=Source.WATCH),
        ]
    )
    assert (state.since, state.raw, state.reason, state.source) == (at(1), "IT2", Reason.WEATHER, Source.WATCH)


def test_a_parcel_set_back_has_a_new_since() -> None:
    """In transit again is not in transit still."""
    scans = (S.IN_TRANSIT, S.ATTEMPT_FAILED, S.IN_TRANSIT)
    state = fold(an_event(status, minute=minute) for minute, status in enumerate(scans))
    assert (state.status, state.since) == (S.IN_TRANSIT, at(2))


def test_the_first_report_of_an_event_stays() -> None:
    """The webhook told it first; that the watch found it too doesn't make it the watch's."""
    webhook = an_event(S.DELIVERED, minute=1, received_at=at(2))
    watch = an_event(S.DELIVERED, minute=1, received_at=at(200), source=Source.WATCH)
    assert fold([watch, webhook]).source is Source.WEBHOOK


@pytest.mark.parametrize("status", list(Status))
def test_a_parcel_is_live_until_its_way_ends(status: Status) -> None:
    """The watch asks about live ones only."""
    tracking = Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1")).heard(an_event(status))
    assert tracking.is_live is not status.is_terminal


def test_a_tracking_hears_only_of_its_own_parcel() -> None:
    """Another number or another carrier's same number is another parcel."""
    tracking = Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1"))
    for other in (an_event(tracking_number=TrackingNumber("T2")), an_event(carrier="owl")):
        with pytest.raises(InvalidValueError, match="tracking:pigeon/T1"):
            tracking.heard(other)


@pytest.mark.parametrize("field", ["at", "received_at"])
def test_times_have_a_zone(field: str) -> None:
    """A naive time would sort wrongly; it is refused where it enters."""
    naive: Any = datetime(2026, 11, 23, 12)  # noqa: DTZ001 - the very thing that is refused
    with pytest.raises(InvalidValueError) as refused:
        an_event(S.IN_TRANSIT, **{field: naive})
    assert refused.value.problem.field == f"/{field}"


def test_events_and_trackings_are_found_by_carrier_and_number() -> None:
    """Never by the number alone: carriers use numbers again."""
    expected = (Entity.parse("tracking:pigeon/T1"),)
    assert an_event().entities() == expected
    assert Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1")).entities() == expected
