"""The pauses of all installations, in memory and in the ledger."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from datetime import datetime, timedelta

from goldthread.engine.pause_state import Pause, PauseKind, paused
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Unavailable
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Recorded
from goldthread.ports.view import Row
from goldthread.ports.write import Put

TABLE = "pause"
SETTLES = timedelta(seconds=2)
"""For so long after our own write, rows that were read may still be older than it."""
AGAIN = timedelta(seconds=1)
"""How long to leave a ledger alone that couldn't be written."""


class PauseBook:
    """Knows the pauses at once, and writes them down behind: a pause that was lost with the process is found again
    by the next failures.
    """

    def __init__(self, *, clock: Clock, ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger
        self._pauses: dict[str, Pause] = {}
        self._versions: dict[str, int] = {}
        self._touched: dict[str, datetime] = {}
        self._unwritten: dict[str, tuple[Entry, ...]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, installation: str) -> Pause | None:
        return self._pauses.get(installation)

    @property
    def pauses(self) -> Mapping[str, Pause]:
        """All that are paused."""
        return dict(self._pauses)

    def put(self, installation: str, pause: Pause | None, *, entry: Entry | None = None) -> None:
        """Holds from now on, and is written behind."""
        self._set(installation, pause)
        is_writing = installation in self._unwritten
        self._unwritten[installation] = (*self._unwritten.get(installation, ()), *((entry,) if entry else ()))
        if not is_writing:
            self.spawn(self._write_down(installation))

    async def put_surely(self, installation: str, pause: Pause | None, *, entry: Entry) -> None:
        """Holds when it is durable, whatever another process wrote meanwhile. Raises `Unavailable`."""
        value = pause.text() if pause else None
        await self._ledger.write(Put(table=TABLE, key=installation, value=value, entries=(entry,)))
        await self._adopt(installation)

    async def claim(self, installation: str, pause: Pause) -> bool:
        """Change a pause only if no other process was first; whether it was changed. Raises `Unavailable`."""
        version = self._versions.get(installation, 0)
        put = Put(table=TABLE, key=installation, value=pause.text(), version=version)
        if not isinstance(await self._ledger.write(put), Recorded):
            return False
        self._versions[installation] = version + 1
        self._set(installation, pause)
        return True

    def refresh(self, rows: Sequence[Row]) -> tuple[frozenset[str], frozenset[str]]:
        """Take over what other processes wrote. Gives who is paused and who isn't any more."""
        found = {row.key: row for row in rows}
        before = frozenset(self._pauses)
        for installation in before | found.keys():
            if not self._is_ours(installation):
                self._take_over(installation, found.get(installation))
        after = frozenset(self._pauses)
        return after - before, before - after

    def entry(self, installation: str, change: str, reason: str, *, by: str = "") -> Entry:
        """A line for the ledger."""
        content = json.dumps({"installation": installation, "change": change, "reason": reason})
        return Entry(kind=Kind.CHANGED, at=self._clock.now(), actor=by, content=content)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Do something behind."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait until everything is written down."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _set(self, installation: str, pause: Pause | None) -> None:
        self._touched[installation] = self._clock.now()
        if pause:
            self._pauses[installation] = pause
        else:
            self._pauses.pop(installation, None)

    def _is_ours(self, installation: str) -> bool:
        touched = self._touched.get(installation)
        return installation in self._unwritten or (touched is not None and self._clock.now() - touched < SETTLES)

    def _take_over(self, installation: str, row: Row | None) -> None:
        self._versions[installation] = row.version if row else 0
        if row:
            self._pauses[installation] = paused(row.value)
        else:
            self._pauses.pop(installation, None)

    async def _adopt(self, installation: str) -> None:
        row = await self._ledger.row(TABLE, installation)
        self._take_over(installation, row)
        self._touched[installation] = self._clock.now()

    async def _give_way(self, installation: str, pause: Pause | None) -> None:
        """Another process was first: what it wrote holds, but for a resumption, which only a person can forbid."""
        row = await self._ledger.row(TABLE, installation)
        if pause is None and row and paused(row.value).kind is not PauseKind.BY_HAND:
            self._versions[installation] = row.version
        else:
            self._take_over(installation, row)
            del self._unwritten[installation]

    async def _write_down(self, installation: str) -> None:
        while installation in self._unwritten:
            pause, entries = self._pauses.get(installation), self._unwritten[installation]
            version = self._versions.get(installation, 0)
            value = pause.text() if pause else None
            try:
                receipt = await self._ledger.write(
                    Put(table=TABLE, key=installation, value=value, version=version, entries=entries)
                )
                if not isinstance(receipt, Recorded):
                    await self._give_way(installation, pause)
            except Unavailable:
                await self._clock.sleep(AGAIN)
                continue
            if isinstance(receipt, Recorded):
                self._versions[installation] = version + 1 if pause else 0
                self._written(installation, pause, entries)

    def _written(self, installation: str, pause: Pause | None, entries: tuple[Entry, ...]) -> None:
        """Done, unless something changed meanwhile."""
        self._touched[installation] = self._clock.now()
        later = self._unwritten[installation][len(entries) :]
        if not later and self._pauses.get(installation) == pause:
            del self._unwritten[installation]
        else:
            self._unwritten[installation] = later
