"""Traces that tell of one thing: a parcel's first scan may be heard before anybody knows whose parcel it is."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.domain.entity import Entity
from goldthread.flow.message import TraceId
from goldthread.ports.ledger import Ledger

MOST = 50


async def family(ledger: Ledger, trace: TraceId) -> list[TraceId]:
    """The trace and all that belong to the same story, oldest first.

    Two traces belong together when each knows the entity that names the other: the order knows its tracking number,
    and what was heard of that number came to know the order. A customer with many orders joins none of them.
    """
    known: dict[TraceId, Sequence[Entity]] = {trace: await ledger.entities(trace)}
    found, waiting = {trace}, [trace]
    while waiting and len(found) < MOST:
        mine = known[waiting.pop()]
        for other, entity in await ledger.traces(mine[0].text, MOST) if mine else ():
            if other in found or entity != mine[0]:
                continue
            if other not in known:
                known[other] = await ledger.entities(other)
            if known[other] and known[other][0] in mine:
                found.add(other)
                waiting.append(other)
    return sorted(found)
