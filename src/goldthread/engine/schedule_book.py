"""What the ledger remembers of schedules.

A row of the small table `schedule`, keyed by topology:
`{"last": "2026-01-01T04:00:00+00:00", "is_on": true, "expression_override": null}`
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from goldthread.engine.schedule_ticks import next_due, with_expression
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import NotFound
from goldthread.flow.start import Cron
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Beaten
from goldthread.ports.view import Row
from goldthread.ports.write import Note, Put

TABLE = "schedule"


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A topology's cron, as it stands."""

    topology: str
    cron: Cron
    """With the operator's expression, where there is one."""
    is_on: bool = True
    last: datetime | None = None
    """The last tick that was dealt with; None: never looked at."""
    override: str | None = None
    """The operator's expression; None: the topology's own."""
    version: int = 0
    """The row's; 0: there is none yet."""

    def text(self) -> str:
        """The row's value."""
        last = self.last.isoformat() if self.last else None
        return json.dumps({"last": last, "is_on": self.is_on, "expression_override": self.override})

    def next_at(self, now: datetime) -> datetime | None:
        """When it is due next; None when it is off."""
        return next_due(self.cron, since=now) if self.is_on else None


class ScheduleBook:
    """Reads and changes the schedules of these crons, by topology."""

    def __init__(self, crons: Mapping[str, Cron], *, ledger: Ledger, clock: Clock) -> None:
        self.crons = crons
        self._ledger = ledger
        self._clock = clock

    async def all(self) -> Sequence[Schedule]:
        """By name."""
        rows = {row.key: row for row in await self._ledger.rows(TABLE)} if self.crons else {}
        return [_schedule(name, cron, rows.get(name)) for name, cron in sorted(self.crons.items())]

    async def save(self, schedule: Schedule) -> None:
        """Remember how far it came, unless somebody changed it meanwhile. Raises `Unavailable`."""
        await self._ledger.write(
            Put(table=TABLE, key=schedule.topology, value=schedule.text(), version=schedule.version)
        )

    async def change(
        self, topology: str, changed: Callable[[Schedule], Schedule], *, words: str, actor: str
    ) -> Schedule:
        """Change it, whoever else does. Raises `NotFound`, `Unavailable`."""
        cron = self.own(topology)
        entry = self._entry(topology, words, actor)
        while True:
            before = _schedule(topology, cron, await self._ledger.row(TABLE, topology))
            after = changed(before)
            put = Put(table=TABLE, key=topology, value=after.text(), version=before.version, entries=(entry,))
            if not isinstance(await self._ledger.write(put), Beaten):
                return replace(after, version=before.version + 1)

    async def note(self, topology: str, words: str, *, actor: str) -> None:
        """Write down what somebody did. Raises `Unavailable`."""
        await self._ledger.write(Note(entries=(self._entry(topology, words, actor),)))

    def own(self, topology: str) -> Cron:
        """The cron as the topology has it. Raises `NotFound`, naming what exists."""
        found = self.crons.get(topology)
        if found is None:
            known = ", ".join(sorted(self.crons)) or "none"
            raise NotFound(f"No cron starts {topology!r}; topologies with a schedule: {known}.")
        return found

    def _entry(self, topology: str, words: str, actor: str) -> Entry:
        content = json.dumps({"schedule": topology, "change": words})
        return Entry(kind=Kind.CHANGED, at=self._clock.now(), topology=topology, actor=actor, content=content)


def _schedule(topology: str, cron: Cron, row: Row | None) -> Schedule:
    if row is None:
        return Schedule(topology=topology, cron=cron)
    stored = json.loads(row.value)
    return Schedule(
        topology=topology,
        cron=with_expression(cron, stored["expression_override"]),
        is_on=stored["is_on"],
        last=datetime.fromisoformat(stored["last"]) if stored["last"] else None,
        override=stored["expression_override"],
        version=row.version,
    )
