"""Calls go when budget, vendor and concurrency allow, in a fair order."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from limiter_calls import SECOND, Calls, Diary, view

from goldthread.engine.limiter import Held, Limiter
from goldthread.flow.limit import Limit, Priority
from goldthread.testing.clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def ledger(clock: ManualClock) -> Diary:
    return Diary(clock=clock)


@pytest.fixture
def limiter(ledger: Diary, clock: ManualClock) -> Limiter:
    return Limiter(ledger, clock, worker="first")


@pytest.fixture
def calls(limiter: Limiter, clock: ManualClock) -> Calls:
    return Calls(limiter, clock)


async def test_an_installation_without_limits_never_touches_the_ledger(
    limiter: Limiter, ledger: Diary, clock: ManualClock, calls: Calls
) -> None:
    limiter.set_limits("helios", concurrency=2)
    calls.want(count=50, lasts=SECOND)
    limiter.heed("helios", after=5 * SECOND)
    await clock.advance(60 * SECOND)
    await limiter.close()
    assert len(calls.went) == 50
    assert ledger.writes == 0


@pytest.mark.parametrize("limits", [(), (Limit(1000, per=SECOND),), (Limit(1000, per=SECOND, burst=100),)])
async def test_a_free_call_is_taken_without_giving_up_the_processor(
    limiter: Limiter, limits: tuple[Limit, ...]
) -> None:
    limiter.set_limits("helios", limits)
    await limiter.acquire("helios")
    with pytest.raises(StopIteration):
        limiter.acquire("helios").send(None)


async def test_what_is_used_was_durable_before(limiter: Limiter, ledger: Diary) -> None:
    limiter.set_limits("helios", (Limit(100, per=SECOND),))
    await limiter.acquire("helios")
    row = await ledger.row("limit_state", "helios")
    assert row is not None
    assert "first/1/1" in row.value


async def test_a_long_wait_is_told_at_once_and_everybody_gets_a_time_of_their_own(
    limiter: Limiter, clock: ManualClock
) -> None:
    limiter.set_limits("helios", (Limit(1, per=SECOND),))
    await limiter.acquire("helios")
    untils = []
    for _ in range(5):
        with pytest.raises(Held, match="helios takes 1 per 1 s") as held:
            await limiter.acquire("helios", patience=timedelta(0))
        untils.append(held.value.until)
    gaps = [later - earlier for earlier, later in zip([clock.now(), *untils], untils, strict=False)]
    assert all(SECOND <= gap <= SECOND * 1.2 for gap in gaps)
    assert view(limiter).held == 5


async def test_who_is_sent_away_from_the_queue_also_gets_a_time_of_their_own(
    limiter: Limiter, clock: ManualClock
) -> None:
    limiter.set_limits("helios", (Limit(1, per=SECOND),))
    tasks = [asyncio.create_task(limiter.acquire("helios", patience=1.5 * SECOND)) for _ in range(6)]
    await clock.advance(4 * SECOND)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    untils = [outcome.until for outcome in outcomes if isinstance(outcome, Held)]
    assert outcomes.count(None) == 2
    assert len(set(untils)) == 4


async def test_persons_go_before_events_before_crons(limiter: Limiter, clock: ManualClock, calls: Calls) -> None:
    limiter.set_limits("helios", (Limit(1, per=SECOND),))
    calls.want("cron", 2, Priority.CRON)
    calls.want("event", 2, Priority.EVENT)
    calls.want("person", 2, Priority.PERSON)
    await clock.advance(20 * SECOND)
    assert calls.went == ["person", "person", "event", "event", "cron", "cron"]


async def test_the_lowest_priority_is_not_forgotten(limiter: Limiter, clock: ManualClock, calls: Calls) -> None:
    limiter.set_limits("helios", (Limit(10, per=SECOND),))
    calls.want("person", 100, Priority.PERSON)
    calls.want("cron", 1, Priority.CRON)
    await clock.advance(20 * SECOND)
    assert calls.went.index("cron") == 9


async def test_traces_take_turns(limiter: Limiter, clock: ManualClock, calls: Calls) -> None:
    limiter.set_limits("helios", (Limit(1, per=SECOND),))
    calls.want("greedy", 1000)
    calls.want("modest", 2)
    await clock.advance(6 * SECOND)
    assert calls.went[:5] == ["greedy", "modest", "greedy", "modest", "greedy"]
    for task in calls.tasks:
        task.cancel()


async def test_no_more_calls_are_under_way_than_may_be(limiter: Limiter, clock: ManualClock, calls: Calls) -> None:
    limiter.set_limits("helios", concurrency=3)
    calls.want(count=8, lasts=SECOND)
    for expected in (3, 6, 8):
        await clock.rest()
        assert len(calls.went) == expected
        await clock.advance(SECOND)


async def test_who_waits_too_long_for_others_to_end_is_sent_away(limiter: Limiter, clock: ManualClock) -> None:
    limiter.set_limits("helios", concurrency=1)
    await limiter.acquire("helios")
    waiting = asyncio.create_task(limiter.acquire("helios", patience=SECOND))
    await clock.advance(2 * SECOND)
    with pytest.raises(Held, match="1 calls under way"):
        await waiting


async def test_a_cancelled_waiter_leaves_no_trace(limiter: Limiter, clock: ManualClock) -> None:
    limiter.set_limits("helios", concurrency=1)
    await limiter.acquire("helios")
    waiting, granted = (asyncio.create_task(limiter.acquire("helios")) for _ in range(2))
    await clock.rest()
    waiting.cancel()
    limiter.release("helios")
    granted.cancel()
    await clock.rest()
    assert view(limiter).waiting == 0
    assert view(limiter).under_way == 0
    await limiter.acquire("helios", patience=timedelta(0))


async def test_a_grant_that_comes_with_the_cancellation_is_passed_on(limiter: Limiter, clock: ManualClock) -> None:
    limiter.set_limits("helios", concurrency=1)
    await limiter.acquire("helios")
    first, second = (asyncio.create_task(limiter.acquire("helios")) for _ in range(2))
    await clock.rest()
    limiter.release("helios")
    first.cancel()
    await second
    assert first.cancelled()
    assert view(limiter).under_way == 1


async def test_everybody_waits_as_long_as_the_vendor_asks(limiter: Limiter, clock: ManualClock, calls: Calls) -> None:
    limiter.set_limits("helios")
    await limiter.acquire("helios")
    limiter.heed("helios", after=10 * SECOND)
    limiter.release("helios")
    calls.want(count=3)
    await clock.advance(9.9 * SECOND)
    assert calls.went == []
    assert view(limiter).reason == "helios asked us to wait."
    await clock.advance(0.2 * SECOND)
    assert len(calls.went) == 3


async def test_no_more_calls_go_than_the_vendor_says_remain(limiter: Limiter, clock: ManualClock, calls: Calls) -> None:
    limiter.set_limits("helios")
    await limiter.acquire("helios")
    limiter.heed("helios", remaining=2, reset=30 * SECOND)
    limiter.release("helios")
    calls.want(count=5)
    await clock.advance(29 * SECOND)
    assert len(calls.went) == 2
    await clock.advance(2 * SECOND)
    assert len(calls.went) == 5


async def test_an_older_reply_that_comes_late_promises_nothing(
    limiter: Limiter, clock: ManualClock, calls: Calls
) -> None:
    limiter.set_limits("helios")
    limiter.heed("helios", remaining=1, reset=30 * SECOND)
    limiter.heed("helios", remaining=5, reset=30 * SECOND)
    calls.want(count=5)
    await clock.rest()
    assert len(calls.went) == 1
    await clock.advance(31 * SECOND)
    assert len(calls.went) == 5


async def test_nothing_remaining_without_a_reset_is_a_short_pause(
    limiter: Limiter, clock: ManualClock, calls: Calls
) -> None:
    limiter.set_limits("helios")
    limiter.heed("helios", remaining=0)
    calls.want()
    await clock.rest()
    assert calls.went == []
    await clock.advance(2 * SECOND)
    assert len(calls.went) == 1


async def test_other_workers_learn_what_the_vendor_asked(limiter: Limiter, ledger: Diary, clock: ManualClock) -> None:
    second = Limiter(ledger, clock, worker="second")
    for one in (limiter, second):
        one.set_limits("helios", (Limit(10, per=SECOND),))
        await one.acquire("helios")
    limiter.heed("helios", after=60 * SECOND)
    await clock.advance(3 * SECOND)
    task = asyncio.create_task(second.acquire("helios", patience=SECOND))
    await clock.advance(2 * SECOND)
    with pytest.raises(Held, match="asked us to wait"):
        await task


async def test_limits_change_while_calls_wait(limiter: Limiter, clock: ManualClock, calls: Calls) -> None:
    limiter.set_limits("helios", (Limit(1, per=timedelta(hours=1)),))
    calls.want(count=30)
    await clock.advance(SECOND)
    assert len(calls.went) == 1
    limiter.set_limits("helios", (Limit(10, per=SECOND),), concurrency=4)
    await clock.advance(5 * SECOND)
    assert len(calls.went) == 30


async def test_the_view_says_what_is_held_for_what_until_when(
    limiter: Limiter, clock: ManualClock, calls: Calls
) -> None:
    limit = Limit(2, per=timedelta(minutes=1))
    limiter.set_limits("helios", (limit,), concurrency=5)
    calls.want("a", 7)
    await clock.advance(SECOND)
    with pytest.raises(Held):
        await limiter.acquire("helios", topology="track")
    seen = view(limiter)
    assert (seen.installation, seen.limits, seen.concurrency, seen.under_way) == ("helios", (limit,), 5, 0)
    assert (seen.used, seen.waiting, seen.held) == (2, 5, 1)
    assert seen.by_topology == {"ship": 5, "track": 1}
    assert seen.next_release is not None
    assert seen.empty_at is not None
    assert timedelta(seconds=58) < seen.next_release - clock.now() < timedelta(seconds=61)
    assert timedelta(minutes=2.9) < seen.empty_at - clock.now() < timedelta(minutes=3.1)
    assert seen.reason == "helios takes 2 per 60 s, and that is used up."
    for task in calls.tasks:
        task.cancel()


async def test_closing_sends_away_who_still_waits(limiter: Limiter, clock: ManualClock) -> None:
    limiter.set_limits("helios", (Limit(1, per=SECOND),))
    await limiter.acquire("helios")
    waiting = asyncio.create_task(limiter.acquire("helios"))
    await clock.rest()
    await limiter.close()
    with pytest.raises(Held, match="calls helios no more"):
        await waiting
    with pytest.raises(Held, match="calls helios no more"):
        await limiter.acquire("helios")
