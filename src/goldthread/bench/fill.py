"""Fills a ledger with entries shaped like real ones, without calling anything."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime

from goldthread.bench.load import STEPS, Parcel, tell
from goldthread.domain.entity import Entity
from goldthread.engine.world import World
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import CallId, Message, MessageId, RunId, TraceId
from goldthread.ports.carried import Answer, Birth, Gone, Run
from goldthread.ports.write import Accept, Intend, Settle

PER_RUN = 2 + 3 * STEPS
"""Entries that a run of the load leaves: started, three per step, finished."""
BODY = '{"ok":true}'


async def fill(world: World, entries: int) -> None:
    """Append so many entries as settled runs of the load."""
    runs = entries // PER_RUN
    for first in range(0, runs, 500):
        await asyncio.gather(*(_run(world, number) for number in range(first, min(first + 500, runs))))


async def _run(world: World, number: int) -> None:
    now = world.clock.now()
    run, trace = RunId(world.ids.new()), TraceId(world.ids.new())
    text = world.codec.encode(Parcel(number=f"filled-{number}"))
    nodes = list(tell.nodes)
    messages = [_message(world, run, trace, node, text, now) for node in nodes]
    born = Run(
        id=run, trace=trace, topology=tell.name, version=tell.fingerprint, origin="", start_key=run, started_at=now
    )
    birth = Birth(
        run=born,
        messages=(messages[0],),
        entities=(Entity(kind="filled", key=run),),
        entries=(_entry(Kind.STARTED, messages[0], text),),
    )
    last: Awaitable[object] = world.ledger.write(Accept(birth=birth, worker=world.worker))
    for place, message in enumerate(messages):
        following = tuple(messages[place + 1 : place + 2])
        call = CallId(f"{message.id}.0000000000000000.1")
        world.ledger.write(
            Intend(
                worker=world.worker,
                message=message.id,
                call=call,
                node=message.node,
                installation="sink",
                request=BODY,
                doubt="ask",
                at=now,
                entries=(_entry(Kind.INTENDED, message, text[:300].join('""')),),
            )
        )
        last = world.ledger.write(
            Settle(
                worker=world.worker,
                message=message.id,
                fate=Gone(),
                answers=(Answer(call=call, at=now, reply=BODY),),
                followers=following,
                taken=frozenset(one.id for one in following),
                entries=(_entry(Kind.CALLED, message, BODY), _entry(Kind.SETTLED, message, text)),
                at=now,
            )
        )
    await last


def _message(world: World, run: RunId, trace: TraceId, node: str, text: str, now: datetime) -> Message:
    return Message(
        id=MessageId(world.ids.new()),
        run=run,
        trace=trace,
        topology=tell.name,
        version=tell.fingerprint,
        node=node,
        body=text,
        created_at=now,
    )


def _entry(kind: Kind, message: Message, content: str) -> Entry:
    return Entry(
        kind=kind,
        at=message.created_at,
        trace=message.trace,
        run=message.run,
        topology=message.topology,
        node=message.node,
        message=message.id,
        content=content,
    )
