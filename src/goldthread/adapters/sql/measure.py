"""Measures the ledger alone: `python -m goldthread.adapters.sql.measure`.

A step is an intent and a settlement with one follower and three entries of about 500 bytes, 64 messages in flight.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from goldthread.adapters.sql.ledger import SqlLedger
from goldthread.adapters.system import SystemClock, TimeIds
from goldthread.domain.entity import Entity
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import CallId, Message, MessageId, RunId, TraceId, WorkerId
from goldthread.ports.carried import Answer, Birth, Gone, Run
from goldthread.ports.write import Accept, Beat, Intend, Settle

WORKER = WorkerId("measure")
IN_FLIGHT = 64
NODES = 6
CONTENT = '{"body":"' + "x" * 490 + '"}'


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What was measured."""

    steps: int
    seconds: float
    cpu_seconds: float
    loop_seconds: float

    def __str__(self) -> str:
        figures = {
            "steps_per_second": round(self.steps / self.seconds),
            "cpu_us_per_step": round(self.cpu_seconds / self.steps * 1e6, 1),
            "loop_us_per_step": round(self.loop_seconds / self.steps * 1e6, 1),
        }
        return json.dumps(figures)


async def measure(file: Path, steps: int) -> Figures:
    """Make so many steps in a ledger at this place."""
    ledger = await SqlLedger.open(file, clock=SystemClock(), name=WORKER)
    ids, now = TimeIds(), datetime.now(UTC)
    await ledger.write(Beat(worker=WORKER, now=now, until=now + timedelta(hours=1)))
    begun, cpu, loop = time.perf_counter(), time.process_time(), time.thread_time()
    runs = steps // NODES // IN_FLIGHT
    await asyncio.gather(*(_stream(ledger, ids, runs) for _ in range(IN_FLIGHT)))
    figures = Figures(
        steps=runs * NODES * IN_FLIGHT,
        seconds=time.perf_counter() - begun,
        cpu_seconds=time.process_time() - cpu,
        loop_seconds=time.thread_time() - loop,
    )
    await ledger.close()
    return figures


async def _stream(ledger: SqlLedger, ids: TimeIds, runs: int) -> None:
    for _ in range(runs):
        run = Run(
            id=RunId(ids.new()),
            trace=TraceId(ids.new()),
            topology="measure",
            version="1",
            origin="",
            start_key=ids.new(),
            started_at=datetime.now(UTC),
        )
        message = _message(ids, run, 0)
        birth = Birth(run=run, messages=(message,), entities=(Entity(kind="order", key=run.id),))
        await ledger.write(Accept(birth=birth, worker=WORKER))
        for node in range(NODES):
            message = await _step(ledger, ids, run, message, node)


async def _step(ledger: SqlLedger, ids: TimeIds, run: Run, message: Message, node: int) -> Message:
    now, call = datetime.now(UTC), CallId(f"{message.id}.call")
    await ledger.write(
        Intend(
            worker=WORKER,
            message=message.id,
            call=call,
            node=message.node,
            installation="shop",
            request=CONTENT,
            doubt="ask",
            at=now,
            entries=(_entry(Kind.INTENDED, message, now),),
        )
    )
    follower = _message(ids, run, node + 1)
    followers = (follower,) if node + 1 < NODES else ()
    await ledger.write(
        Settle(
            worker=WORKER,
            message=message.id,
            fate=Gone(),
            answers=(Answer(call=call, at=now, reply=CONTENT),),
            followers=followers,
            taken=frozenset(one.id for one in followers),
            entries=(_entry(Kind.CALLED, message, now), _entry(Kind.SETTLED, message, now)),
            at=now,
        )
    )
    return follower


def _message(ids: TimeIds, run: Run, node: int) -> Message:
    return Message(
        id=MessageId(ids.new()),
        run=run.id,
        trace=run.trace,
        topology=run.topology,
        version=run.version,
        node=f"node_{node}",
        body=CONTENT,
        created_at=run.started_at,
    )


def _entry(kind: Kind, message: Message, at: datetime) -> Entry:
    return Entry(
        kind=kind,
        at=at,
        trace=message.trace,
        run=message.run,
        topology=message.topology,
        node=message.node,
        message=message.id,
        content=CONTENT,
    )


def main() -> None:
    """Measure some times over one growing ledger."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as place:
        for _ in range(3):
            figures = asyncio.run(measure(Path(place) / "ledger.db", steps))
            sys.stdout.write(f"{figures}\n")


if __name__ == "__main__":
    main()
