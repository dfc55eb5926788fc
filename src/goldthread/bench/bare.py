"""The ceiling: the same hops and calls without limiter, intents, recording or recovery.

Asyncio tasks, one writer thread with group commit on SQLite FULL, aiohttp, every step journaled with its body.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections import deque
from pathlib import Path

import aiohttp

from goldthread.bench.load import STEPS, Parcel


class _Journal:
    """Appends rows, many in one commit."""

    def __init__(self, path: Path) -> None:
        self._rows: deque[tuple[str, asyncio.Future[None]]] = deque()
        self._path = path
        self._loop = asyncio.get_running_loop()
        self._more = threading.Event()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def append(self, body: str) -> asyncio.Future[None]:
        done: asyncio.Future[None] = self._loop.create_future()
        self._rows.append((body, done))
        self._more.set()
        return done

    def close(self) -> None:
        self._is_open = False
        self._more.set()
        self._thread.join()

    def _run(self) -> None:
        base = sqlite3.connect(self._path, isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        base.execute("CREATE TABLE step (id INTEGER PRIMARY KEY, body TEXT)")
        while self._is_open or self._rows:
            self._more.wait()
            self._more.clear()
            batch = [self._rows.popleft() for _ in range(len(self._rows))]
            if not batch:
                continue
            base.execute("BEGIN IMMEDIATE")
            bodies = json.dumps([body for body, _ in batch])
            base.execute("INSERT INTO step(body) SELECT value FROM json_each(?)", (bodies,))
            base.execute("COMMIT")
            self._loop.call_soon_threadsafe(_release, [done for _, done in batch])
        base.close()


def _release(done: list[asyncio.Future[None]]) -> None:
    for one in done:
        one.set_result(None)


async def bare_steps_per_second(url: str, folder: Path, *, runs: int, in_flight: int) -> float:
    """Steps per second of the ceiling, with so many messages in flight."""
    journal = _Journal(folder / "bare.db")
    gate = asyncio.Semaphore(in_flight)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def carry(number: int) -> None:
            parcel = Parcel(number=str(number))
            async with gate:
                await journal.append(parcel.note)
                for _ in range(STEPS):
                    body = json.dumps({"parcel": parcel.number, "hops": parcel.hops, "note": parcel.note[:200]})
                    headers = {"Content-Type": "application/json"}
                    async with session.post(url + "/hop", data=body, headers=headers) as reply:
                        await reply.read()
                    parcel = parcel.told()
                    await journal.append(parcel.note)

        began = time.perf_counter()
        await asyncio.gather(*(carry(number) for number in range(runs)))
        took = time.perf_counter() - began
    journal.close()
    return runs * STEPS / took
