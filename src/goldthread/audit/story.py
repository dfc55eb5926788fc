"""The story of a business entity: found by any key, told in order, with what is still open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from goldthread.audit.enrichment import Enrichments
from goldthread.audit.exchange import Read, exchange_sentence, fold_calls
from goldthread.audit.family import family
from goldthread.audit.search import traces
from goldthread.audit.telling import changes_of, sentence
from goldthread.audit.told import Exchange, Line, RunView, Standing, Story
from goldthread.flow.difference import Mask, masked
from goldthread.flow.entry import Kind
from goldthread.flow.errors import NotFound
from goldthread.flow.mask import mask_text
from goldthread.flow.message import Message, TraceId
from goldthread.flow.reply import Json
from goldthread.flow.topology import Topology
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import RunRow, Sealed

LONGEST = 5000
"""Entries of one trace that are read; a story rarely has more than two hundred."""

_SPOKEN = frozenset({Kind.STARTED, Kind.SETTLED, Kind.TRASHED, Kind.NOTED, Kind.ADOPTED, Kind.RESOLVED, Kind.MISSED})
"""Kinds whose particulars say more than their sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A trace and the entity it was found by."""

    trace: str
    entity: str


async def find(ledger: Ledger, text: str, *, limit: int = 20) -> list[Found]:
    """Stories by the key of any entity, by its text form `order:bazaar/1001`, or by their own id; each once."""
    rows = await traces(ledger, text, limit)
    if not rows and await ledger.story(TraceId(text), limit=1):
        return [Found(trace=text, entity="")]
    found: list[Found] = []
    seen: set[TraceId] = set()
    for trace, entity in rows:
        if trace not in seen:
            related = await family(ledger, trace)
            seen.update(related)
            found.append(Found(trace=related[0], entity=entity.text))
    return found


async def tell(
    ledger: Ledger, trace: str, *, topologies: Iterable[Topology[object]] = (), mask: Mask | None = None
) -> Story:
    """The whole story that a trace belongs to; `mask` hides personal data. Raises `NotFound`."""
    related = await family(ledger, TraceId(trace))
    sealed = [one for member in related for one in await ledger.story(member, limit=LONGEST)]
    if not sealed:
        raise NotFound(f"There is no trace {trace!r}; look for it by the key of its order, shipment or customer.")
    sealed.sort(key=lambda one: (one.entry.at, one.chain, one.seq))
    entities = dict.fromkeys([entity.text for member in related for entity in await ledger.entities(member)])
    runs = [row for member in related for row in await ledger.runs(trace=member, limit=200)]
    return Story(
        trace=related[0],
        entities=tuple(entities if mask is None else map(mask_text, entities)),
        runs=tuple(_run(row) for row in sorted(runs, key=lambda row: row.run.started_at)),
        lines=told(sealed[:LONGEST], topologies, mask),
        open=tuple([standing for member in related for standing in await _open(ledger, member, mask)]),
        is_cut=len(sealed) >= LONGEST,
        is_masked=mask is not None,
    )


def told(
    sealed: Sequence[Sealed], topologies: Iterable[Topology[object]], mask: Mask | None = None
) -> tuple[Line, ...]:
    """Entries as lines: enrichments as differences, each call in one line."""
    entries, exchanges = fold_calls([Read(sealed=one, content=content_of(one)) for one in sealed])
    enrichments = Enrichments(topologies)
    return tuple(_line(entry, exchanges, enrichments, mask) for entry in entries)


def content_of(sealed: Sealed) -> dict[str, Json]:
    """The particulars of an entry; none when they were erased."""
    read = json.loads(sealed.entry.content or "{}") if not sealed.is_erased else {}
    return read if isinstance(read, dict) else {"text": str(read)}


def _line(entry: Read, exchanges: dict[tuple[int, int], Exchange], enrichments: Enrichments, mask: Mask | None) -> Line:
    sealed, line = entry.sealed, entry.sealed.entry
    exchange = exchanges.get((sealed.chain, sealed.seq))
    enriched = enrichments.read(entry)
    is_change = bool(enriched) or not enrichments.knows(entry)
    changes = enriched or changes_of(entry)
    if mask is not None:
        entry = replace(entry, content=cast("dict[str, Json]", mask(entry.content)))
        exchange = _masked(exchange, mask) if exchange else None
        changes = tuple(masked(change, mask) for change in changes)
    return Line(
        at=line.at,
        kind=line.kind,
        text=exchange_sentence(exchange) if exchange and not sealed.is_erased else sentence(entry, is_change=is_change),
        topology=line.topology,
        run=line.run,
        node=line.node,
        message=line.message,
        actor=line.actor,
        changes=changes,
        exchange=exchange,
        facts=entry.content if line.kind in _SPOKEN else None,
        chain=sealed.chain,
        seq=sealed.seq,
        is_erased=sealed.is_erased,
    )


def _masked(exchange: Exchange, mask: Mask) -> Exchange:
    return replace(exchange, params=mask(exchange.params), request=mask(exchange.request), reply=mask(exchange.reply))


def _run(row: RunRow) -> RunView:
    return RunView(
        run=row.run.id,
        topology=row.run.topology,
        state=row.state,
        started_at=row.run.started_at,
        ended_at=row.ended_at,
        open_messages=row.open_messages,
    )


async def _open(ledger: Ledger, trace: str, mask: Mask | None) -> tuple[Standing, ...]:
    standing = [await _standing(ledger, message, state) for message, state in await ledger.messages(trace=trace)]
    if mask is None:
        return tuple(standing)
    return tuple(replace(one, reason=str(mask(one.reason))) for one in standing)


async def _standing(ledger: Ledger, message: Message, state: str) -> Standing:
    trashed = await ledger.trashed(message.id) if state == "trash" else None
    return Standing(
        message=message.id,
        run=message.run,
        topology=message.topology,
        node=message.node,
        state=state,
        since=message.created_at,
        due=message.due,
        reason=trashed.why.reason if trashed else "",
    )
