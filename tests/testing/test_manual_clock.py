"""The clock that a test turns wakes sleepers in order, each at its own time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from goldthread.testing.clock import ManualClock

SECOND = timedelta(seconds=1)


async def test_sleepers_wake_in_the_order_of_their_time_and_see_it() -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    seen: list[tuple[str, float]] = []

    async def sleeper(name: str, *naps: int) -> None:
        for nap in naps:
            await clock.sleep(nap * SECOND)
            seen.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(sleeper("late", 3)), asyncio.create_task(sleeper("twice", 1, 1))]
    await clock.advance(2 * SECOND)
    assert [name for name, _ in seen] == ["twice", "twice"]
    assert clock.sleeping == 1
    await clock.advance(10 * SECOND)
    assert seen == [("twice", 1), ("twice", 2), ("late", 3)]
    assert clock.now() == datetime(2026, 3, 1, 0, 0, 12, tzinfo=UTC)
    await asyncio.gather(*tasks)


async def test_sleeping_for_nothing_only_lets_others_go_first() -> None:
    clock = ManualClock()
    await clock.sleep(timedelta(0))
    await clock.sleep(-SECOND)
    assert clock.monotonic() == 0


async def test_a_cancelled_sleeper_is_passed_over() -> None:
    clock = ManualClock()
    task = asyncio.create_task(clock.sleep(SECOND))
    await clock.rest()
    task.cancel()
    await clock.advance(2 * SECOND)
    assert task.cancelled()
    assert clock.sleeping == 0


async def test_a_clock_that_was_set_wakes_who_is_overdue_at_the_time_it_was_set_to() -> None:
    clock = ManualClock()
    task = asyncio.create_task(clock.sleep(SECOND))
    await clock.rest()
    clock.turn(timedelta(hours=1))
    await clock.advance(timedelta(0))
    assert task.done()
    assert clock.monotonic() == 3600
