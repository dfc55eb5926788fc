"""One budget for all workers and all their lives, drawn from the ledger in leases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from limiter_calls import SECOND, Calls, Diary, Slow, view

from goldthread.engine.limiter import Held, Limiter
from goldthread.engine.limiter_account import Account
from goldthread.flow.limit import Limit
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


async def test_a_start_brings_no_new_budget(ledger: Diary, clock: ManualClock) -> None:
    for number in range(4):
        limiter = Limiter(ledger, clock, worker=f"life {number}")
        limiter.set_limits("helios", (Limit(10, per=timedelta(minutes=1)),))
        calls = Calls(limiter, clock)
        calls.want(count=20)
        await clock.advance(SECOND)
        assert len(calls.went) == (10 if number == 0 else 0)
        for task in calls.tasks:
            task.cancel()
        await clock.rest()
        if number % 2:
            await limiter.close()


async def test_what_a_stopped_worker_leased_may_be_used_by_others(ledger: Diary, clock: ManualClock) -> None:
    first, second = Limiter(ledger, clock, worker="first"), Limiter(ledger, clock, worker="second")
    for one in (first, second):
        one.set_limits("helios", (Limit(100, per=timedelta(days=1)),), 100)
    await first.acquire("helios")
    await first.close()
    calls = Calls(second, clock)
    calls.want(count=100)
    await clock.advance(5 * SECOND)
    assert len(calls.went) == 99
    for task in calls.tasks:
        task.cancel()


async def test_what_was_leased_and_not_used_is_given_back_without_being_asked(
    limiter: Limiter, ledger: Diary, clock: ManualClock
) -> None:
    limiter.set_limits("helios", (Limit(100, per=timedelta(days=1)),))
    await limiter.acquire("helios")
    assert view(limiter).used == 9
    await clock.advance(3 * SECOND)
    assert view(limiter).used == 1
    writes = ledger.writes
    await clock.advance(60 * SECOND)
    assert ledger.writes == writes == 2


async def test_a_lease_ends(ledger: Diary, clock: ManualClock) -> None:
    account = Account("helios", (Limit(10, per=SECOND),), ledger=ledger, clock=clock, name="first")
    lease = await account.draw(4, 0)
    assert lease is not None
    assert lease.calls >= 4
    assert lease.earliest(lease.until) == lease.until
    assert lease.earliest(lease.until + 1) is None


@pytest.mark.parametrize("burst", [None, 1, 20])
@pytest.mark.parametrize("latency", [0, 4, 30])
async def test_steady_traffic_below_its_limit_never_waits_and_writes_rarely(
    clock: ManualClock, burst: int | None, latency: int
) -> None:
    ledger = Slow(clock, timedelta(milliseconds=latency))
    limiter = Limiter(ledger, clock, worker="first")
    limiter.set_limits("helios", (Limit(100, per=SECOND, burst=burst),))
    waits = []
    for _ in range(400):
        before = clock.now()
        task = asyncio.create_task(limiter.acquire("helios"))
        await clock.rest()
        while not task.done():
            await clock.advance(timedelta(milliseconds=1))
        limiter.release("helios")
        waits.append(clock.now() - before)
        await clock.advance(timedelta(milliseconds=25) - min(waits[-1], timedelta(milliseconds=25)))
    steady = waits[60:]
    assert sum(wait > timedelta(0) for wait in steady) <= (0 if burst is None else len(steady) // 10)
    assert ledger.writes <= 12 * 10


@pytest.mark.parametrize("burst", [None, 1, 10])
@pytest.mark.parametrize("latency", [0, 4, 30])
async def test_a_saturated_limit_is_used_nearly_to_the_full(
    clock: ManualClock, burst: int | None, latency: int
) -> None:
    limiter = Limiter(Slow(clock, timedelta(milliseconds=latency)), clock, worker="first")
    limiter.set_limits("helios", (Limit(50, per=SECOND, burst=burst),), concurrency=50)
    calls = Calls(limiter, clock)
    calls.want(count=800)
    await clock.advance(10 * SECOND)
    rate = 50 if burst is None else 51 - burst
    assert rate * 10 * 0.85 <= len(calls.went) <= 50 * 10
    for task in calls.tasks:
        task.cancel()


@pytest.mark.parametrize("latency", [2, 45, 300, 3000])
@pytest.mark.parametrize("limit", [Limit(10, per=SECOND, burst=1), Limit(10_000_000, per=SECOND, burst=9_000_000)])
async def test_a_call_now_and_then_is_not_lost_on_the_way_from_the_ledger(
    clock: ManualClock, limit: Limit, latency: int
) -> None:
    limiter = Limiter(Slow(clock, timedelta(milliseconds=latency)), clock, worker="first")
    limiter.set_limits("helios", (limit,))
    calls = Calls(limiter, clock)
    for _ in range(10):
        calls.want()
        await clock.advance(20 * SECOND)
    assert len(calls.went) == 10


async def test_a_ledger_that_cannot_be_written_lets_nobody_through_and_loses_nobody(
    limiter: Limiter, ledger: Diary, clock: ManualClock, calls: Calls
) -> None:
    limiter.set_limits("helios", (Limit(10, per=SECOND),))
    ledger.is_broken = True
    calls.want(count=3)
    await clock.advance(5 * SECOND)
    assert calls.went == []
    ledger.is_broken = False
    await clock.advance(2 * SECOND)
    assert len(calls.went) == 3


async def test_who_comes_back_when_told_to_finds_a_call(limiter: Limiter, clock: ManualClock) -> None:
    """Nobody loses their place to those who are expected later."""
    limiter.set_limits("helios", (Limit(10, per=SECOND),))
    holds: list[int] = []

    async def message(number: int) -> None:
        held = 0
        while True:
            try:
                async with limiter.slot("helios", trace=str(number % 3), patience=SECOND):
                    holds.append(held)
                    return
            except Held as told:
                held += 1
                await clock.sleep(told.until - clock.now())

    tasks = [asyncio.create_task(message(number)) for number in range(200)]
    await clock.advance(26 * SECOND)
    await asyncio.gather(*tasks)
    assert max(holds) <= 3
    assert sum(holds) <= 1.5 * len(holds)
