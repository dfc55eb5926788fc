"""The arithmetic of budgets keeps its word in every window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.engine.gcra import MICROSECOND, Budget, Grant, Paced, Sliding, instant, moment, window
from goldthread.engine.limiter_lease import Lease
from goldthread.flow.limit import Limit

START = instant(datetime(2026, 1, 1, tzinfo=UTC))
SECOND = 1_000_000

spans = st.sampled_from([timedelta(milliseconds=1), timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)])


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    count = draw(st.integers(1, 200))
    burst = draw(st.none() | st.integers(1, count))
    return Limit(count, per=draw(spans), burst=burst)


def most_in_a_window(calls: list[int], per: timedelta) -> int:
    """The largest number of calls in any window of the given length, both ends included."""
    span, first, most = per // MICROSECOND, 0, 0
    for last, at in enumerate(calls):
        while calls[first] < at - span:
            first += 1
        most = max(most, last - first + 1)
    return most


def drive(budget: Budget, gaps: list[int]) -> list[int]:
    """Make a call whenever one is wanted and fits."""
    now, calls = START, []
    for gap in gaps:
        now = budget.earliest(now + gap)
        budget = budget.take(now).tidy(now, ahead=0)
        calls.append(now)
    return calls


@settings(deadline=None)
@given(st.lists(limits(), min_size=1, max_size=3), st.lists(st.integers(0, 3 * SECOND), max_size=120))
def test_no_window_ever_sees_more_calls_than_its_limit(several: list[Limit], gaps: list[int]) -> None:
    calls = drive(Budget.of(several), gaps)
    for limit in several:
        assert most_in_a_window(calls, limit.per) <= limit.count


@settings(deadline=None)
@given(limits(), st.integers(0, 400))
def test_greedy_calls_after_an_idle_time_stay_within_every_window(limit: Limit, idle: int) -> None:
    calls = drive(Budget.of([limit]), [0] * 150 + [idle * (limit.per // MICROSECOND) // 100] + [0] * 250)
    assert most_in_a_window(calls, limit.per) <= limit.count


plans = st.tuples(
    st.integers(1, 30), st.integers(0, SECOND), st.lists(st.integers(0, SECOND), max_size=30), st.booleans()
)


@settings(deadline=None)
@given(limits(), st.lists(plans, max_size=40), st.sampled_from([0, 5000, SECOND // 4]))
def test_leases_spent_in_any_way_stay_within_every_window(
    limit: Limit, leases: list[tuple[int, int, list[int], bool]], lead: int
) -> None:
    """Leases overlap; calls go anywhere between a lease's making and its end; some leases are never settled."""
    budget, now, calls = Budget.of([limit]), START, []
    settling: list[Lease] = []
    for number, (wanted, gap, places, is_settled) in enumerate(leases):
        now += gap
        for over in [lease for lease in settling if lease.until < now]:
            budget = budget.settle(over.name, over.used)
            settling.remove(over)
        budget = budget.tidy(now, ahead=SECOND)
        share = min(wanted, budget.room(now, now + SECOND))
        stretches = budget.stretches(now, share, lead)
        lease = Lease(f"lease {number}", calls=share, until=now + SECOND, stretches=stretches)
        for at in sorted(now + place for place in places):
            if lease.earliest(at) == at:
                lease.take(at)
        calls += lease.used
        if share:
            budget = budget.reserve(now, Grant(lease.until, share, lease.name), lead)
        if is_settled:
            settling.append(lease)
    assert most_in_a_window(sorted(calls), limit.per) <= limit.count


@settings(deadline=None)
@given(st.lists(limits(), min_size=1, max_size=2), st.lists(st.integers(0, SECOND), max_size=50), st.integers(0, 300))
def test_the_forecast_is_when_the_calls_ahead_are_through(several: list[Limit], gaps: list[int], ahead: int) -> None:
    """For one window it is exact; for several it is never too late."""
    budget = Budget.of(several[:1])
    for at in drive(budget, gaps):
        budget = budget.take(at)
    now = START + sum(gaps)
    forecast = budget.earliest(now, ahead)
    fair = budget
    at = now
    for _ in range(ahead + 1):
        at = fair.earliest(at)
        fair = fair.take(at)
    step = max((one.per // 64 for one in budget.windows if isinstance(one, Sliding) and one.count > 64), default=0)
    assert abs(at - forecast) <= step * (1 + ahead // several[0].count)


def test_all_of_a_limit_without_burst_may_go_at_once_and_again_after_the_window() -> None:
    budget = Budget.of([Limit(3, per=timedelta(seconds=1))])
    for _ in range(3):
        assert budget.earliest(START) == START
        budget = budget.take(START)
    again = budget.earliest(START)
    assert SECOND <= again - START <= SECOND * 11 // 10
    assert budget.room(again, again) == 3


def test_a_burst_is_paid_for_from_the_rate() -> None:
    made = window(Limit(60, per=timedelta(minutes=1), burst=6))
    assert isinstance(made, Paced)
    calls = drive(Budget(windows=(made,)), [0] * 60)
    assert calls[:6] == [START] * 6
    assert all(later - earlier == made.interval for earlier, later in pairwise(calls[5:]))


def test_a_steady_pace_without_burst_reaches_the_whole_rate() -> None:
    calls = drive(Budget.of([Limit(10, per=timedelta(seconds=1), burst=1)]), [0] * 101)
    assert calls[100] - calls[0] == pytest.approx(10 * SECOND, rel=0.11)


def test_every_call_counts_in_each_window() -> None:
    budget = Budget.of([Limit(2, per=timedelta(seconds=1)), Limit(3, per=timedelta(days=1))])
    calls = drive(budget, [0] * 4)
    assert calls[1] == START
    assert calls[2] - START <= SECOND * 11 // 10
    assert calls[3] - START >= 86_400 * SECOND


def test_a_clock_set_back_holds_nobody_longer_than_the_window() -> None:
    budget = Budget.of([Limit(1, per=timedelta(seconds=1)), Limit(1, per=timedelta(seconds=1), burst=1)])
    budget = budget.take(START + 3600 * SECOND)
    assert budget.earliest(START) > START + 3000 * SECOND
    assert budget.tidy(START, ahead=SECOND).earliest(START) <= START + 4 * SECOND


def test_a_long_log_stays_short() -> None:
    budget = Budget.of([Limit(100_000, per=timedelta(days=1))])
    for number in range(5000):
        budget = budget.take(START + number * 17 * SECOND)
    (sliding,) = budget.windows
    assert isinstance(sliding, Sliding)
    assert len(sliding.log) <= 65
    assert sliding.used(START + 5000 * 17 * SECOND) == 5000


def test_an_instant_is_the_moment_it_came_from() -> None:
    at = datetime(2026, 3, 29, 1, 2, 3, 456789, tzinfo=UTC)
    assert moment(instant(at)) == at
