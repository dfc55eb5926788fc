"""A ledger that tells when a run's last message is settled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from goldthread.flow.message import RunId
from goldthread.ports.carried import Gone
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Settle, Write


class Observed:
    """Passes everything on to a ledger; `ended` is called with each run whose path was settled to its end."""

    def __init__(self, ledger: Ledger, ended: Callable[[str], None]) -> None:
        self._ledger = ledger
        self._ended = ended

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def write(self, write: Write) -> Awaitable[Receipt]:
        """Hand the write over."""
        receipt = self._ledger.write(write)
        if isinstance(write, Settle) and isinstance(write.fate, Gone) and not write.followers and write.entries:
            run = write.entries[-1].run
            future = asyncio.ensure_future(receipt)
            future.add_done_callback(lambda _: self._ended(run))
            return future
        return receipt


class Finish:
    """Lets the benchmark wait for runs."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._early: set[str] = set()

    def ended(self, run: str) -> None:
        """A run came to its end."""
        waiting = self._waiting.pop(run, None)
        if waiting is None:
            self._early.add(run)
        elif not waiting.done():
            waiting.set_result(None)

    async def wait(self, run: RunId) -> None:
        """Wait for a run's end."""
        if run in self._early:
            self._early.discard(run)
            return
        waiting = self._waiting[run] = asyncio.get_running_loop().create_future()
        await waiting
