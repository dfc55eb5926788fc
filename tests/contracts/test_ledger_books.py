"""Books: what is kept beside the work, and how stories are found and read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ledger_making import (
    NOW,
    Place,
    a_birth,
    a_keeping,
    a_message,
    a_settlement,
    an_entry,
    an_order,
    begin,
    gives,
    settled,
)

from goldthread.domain.entity import Entity
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import RunId, TraceId
from goldthread.ports.carried import Link
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Accepted, Beaten, Recorded
from goldthread.ports.view import Row
from goldthread.ports.write import Accept, Note, Put

T1 = TraceId("t1")


def a_link(theirs: str = "E-204", *, ours: str = "bazaar/17") -> Link:
    return Link(kind="order", ours=ours, installation="stockhouse", theirs=theirs)


def at(seconds: int, text: str, *, kind: Kind = Kind.NOTED, trace: str = "t1") -> Entry:
    return Entry(kind=kind, at=NOW + timedelta(seconds=seconds), trace=trace, content=f'{{"text":"{text}"}}')


async def test_a_row_is_put_read_and_removed(ledger: Ledger) -> None:
    """By its table and key; its version rises."""
    await ledger.write(Put(table="setting", key="b", value='{"on":true}'))
    await ledger.write(Put(table="setting", key="b", value='{"on":false}'))
    await ledger.write(Put(table="setting", key="a", value="1"))
    await ledger.write(Put(table="other", key="a", value="2"))
    assert await ledger.row("setting", "b") == Row(key="b", value='{"on":false}', version=2)
    assert [row.key for row in await ledger.rows("setting")] == ["a", "b"]
    await ledger.write(Put(table="setting", key="b", value=None))
    assert await ledger.row("setting", "b") is None
    assert await ledger.write(Put(table="setting", key="never", value=None)) == Recorded()


async def test_a_row_that_changed_meanwhile_is_not_overwritten(ledger: Ledger) -> None:
    """Version 0 means: only if there is none."""
    new = Put(table="setting", key="a", value="1", version=0, entries=(an_entry(Kind.CHANGED),))
    first, second = ledger.write(new), ledger.write(new)
    assert (await first, await second) == (Recorded(), Beaten())
    assert await ledger.write(Put(table="setting", key="a", value="2", version=1)) == Recorded()
    assert await ledger.write(Put(table="setting", key="a", value=None, version=1)) == Beaten()
    assert len(await ledger.entries(kinds=["changed"])) == 1


async def test_a_link_maps_ours_to_theirs(ledger: Ledger) -> None:
    """The last word counts."""
    await ledger.write(Note(links=(a_link("E-1"), a_link("E-204"), a_link("E-5", ours="bazaar/18"))))
    assert await ledger.linked("order", "bazaar/17", "stockhouse") == "E-204"
    assert await ledger.linked("order", "bazaar/17", "bazaar") is None


async def test_records_are_paged_by_key(ledger: Ledger) -> None:
    """Live ones, dead ones, or all."""
    await begin(ledger)
    keepings = [a_keeping(f"s{n}", is_live=n % 2 == 0) for n in range(5)]
    await settled(ledger, a_settlement(records=tuple(keepings)))
    first = await ledger.records("shipment", limit=3)
    rest = await ledger.records("shipment", limit=3, after=first[-1].key)
    assert [one.key for one in (*first, *rest)] == ["s0", "s1", "s2", "s3", "s4"]
    assert [one.key for one in await ledger.records("shipment", is_live=True)] == ["s0", "s2", "s4"]
    assert await ledger.records("label") == []
    assert await ledger.record("shipment", "none") is None


async def test_a_cursor_is_kept_until_the_next(ledger: Ledger) -> None:
    """A settlement without one keeps the former."""
    await begin(ledger, a_message("m1"), a_message("m2"), a_message("m3"))
    assert await ledger.cursor("ship", "pack") is None
    await settled(ledger, a_settlement("m1", cursor="a"))
    await settled(ledger, a_settlement("m2", cursor="b"))
    await settled(ledger, a_settlement("m3"))
    assert await ledger.cursor("ship", "pack") == "b"


async def test_a_trace_is_found_by_any_of_its_entities(ledger: Ledger) -> None:
    """By key or by text form, exactly; else by the beginning of a key."""
    birth = a_birth("r1", entities=[an_order(), Entity(kind="customer", key="ana@example.test")])
    await gives(ledger, Accept(birth=birth, worker=None), Accepted)
    await ledger.write(Note(entities=((T1, Entity(kind="shipment", key="S-1")),)))
    for text in ("bazaar/1001", "order:bazaar/1001", "S-1", "baz"):
        assert [trace for trace, _ in await ledger.traces(text)] == ["t1"], text
    assert await ledger.traces("order:S-1") == []
    assert await ledger.traces("1001") == []
    assert [one.text for one in await ledger.entities(T1)] == [
        "order:bazaar/1001",
        "customer:ana@example.test",
        "shipment:S-1",
    ]


async def test_a_settlement_adds_ways_to_find_its_trace(ledger: Ledger) -> None:
    """Once each."""
    await begin(ledger, a_message("m1"), a_message("m2"))
    parcel = Entity(kind="parcel", key="P-1")
    await settled(ledger, a_settlement("m1", entities=(parcel,)))
    await settled(ledger, a_settlement("m2", entities=(parcel,)))
    assert await ledger.traces("parcel:P-1") == [(T1, parcel)]


async def test_a_story_is_in_the_order_it_happened(place: Place) -> None:
    """Over all chains."""
    one, two = await place.open(name="one"), await place.open(name="two")
    await one.write(Note(entries=(at(1, "first"), at(3, "third"), at(9, "elsewhere", trace="t2"))))
    await two.write(Note(entries=(at(2, "second"),)))
    await one.write(Note(entries=(at(4, "fourth"),)))
    told = [(sealed.chain, sealed.entry.content) for sealed in await two.story(T1)]
    assert told == [
        (1, '{"text":"first"}'),
        (2, '{"text":"second"}'),
        (1, '{"text":"third"}'),
        (1, '{"text":"fourth"}'),
    ]
    assert len(await one.story(T1, limit=2)) == 2


async def test_entries_are_read_newest_first_over_all_chains(place: Place) -> None:
    """All, by kind, by run, since an instant."""
    one, two = await place.open(name="one"), await place.open(name="two")
    await begin(one)
    await one.write(Note(entries=(an_entry(Kind.NOTED, run="r1", content='{"text":"of the run"}'),)))
    await one.write(Note(entries=tuple(at(n, f"a{n}") for n in range(0, 10, 2))))
    await two.write(Note(entries=tuple(at(n, f"b{n}", kind=Kind.PRINTED) for n in range(1, 10, 2))))
    newest = await one.entries(limit=4)
    assert [sealed.entry.content for sealed in newest] == [f'{{"text":"{text}"}}' for text in ("b9", "a8", "b7", "a6")]
    printed = await one.entries(kinds=["printed"], limit=2)
    assert [sealed.entry.content for sealed in printed] == ['{"text":"b9"}', '{"text":"b7"}']
    late = await one.entries(kinds=["printed", "noted"], since=NOW + timedelta(seconds=8))
    assert [sealed.entry.content for sealed in late] == ['{"text":"b9"}', '{"text":"a8"}']
    of_run = await one.entries(run=RunId("r1"), kinds=["noted"])
    assert [sealed.entry.content for sealed in of_run] == ['{"text":"of the run"}']
    assert len(await one.entries(kinds=["rooted"])) == 2


async def test_entries_are_read_page_by_page_and_by_who_acted(place: Place) -> None:
    """The next page begins behind the last entry of the former one, even within one instant and over chains."""
    one, two = await place.open(name="one"), await place.open(name="two")
    await one.write(Note(entries=tuple(at(0, f"a{n}", kind=Kind.CHANGED) for n in range(3))))
    await two.write(Note(entries=tuple(replace(at(0, f"b{n}", kind=Kind.CHANGED), actor="ana") for n in range(3))))
    read: list[str] = []
    before = None
    while page := await one.entries(kinds=["changed"], before=before, limit=2):
        read += [sealed.entry.content for sealed in page]
        before = (page[-1].entry.at, page[-1].chain, page[-1].seq)
    assert read == [f'{{"text":"{text}"}}' for text in ("b2", "b1", "b0", "a2", "a1", "a0")]
    hers = await one.entries(actor="ana")
    assert [sealed.entry.content for sealed in hers] == [f'{{"text":"{text}"}}' for text in ("b2", "b1", "b0")]
    assert [sealed.entry.actor for sealed in await one.entries(kinds=["changed"], is_acted=True)] == ["ana"] * 3
    assert await one.entries(actor="ben") == []


async def test_minutes_are_counted_alone_and_together(ledger: Ledger) -> None:
    """By the hour they are the same entries, and of the kinds that were asked for; what was before isn't counted."""
    kinds = (Kind.NOTED, Kind.CHANGED, Kind.NOTED, Kind.NOTED)
    entries = tuple(at(seconds, "x", kind=kind) for seconds, kind in zip((-300, 0, 61, 3660), kinds, strict=True))
    await ledger.write(Note(entries=entries))
    alone = await ledger.minutes(NOW, kinds=("noted", "changed"))
    hours = await ledger.minutes(NOW, kinds=("noted",), width=60)
    assert [(one.at - NOW, one.kind, one.count) for one in alone] == [
        (timedelta(0), "changed", 1),
        (timedelta(minutes=1), "noted", 1),
        (timedelta(minutes=61), "noted", 1),
    ]
    assert [(one.at - NOW, one.count) for one in hours] == [(timedelta(0), 1), (timedelta(hours=1), 1)]


async def test_a_glance_says_what_the_single_reads_say(ledger: Ledger) -> None:
    """For several traces at once, in the order asked; one that nobody knows has nothing."""
    first = await begin(ledger)
    (seen, unknown) = await ledger.glances([first.trace, TraceId("nobody")])
    assert (seen.trace, seen.is_in_trash) == (first.trace, False)
    assert list(seen.entities) == list(await ledger.entities(first.trace))
    assert list(seen.runs) == list(await ledger.runs(trace=first.trace))
    assert (unknown.entities, unknown.runs, unknown.is_in_trash) == ((), (), False)
