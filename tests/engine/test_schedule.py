"""Crons start one run per tick, whoever is running, whatever was missed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.engine.catalog import Catalog
from goldthread.engine.schedule import Scheduler, tick_key
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Misuse, NotFound, Unavailable, Unsettled
from goldthread.flow.node import mapper
from goldthread.flow.start import Cron, Tick
from goldthread.flow.topology import Topology
from goldthread.testing.clock import ManualClock

HOUR = timedelta(hours=1)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
Missed = Literal["skip", "once", "all"]
Overlap = Literal["skip", "queue"]


@mapper
def look(tick: Tick) -> Tick:
    """Look."""
    return tick


class Runs:
    """What the schedulers of all workers started: once per start key."""

    def __init__(self) -> None:
        self.ticks: dict[str, datetime] = {}
        self.is_open = False
        self.error: Exception | None = None

    async def start(self, topology: str, tick: datetime, key: str) -> str:
        if self.error:
            raise self.error
        assert key == tick_key(topology, tick)
        self.ticks.setdefault(key, tick)
        return key

    async def is_unsettled(self, topology: str) -> bool:
        assert topology == "watch"
        return self.is_open

    @property
    def hours(self) -> list[int]:
        return [tick.hour for tick in self.ticks.values()]


class House:
    """A ledger, a clock at five to twelve, and as many workers as are started."""

    def __init__(self, cron: Cron) -> None:
        self.clock = ManualClock(NOON - timedelta(minutes=5))
        self.ledger = MemoryLedger(clock=self.clock)
        self.runs = Runs()
        self.catalog = Catalog([Topology("watch", start=cron, path=look)])
        self.tasks: list[asyncio.Task[None]] = []

    def worker(self) -> Scheduler:
        scheduler = Scheduler(
            catalog=self.catalog,
            ledger=self.ledger,
            clock=self.clock,
            start=self.runs.start,
            is_open=self.runs.is_unsettled,
        )
        self.tasks.append(asyncio.create_task(scheduler.run()))
        return scheduler

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()

    async def sleep_through(self, span: timedelta) -> None:
        """Nobody is running."""
        await self.stop()
        self.clock.turn(span)


def hourly(missed: Missed = "once", overlap: Overlap = "skip") -> House:
    return House(Cron("0 * * * *", missed=missed, overlap=overlap))


async def test_each_tick_starts_one_run_over_all_workers() -> None:
    house = hourly()
    for _ in range(3):
        house.worker()
    await house.clock.advance(3 * HOUR)
    assert house.runs.hours == [12, 13, 14]
    await house.stop()


async def test_a_run_starts_when_its_tick_is_due() -> None:
    house = hourly()
    house.worker()
    await house.clock.advance(timedelta(minutes=5))
    assert house.runs.hours == [12]
    await house.stop()


async def test_a_new_schedule_makes_up_for_nothing() -> None:
    house = hourly("all")
    house.worker()
    await house.clock.advance(timedelta(minutes=1))
    assert house.runs.hours == []
    await house.stop()


@pytest.mark.parametrize(
    ("missed", "hours"), [("skip", [12, 17]), ("once", [12, 16, 17]), ("all", [12, 13, 14, 15, 16, 17])]
)
async def test_missed_ticks_follow_their_policy(missed: Missed, hours: list[int]) -> None:
    house = hourly(missed)
    house.worker()
    await house.clock.advance(timedelta(minutes=10))
    await house.sleep_through(4 * HOUR)
    house.worker()
    await house.clock.advance(HOUR)
    assert house.runs.hours == hours
    await house.stop()


async def test_missed_ticks_that_are_all_wanted_run_one_after_the_other() -> None:
    house = hourly("all")
    house.worker()
    await house.clock.advance(timedelta(minutes=10))
    await house.sleep_through(3 * HOUR)
    house.runs.is_open = True
    house.worker()
    await house.clock.advance(timedelta(minutes=10))
    assert house.runs.hours == [12]
    house.runs.is_open = False
    await house.clock.advance(timedelta(minutes=1))
    assert house.runs.hours == [12, 13, 14, 15]
    await house.stop()


@pytest.mark.parametrize(("overlap", "hours"), [("skip", [12, 15]), ("queue", [12, 13, 14, 15])])
async def test_a_tick_whose_former_run_is_open_follows_its_policy(overlap: Overlap, hours: list[int]) -> None:
    house = hourly(overlap=overlap)
    house.worker()
    await house.clock.advance(timedelta(minutes=10))
    house.runs.is_open = True
    await house.clock.advance(2 * HOUR)
    house.runs.is_open = False
    await house.clock.advance(HOUR)
    assert house.runs.hours == hours
    await house.stop()


async def test_a_machine_that_slept_missed_its_ticks() -> None:
    house = hourly("skip")
    house.worker()
    await house.clock.advance(timedelta(minutes=10))
    house.clock.turn(5 * HOUR)
    await house.clock.advance(timedelta(minutes=2))
    assert house.runs.hours == [12]
    await house.clock.advance(HOUR)
    assert house.runs.hours == [12, 18]
    await house.stop()


async def test_operators_switch_off_and_on_and_nothing_is_made_up_for() -> None:
    house = hourly("all")
    operator = house.worker()
    await house.clock.advance(timedelta(minutes=10))
    await operator.switch("watch", is_on=False, actor="eva")
    await house.clock.advance(3 * HOUR)
    assert house.runs.hours == [12]
    (schedule,) = await operator.schedules()
    assert schedule.next_at(house.clock.now()) is None
    await operator.switch("watch", is_on=True, actor="eva")
    await house.clock.advance(HOUR)
    assert house.runs.hours == [12, 16]
    entries = await house.ledger.entries(kinds=[Kind.CHANGED])
    assert [sealed.entry.actor for sealed in entries] == ["eva", "eva"]
    await house.stop()


async def test_operators_change_the_expression_and_change_it_back() -> None:
    house = hourly()
    operator = house.worker()
    await house.clock.advance(timedelta(minutes=1))
    schedule = await operator.reschedule("watch", "30 * * * *", actor="eva")
    assert schedule.next_at(house.clock.now()) == NOON + timedelta(minutes=30)
    await house.clock.advance(HOUR)
    assert list(house.runs.ticks.values()) == [NOON + timedelta(minutes=30)]
    await operator.reschedule("watch", None, actor="eva")
    await house.clock.advance(HOUR)
    assert house.runs.hours == [12, 13]
    with pytest.raises(Unsettled):
        await operator.reschedule("watch", "sometimes", actor="eva")
    await house.stop()


async def test_operators_run_now() -> None:
    house = hourly()
    operator = house.worker()
    key = await operator.run_now("watch", actor="eva")
    assert house.runs.ticks == {key: house.clock.now()}
    with pytest.raises(NotFound, match="topologies with a schedule: watch"):
        await operator.run_now("wtach", actor="eva")
    await house.stop()


async def test_a_tick_that_cannot_be_written_is_started_later() -> None:
    house = hourly()
    house.worker()
    await house.clock.advance(timedelta(minutes=1))
    house.runs.error = Unavailable("The disk is full.")
    await house.clock.advance(timedelta(minutes=10))
    house.runs.error = None
    await house.clock.advance(timedelta(minutes=1))
    assert house.runs.hours == [12]
    await house.stop()


async def test_a_tick_that_is_refused_is_shown_and_holds_up_no_other() -> None:
    house = hourly()
    scheduler = house.worker()
    await house.clock.advance(timedelta(minutes=1))
    house.runs.error = Misuse("The topology is off.")
    await house.clock.advance(timedelta(minutes=10))
    assert "could not be started: The topology is off." in scheduler.faults["watch"]
    house.runs.error = None
    await house.clock.advance(HOUR)
    assert house.runs.hours == [13]
    assert scheduler.faults == {}
    await house.stop()


async def test_a_cron_that_cannot_be_read_is_refused_at_the_start() -> None:
    with pytest.raises(Unsettled, match="five fields"):
        House(Cron("often")).worker()
