"""The ledger in memory: the same decisions as everywhere, over dicts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from goldthread.adapters.journal.journal import Journal
from goldthread.adapters.memory.reading import Reading
from goldthread.adapters.memory.shelves import Shelves
from goldthread.flow.errors import GoldthreadError, Unavailable
from goldthread.ports.clock import Clock
from goldthread.ports.fuse import Fuse, NoFuse
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Write


class MemoryLedger(Reading):
    """Keeps the truth for as long as its `shelves` live.

    What is handed over in one turn of the event loop is committed together. A `Crash` at the fuse leaves the handle
    dead; a new one over the same shelves finds everything that was committed before.
    """

    def __init__(
        self, *, clock: Clock, fuse: Fuse | None = None, shelves: Shelves | None = None, name: str = "memory"
    ) -> None:
        super().__init__(shelves or Shelves(), clock)
        self._fuse = fuse or NoFuse()
        self._journal = Journal(clock, name)
        self._waiting: list[tuple[Write, asyncio.Future[Receipt]]] = []
        self._death: BaseException | None = None

    def write(self, write: Write) -> Awaitable[Receipt]:
        """Hand over; committed with all others of this turn."""
        loop = asyncio.get_running_loop()
        receipt: asyncio.Future[Receipt] = loop.create_future()
        if self._death is not None:
            receipt.set_exception(self._death)
            return receipt
        if not self._waiting:
            loop.call_soon(self._commit)
        self._waiting.append((write, receipt))
        return receipt

    async def is_writable(self) -> bool:
        """True until closed."""
        return self._death is None

    async def close(self) -> None:
        """Commit what was handed over; then take nothing more in."""
        if self._death is None:
            self._commit()
            self._journal.root(self.shelves)
            self._death = Unavailable("The ledger was closed; open it again to write.")

    def _commit(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            self._fuse.point("commit")
        except BaseException as crash:  # noqa: BLE001 - a stopped process tells everybody who waits, and is no more
            self._death = crash
            for _, receipt in waiting:
                _give(receipt, crash)
            return
        outcomes = self._journal.perform(self.shelves, [write for write, _ in waiting])
        self._journal.committed()
        for (_, receipt), outcome in zip(waiting, outcomes, strict=True):
            _give(receipt, outcome)


def _give(receipt: asyncio.Future[Receipt], outcome: Receipt | GoldthreadError | BaseException) -> None:
    if receipt.done():
        return
    if isinstance(outcome, BaseException):
        receipt.set_exception(outcome)
    else:
        receipt.set_result(outcome)
