"""Starts runs when their crons are due, without a leader: every worker computes every tick, one run exists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from goldthread.engine.catalog import Catalog
from goldthread.engine.schedule_book import Schedule, ScheduleBook
from goldthread.engine.schedule_ticks import checked, due, last_due, tick_key, with_expression
from goldthread.flow.errors import Unavailable
from goldthread.flow.start import Cron
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger

__all__ = ["Schedule", "Scheduler", "due", "tick_key"]

POLL = timedelta(seconds=5)
"""How often it is looked whether others changed a schedule."""
OVERSLEPT = timedelta(minutes=1)
"""A process that wakes so much later than it wanted was not running meanwhile."""

Starter: TypeAlias = Callable[[str, datetime, str], Awaitable[object]]
"""Starts a topology's run for a tick, with a start key; a second start with one key does nothing."""
IsOpen: TypeAlias = Callable[[str], Awaitable[bool]]
"""Whether a topology has a run that isn't settled."""


class Scheduler:
    """Computes ticks and starts their runs.

    `missed` decides about ticks that passed while no worker was running; those that passed while a schedule was off are
    never made up for. A tick whose former run isn't settled passes (`overlap="skip"`), or waits its turn (`"queue"`; so
    do missed ticks where all of them are wanted). A schedule begins with the first look at it.
    """

    def __init__(
        self, *, catalog: Catalog, ledger: Ledger, clock: Clock, start: Starter, is_open: IsOpen | None = None
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._start = start
        self._is_open = is_open or self._has_open_run
        starts = {name: topology.start for name, topology in catalog.topologies.items()}
        crons = {name: checked(start) for name, start in starts.items() if isinstance(start, Cron)}
        self._book = ScheduleBook(crons, ledger=ledger, clock=clock)
        self._faults: dict[str, str] = {}
        self._running_since = clock.now()

    @property
    def faults(self) -> Mapping[str, str]:
        """Topologies whose last tick could not be started, and why."""
        return dict(self._faults)

    async def run(self) -> None:
        """Start what is due, until cancelled."""
        self._running_since = self._clock.now()
        while True:
            try:
                wait = await self.poll()
            except Unavailable:
                wait = POLL
            before = self._clock.now()
            await self._clock.sleep(wait)
            if self._clock.now() - before > wait + OVERSLEPT:
                self._running_since = self._clock.now()

    async def poll(self) -> timedelta:
        """Start what is due now; gives how long until it is worth looking again. Raises `Unavailable`."""
        schedules = await self._book.all()
        for schedule in schedules:
            if schedule.is_on:
                await self._look_after(schedule)
        now = self._clock.now()
        waits = [at - now for schedule in schedules if (at := schedule.next_at(now)) is not None]
        return min(POLL, *waits) if waits else POLL

    async def schedules(self) -> Sequence[Schedule]:
        """All schedules, by name."""
        return await self._book.all()

    async def switch(self, topology: str, *, is_on: bool, actor: str) -> Schedule:
        """Switch a schedule on or off. Raises `NotFound`, `Unavailable`."""

        def switched(schedule: Schedule) -> Schedule:
            last = self._clock.now() if is_on and not schedule.is_on else schedule.last
            return replace(schedule, is_on=is_on, last=last)

        return await self._book.change(topology, switched, words="on" if is_on else "off", actor=actor)

    async def reschedule(self, topology: str, expression: str | None, *, actor: str) -> Schedule:
        """Give a schedule another expression, or (None) its own again.

        Raises `NotFound`, `Unsettled`, `Unavailable`.
        """
        cron = checked(with_expression(self._book.own(topology), expression))

        def rescheduled(schedule: Schedule) -> Schedule:
            return replace(schedule, cron=cron, override=expression, last=self._clock.now())

        return await self._book.change(topology, rescheduled, words=f"expression {cron.expression}", actor=actor)

    async def run_now(self, topology: str, *, actor: str) -> object:
        """Start a run at once, whatever the schedule says; gives what starting gave.

        Raises `NotFound`, `Unavailable`.
        """
        self._book.own(topology)
        now = self._clock.now()
        await self._book.note(topology, "run now", actor=actor)
        return await self._start(topology, now, tick_key(topology, now))

    async def _look_after(self, schedule: Schedule) -> None:
        now = self._clock.now()
        if schedule.last is None:
            await self._book.save(replace(schedule, last=now))
            return
        last = schedule.last
        for tick in self._wanted(schedule, last, now):
            if not await self._deal_with(schedule, tick):
                break
            last = tick
        if last != schedule.last:
            await self._book.save(replace(schedule, last=last))

    def _wanted(self, schedule: Schedule, last: datetime, now: datetime) -> list[datetime]:
        """The ticks to deal with, the earliest first."""
        since = max(last, self._running_since)
        match schedule.cron.missed:
            case "all":
                return due(schedule.cron, since=last, now=now)
            case "once":
                missed = last_due(schedule.cron, since=last, now=self._running_since)
                return [*((missed,) if missed else ()), *due(schedule.cron, since=since, now=now)]
            case "skip":
                return due(schedule.cron, since=since, now=now)

    async def _deal_with(self, schedule: Schedule, tick: datetime) -> bool:
        """Start a tick's run, or let it pass; False when it waits for its turn."""
        topology, cron = schedule.topology, schedule.cron
        if await self._is_open(topology):
            is_made_up_for = cron.missed == "all" and tick <= self._running_since
            return cron.overlap == "skip" and not is_made_up_for
        try:
            await self._start(topology, tick, tick_key(topology, tick))
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a bug in one topology doesn't stop the schedules of the others
            self._faults[topology] = f"The run due at {tick.isoformat()} could not be started: {error}"
        else:
            self._faults.pop(topology, None)
        return True

    async def _has_open_run(self, topology: str) -> bool:
        return bool(await self._ledger.runs(topology=topology, state="open", limit=1))
