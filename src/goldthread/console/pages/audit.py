"""Audit: what happened, entry by entry, and who did what."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.access.scope import Scope
from goldthread.audit.search import traces
from goldthread.console.address import href
from goldthread.console.evidence.asked import ACTS, BACK_WORDS, Asked, asked_of, paged
from goldthread.console.evidence.table import entry_table
from goldthread.console.evidence.tabs import audit_heading
from goldthread.console.frame import page
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.table import SIZE, Filter, View, filters
from goldthread.console.visit import Visit
from goldthread.flow.entry import Kind
from goldthread.flow.message import TraceId
from goldthread.ports.view import Sealed

STORIES = 5
"""So many traces of one key are read."""
LINES = 2000


@page(
    "/audit",
    title="Audit",
    icon="audit",
    scope=(Scope.READ,),
    answers="Can I trust it?",
    section="Trust",
    order=10,
)
async def audit(visit: Visit) -> None:
    """Entries over all traces, the newest first."""
    audit_heading("Audit", "What happened, entry by entry? Nothing here can be changed afterwards.", "/audit")
    view = View(query=visit.query)
    asked = asked_of(view, visit.door.now())
    kinds = [(one.value, one.value) for one in sorted(Kind)]
    filters(
        view,
        Filter(name="kind", title="What", options=kinds),
        Filter(name="actor", title="Who", options=await _actors(visit, asked.actor)),
        Filter(name="back", title="Time", options=BACK_WORDS),
        search="Order, tracking number, trace",
    )
    key = view.text("q")
    found = await _of_key(visit, key, asked) if key else await _entries(visit, asked, is_acted=False)
    rows, foot = paged(found, view)
    words = (
        f"Nothing is known under {key!r} with these filters." if key else "No entry is like that; choose other filters."
    )
    nothing = empty_markup("No entries", words, picture="search", way_on=href("/audit"), way="Show all")
    entry_table(visit, rows, view=view, foot=foot, empty=nothing)


@page(
    "/audit/people",
    title="Who did what",
    icon="audit",
    scope=(Scope.READ,),
    answers="Who did what?",
    section="Trust",
    is_listed=False,
    belongs_to="/audit",
)
async def who_did_what(visit: Visit) -> None:
    """What people and tokens did: repairs, prints, changes, looks at personal data."""
    audit_heading("Who did what", "Who did what, here and through the API?", "/audit/people")
    view = View(query=visit.query)
    asked = asked_of(view, visit.door.now(), among=ACTS)
    filters(
        view,
        Filter(name="kind", title="What", options=[(one.value, one.value) for one in ACTS]),
        Filter(name="actor", title="Who", options=await _actors(visit, asked.actor)),
        Filter(name="back", title="Time", options=BACK_WORDS),
    )
    rows, foot = paged(await _entries(visit, asked, is_acted=True), view)
    words = "Whatever somebody repairs, prints, changes or looks at stands here with the name."
    nothing = empty_markup("Nobody did that", words, picture="people", way_on=href("/audit/people"), way="Show all")
    entry_table(visit, rows, view=view, foot=foot, empty=nothing, is_of_people=True)


async def _entries(visit: Visit, asked: Asked, *, is_acted: bool) -> Sequence[Sealed]:
    return await visit.house.world.ledger.entries(
        kinds=asked.kinds,
        actor=asked.actor,
        is_acted=is_acted,
        since=asked.since,
        before=asked.before,
        limit=SIZE + 1,
    )


async def _of_key(visit: Visit, key: str, asked: Asked) -> Sequence[Sealed]:
    """The entries of all traces of the key, narrowed by the other filters."""
    ledger = visit.house.world.ledger
    wanted = dict.fromkeys([*(trace for trace, _ in await traces(ledger, key)), TraceId(key)])
    every = [one for trace in [*wanted][:STORIES] for one in await ledger.story(trace, limit=LINES)]
    left = [
        one
        for one in every
        if (not asked.kinds or one.entry.kind in asked.kinds)
        and (not asked.actor or one.entry.actor == asked.actor)
        and (asked.since is None or one.entry.at >= asked.since)
        and (asked.before is None or (one.entry.at, one.chain, one.seq) < asked.before)
    ]
    return sorted(left, key=lambda one: (one.entry.at, one.chain, one.seq), reverse=True)[: SIZE + 1]


async def _actors(visit: Visit, chosen: str) -> list[tuple[str, str]]:
    """People and tokens there are; with whoever was asked for, though gone."""
    people = [one.name for one in await visit.house.entrance.people.list()]
    tokens = [one.name for one in await visit.house.tokens.list()]
    return [(one, one) for one in sorted({*people, *tokens, *([chosen] if chosen else ())}, key=str.casefold)]
