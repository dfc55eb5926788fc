"""Ticks come when people in that time zone expect them, through both changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.engine.schedule_ticks import checked, due, last_due, next_due, tick_key, with_expression
from goldthread.flow.errors import Unsettled
from goldthread.flow.start import Cron

PRAGUE, NEW_YORK = "Europe/Prague", "America/New_York"
# The nights on which clocks change: Prague at 01:00 UTC, New York at 2 o'clock local time.
NIGHTS = {
    (PRAGUE, "forward"): datetime(2026, 3, 29, tzinfo=ZoneInfo(PRAGUE)),
    (PRAGUE, "back"): datetime(2026, 10, 25, tzinfo=ZoneInfo(PRAGUE)),
    (NEW_YORK, "forward"): datetime(2026, 3, 8, tzinfo=ZoneInfo(NEW_YORK)),
    (NEW_YORK, "back"): datetime(2026, 11, 1, tzinfo=ZoneInfo(NEW_YORK)),
}


def ticks_of(night: tuple[str, str], expression: str) -> list[str]:
    """The ticks of the six hours after midnight, as the clock on the wall shows them."""
    begin = NIGHTS[night].astimezone(UTC) - timedelta(seconds=1)
    end = NIGHTS[night].replace(hour=6).astimezone(UTC)
    found = due(Cron(expression, zone=night[0]), since=begin, now=end)
    return [tick.astimezone(ZoneInfo(night[0])).strftime("%H:%M%z") for tick in found]


def test_a_time_that_is_skipped_comes_at_the_first_minute_there_is() -> None:
    assert ticks_of((PRAGUE, "forward"), "30 2 * * *") == ["03:00+0200"]
    assert ticks_of((NEW_YORK, "forward"), "30 2 * * *") == ["03:00-0400"]


def test_a_time_that_comes_twice_is_due_the_first_time_only() -> None:
    assert ticks_of((PRAGUE, "back"), "30 2 * * *") == ["02:30+0200"]
    assert ticks_of((NEW_YORK, "back"), "30 1 * * *") == ["01:30-0400"]


def test_every_hour_is_every_real_hour() -> None:
    assert len(ticks_of((PRAGUE, "forward"), "0 * * * *")) == 6
    assert len(ticks_of((PRAGUE, "back"), "0 * * * *")) == 8
    assert len(ticks_of((NEW_YORK, "forward"), "0 * * * *")) == 6
    assert len(ticks_of((NEW_YORK, "back"), "0 * * * *")) == 8


@pytest.mark.parametrize("night", NIGHTS)
def test_morning_comes_once_on_every_night(night: tuple[str, str]) -> None:
    offset = NIGHTS[night].replace(hour=6).strftime("%z")
    assert ticks_of(night, "0 5 * * *") == [f"05:00{offset}"]


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize(
    "expression", ["30 2 * * *", "0,30 1,2,3 * * *", "*/20 * * * *", "15 */2 * * *", "5 1-3 * * *"]
)
def test_every_worker_computes_the_same_ticks_whenever_it_looks(night: tuple[str, str], expression: str) -> None:
    """Looking often gives what looking once gives: nothing twice, nothing left out."""
    cron = Cron(expression, zone=night[0])
    begin, end = NIGHTS[night].astimezone(UTC), NIGHTS[night].astimezone(UTC) + timedelta(hours=8)
    at_once = due(cron, since=begin, now=end)
    for step in (timedelta(minutes=7), timedelta(minutes=10), timedelta(minutes=61)):
        often, since = [], begin
        while since < end:
            now = min(since + step, end)
            often += due(cron, since=since, now=now)
            since = now
        assert often == at_once
    assert at_once == sorted(set(at_once))


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001 - made aware below
    st.integers(0, 3 * 86400),
    st.sampled_from([PRAGUE, NEW_YORK, "UTC", "Australia/Lord_Howe"]),
    st.sampled_from(["0 */4 * * *", "30 2 * * *", "*/10 1-3 * * SUN", "15 1,2 * * *"]),
)
def test_the_last_tick_is_the_last_of_all(begin: datetime, span: int, zone: str, expression: str) -> None:
    since = begin.replace(tzinfo=UTC)
    now = since + timedelta(seconds=span)
    cron = Cron(expression, zone=zone)
    everything = due(cron, since=since, now=now)
    assert all(since < tick <= now for tick in everything)
    assert last_due(cron, since=since, now=now) == (everything[-1] if everything else None)


def test_a_tick_is_due_at_its_instant_and_not_again() -> None:
    cron = Cron("0 12 * * *")
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert due(cron, since=noon - timedelta(hours=1), now=noon) == [noon]
    assert due(cron, since=noon, now=noon + timedelta(hours=1)) == []
    assert next_due(cron, since=noon) == noon + timedelta(days=1)


def test_a_long_pause_is_walked_through_in_parts() -> None:
    cron = Cron("* * * * *")
    since = datetime(2026, 1, 1, tzinfo=UTC)
    assert len(due(cron, since=since, now=since + timedelta(days=30))) == 1000
    assert last_due(cron, since=since, now=since + timedelta(days=3000)) == since + timedelta(days=3000)


def test_what_comes_once_in_four_years_is_found() -> None:
    leap_day = datetime(2028, 2, 29, tzinfo=UTC)
    assert next_due(Cron("0 0 29 2 *"), since=datetime(2026, 1, 1, tzinfo=UTC)) == leap_day


@pytest.mark.parametrize(
    "cron", [Cron("every day"), Cron("61 * * * *"), Cron("0 0 31 2 *"), Cron("0 0 * * *", zone="Mars")]
)
def test_a_cron_that_cannot_be_read_is_refused(cron: Cron) -> None:
    with pytest.raises(Unsettled, match="expected"):
        checked(cron)


def test_the_start_key_is_the_same_in_every_zone() -> None:
    tick = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert tick_key("watch", tick) == tick_key("watch", tick.astimezone(ZoneInfo(PRAGUE)))
    assert tick_key("watch", tick) == "cron:watch:2026-05-01T12:00:00+00:00"


def test_an_operators_expression_stands_instead_of_the_own() -> None:
    assert with_expression(Cron("0 0 * * *", zone=PRAGUE), "5 * * * *") == Cron("5 * * * *", zone=PRAGUE)
    assert with_expression(Cron("0 0 * * *"), None) == Cron("0 0 * * *")
