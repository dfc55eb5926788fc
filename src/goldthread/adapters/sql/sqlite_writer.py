"""The one thread that writes: gathers what is ready, commits it once, then gives the receipts."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, TypeAlias

from goldthread.adapters.journal.journal import Journal
from goldthread.adapters.sql.sqlite_checkpoint import Checkpointer
from goldthread.adapters.sql.sqlite_open import connect
from goldthread.adapters.sql.sqlite_store import SqliteStore
from goldthread.flow.errors import Broken, Unavailable
from goldthread.ports.fuse import Fuse
from goldthread.ports.write import Write

Task: TypeAlias = Callable[[sqlite3.Connection], object]
"""Something else than a write that is to be committed among them."""
Job: TypeAlias = Write | Task
Order: TypeAlias = tuple[Job, "asyncio.Future[object]"]

MOST: Final = 512
"""Jobs in one commit."""
_OUTSIDE: Final = frozenset(
    (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_PERM,
    )
)


class Writer:
    """Commits in the order of the handing over. While one commit runs, the next batch fills; nothing waits for a timer.

    A job that fails because of itself fails alone; when the disk is full or locked, the whole batch does, and the next
    one is tried as if nothing had been.
    """

    def __init__(self, file: Path, journal: Journal, fuse: Fuse) -> None:
        self._file = file
        self._journal = journal
        self._fuse = fuse
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[Order | None] = SimpleQueue()
        self._connection = connect(file)
        self._store = SqliteStore(self._connection)
        self._checkpointer = Checkpointer(file)
        self._end: BaseException | None = None
        self._taken: Sequence[Order] = ()
        self._thread = Thread(target=self._work, name="ledger-writer", daemon=True)
        self._thread.start()

    def hand_over(self, job: Job) -> asyncio.Future[object]:
        """Take the job in; called on the loop's thread. Its outcome comes when it is durable."""
        outcome = self._loop.create_future()
        end = self._end
        if end is not None:
            outcome.set_exception(end)
            return outcome
        self._queue.put((job, outcome))
        self._answer_if_dead()
        return outcome

    async def close(self) -> None:
        """Commit what was handed over; then take nothing more in."""
        if self._end is None:
            self.hand_over(self._root)
            self._end = Unavailable(f"The ledger {self._file} was closed; open it again to write.")
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _answer_if_dead(self) -> None:
        """The thread may have died between the look and the handing over."""
        if self._end is not None:
            _give(*self._refused(self._end))

    def _root(self, _: sqlite3.Connection) -> None:
        self._journal.root(self._store)

    def _work(self) -> None:
        try:
            while (orders := self._gather()) is not None:
                self._loop_back(orders, self._commit([job for job, _ in orders]))
                self._checkpointer.after_commit(self._connection)
        except BaseException as death:  # noqa: BLE001 - a stopped process tells everybody who waits, and is no more
            self._die(death)
        finally:
            self._connection.close()
            self._checkpointer.close()

    def _gather(self) -> Sequence[Order] | None:
        first = self._queue.get()
        if first is None:
            return None
        self._taken = orders = [first]
        for _ in range(min(self._queue.qsize(), MOST - 1)):
            order = self._queue.get()
            if order is None:
                self._queue.put(None)
                break
            orders.append(order)
        return orders

    def _commit(self, jobs: Sequence[Job]) -> list[object]:
        try:
            return self._transact(jobs)
        except Exception as error:  # noqa: BLE001 - whatever it was, each job is told
            self._undo()
            if _is_outside(error):
                unavailable = Unavailable(f"The ledger {self._file} could not be written: {error}. It is tried again.")
                return [unavailable] * len(jobs)
            if len(jobs) > 1:
                return [outcome for job in jobs for outcome in self._commit([job])]
            return [_broken(jobs[0], error)]

    def _transact(self, jobs: Sequence[Job]) -> list[object]:
        self._connection.execute("BEGIN IMMEDIATE")
        outcomes: list[object] = []
        writes: list[Write] = []
        for job in jobs:
            if callable(job):
                outcomes.extend(self._journal.perform(self._store, writes))
                writes = []
                outcomes.append(job(self._connection))
            else:
                writes.append(job)
        outcomes.extend(self._journal.perform(self._store, writes))
        self._fuse.point("commit")
        self._connection.execute("COMMIT")
        self._journal.committed()
        return outcomes

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._journal.rolled_back()

    def _loop_back(self, orders: Sequence[Order], outcomes: Sequence[object]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_give, orders, outcomes)

    def _die(self, death: BaseException) -> None:
        self._end = death
        self._undo()
        self._loop_back(self._taken, [death] * len(self._taken))
        self._loop_back(*self._refused(death))

    def _refused(self, death: BaseException) -> tuple[Sequence[Order], Sequence[object]]:
        """What is still in the queue; whoever finds it first answers it."""
        orders: list[Order] = []
        while not self._queue.empty():
            try:
                order = self._queue.get_nowait()
            except Empty:
                break
            if order is not None:
                orders.append(order)
        return orders, [death] * len(orders)


def _give(orders: Sequence[Order], outcomes: Sequence[object]) -> None:
    for (_, future), outcome in zip(orders, outcomes, strict=True):
        if future.done():
            continue
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


def _is_outside(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and code is not None and code & 0xFF in _OUTSIDE


def _broken(job: Job, error: Exception) -> Broken:
    name = "A task" if callable(job) else type(job).__name__
    broken = Broken(f"{name} could not be written to the ledger: {type(error).__name__}: {error}")
    broken.__cause__ = error
    return broken
