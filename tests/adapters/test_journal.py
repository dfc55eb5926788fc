"""The journal's parts: what a batch asks for, sees, changes and says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from goldthread.adapters.journal.ask import first_need, second_need, segments
from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.journal import Journal
from goldthread.adapters.journal.lane import Lane
from goldthread.adapters.journal.row import standing
from goldthread.adapters.journal.seal import seal
from goldthread.adapters.journal.shelf import Shelf
from goldthread.adapters.memory.shelves import Shelves
from goldthread.flow.chain import Head, digest, follow, genesis, heads_of, instant, listed, micros
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import Message, MessageId, RunId, TraceId, WorkerId
from goldthread.ports.carried import Gone, Parked
from goldthread.ports.write import Beat, Claim, Leave, Note, Settle, Unhold, Write
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
W1 = WorkerId("w1")
NOTE = Note()


def a_message(id_: str = "m1", *, lane: str = "") -> Message:
    return Message(
        id=MessageId(id_),
        run=RunId("r1"),
        trace=TraceId("t1"),
        topology="ship",
        version="v1",
        node="pack",
        body="{}",
        lane=lane,
        created_at=NOW,
    )


def a_settlement(message: str = "m1", *followers: Message, is_parked: bool = False) -> Settle:
    fate = Parked(due=None, attempt=0, waits=0) if is_parked else Gone()
    return Settle(worker=W1, message=MessageId(message), fate=fate, followers=followers, at=NOW)


def an_entry(kind: Kind = Kind.NOTED, content: str = "{}") -> Entry:
    return Entry(kind=kind, at=NOW, content=content)


def a_desk(*messages: Message) -> Desk:
    desk = Desk()
    for message in messages:
        row = standing(message, trace="t1", seat=0, state="ready", holder=W1)
        desk.messages.admit(message.id, row)
    return desk


def test_what_came_and_went_in_one_batch_never_touches_the_store() -> None:
    """Rows that changed back don't either."""
    shelf: Shelf[str, int] = Shelf()
    for key in ("same", "changed", "gone"):
        shelf.admit(key, 1)
    shelf.put("brief", 1)
    shelf.drop("brief")
    shelf.put("same", 2)
    shelf.put("same", 1)
    shelf.put("changed", 2)
    shelf.drop("gone")
    shelf.put("new", 3)
    changes = shelf.changes()
    assert (changes.inserted, changes.updated, changes.deleted) == ([3], [2], ["gone"])


def test_what_a_batch_did_is_not_forgotten_when_more_is_loaded() -> None:
    """The second round of reading may bring rows that were changed already."""
    shelf: Shelf[str, int] = Shelf()
    shelf.put("a", 2)
    shelf.admit("a", 1)
    assert shelf.get("a") == 2


def test_a_lane_seats_who_comes_behind_all_others() -> None:
    """Also behind those that have left."""
    lane = Lane(["a", "b"], top=7)
    lane.leave("a")
    assert (lane.head, lane.join("c"), lane.join("d")) == ("b", 8, 9)
    lane.leave("b")
    lane.leave("b")
    assert lane.head == "c"


@pytest.mark.parametrize(
    "sweep",
    [
        Claim(worker=W1, limit=1, now=NOW),
        Beat(worker=W1, now=NOW, until=NOW),
        Leave(worker=W1),
        Unhold(installation="swiftpost"),
    ],
)
def test_a_batch_is_cut_before_each_sweep(sweep: Write) -> None:
    """It must see in the store what came before it."""
    assert list(segments([NOTE, NOTE, sweep, NOTE, sweep])) == [[NOTE, NOTE], [sweep, NOTE], [sweep]]
    assert list(segments([])) == []


def test_one_message_that_becomes_one_asks_for_nothing_but_itself() -> None:
    """The hot path needs neither its run nor anything else."""
    write = a_settlement("m1", a_message("m2"))
    need = first_need([write])
    assert (need.messages, need.calls, need.trash, need.sweep) == ({"m1"}, set(), set(), None)
    second = second_need([write], a_desk(a_message()))
    assert (second.runs, second.lanes) == (set(), set())


@pytest.mark.parametrize(
    "write",
    [
        a_settlement(),
        a_settlement("m1", a_message("m2"), a_message("m3")),
        a_settlement("m1", a_message("m2"), is_parked=True),
    ],
)
def test_what_changes_the_count_of_open_messages_asks_for_the_run(write: Settle) -> None:
    """Also for messages that are only made within the batch."""
    assert second_need([write], a_desk(a_message())).runs == {"r1"}
    assert second_need([a_settlement("m0", a_message("m1")), write], a_desk(a_message("m0"))).runs == {"r1"}


def test_lanes_are_asked_for_from_both_sides() -> None:
    """Of the message that leaves, and of those that come."""
    write = a_settlement("m1", a_message("m2", lane="next"))
    need = second_need([write], a_desk(a_message(lane="first")))
    assert (need.lanes, need.lane_depth) == ({"first", "next"}, 2)


def test_sealed_entries_hang_on_each_other() -> None:
    """Each by the one before; contents lie beside with salts of their own."""
    start = Head(1, -1, genesis(1, "one", []))
    sealing = seal(start, [an_entry(content="a"), an_entry(Kind.PRINTED, content="a")])
    first, second = sealing.entries
    assert [row.seq for row in sealing.entries] == [0, 1]
    assert [row.is_rare for row in sealing.entries] == [0, 1]
    assert first.digest != second.digest
    assert first.digest == digest(sealing.contents[0].salt, "a")
    middle = follow(start, an_entry(), first.digest)
    assert middle == Head(1, 0, first.hash)
    assert follow(middle, an_entry(Kind.PRINTED), second.digest) == sealing.head == Head(1, 1, second.hash)
    assert sum(sealing.minutes.values()) == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(an_entry(), kind=Kind.PRINTED),
        replace(an_entry(), at=NOW + timedelta(microseconds=1)),
        replace(an_entry(), trace="x"),
        replace(an_entry(), run="x"),
        replace(an_entry(), topology="x"),
        replace(an_entry(), node="x"),
        replace(an_entry(), message="x"),
        replace(an_entry(), actor="x"),
    ],
)
def test_every_field_is_in_the_hash(other: Entry) -> None:
    """The content by its digest alone."""
    head = Head(1, 4, "0" * 64)
    hashes = {follow(head, entry, "d").hash for entry in (an_entry(), other)}
    assert len(hashes) == 2
    assert follow(head, an_entry(content="x"), "d") == follow(head, an_entry(), "d")


def test_heads_are_listed_and_read_again() -> None:
    """As the content of an entry."""
    heads = (Head(1, 17, "ab"), Head(2, -1, "cd"))
    assert heads_of(listed(heads)) == heads
    with pytest.raises(ValueError, match="no list of heads"):
        heads_of('{"other":1}')


def test_instants_keep_their_microseconds() -> None:
    """And their order."""
    assert instant(micros(NOW)) == NOW
    assert micros(NOW + timedelta(microseconds=1)) == micros(NOW) + 1


def test_a_batch_that_was_rolled_back_leaves_the_chain_where_it_was() -> None:
    """The next one hangs on what is stored."""
    journal, lost, kept = Journal(ManualClock(NOW), "one"), Shelves(), Shelves()
    write = Note(entries=(an_entry(),))
    journal.perform(lost, [write])
    journal.rolled_back()
    journal.perform(kept, [write])
    journal.committed()
    journal.perform(lost, [write])
    journal.rolled_back()
    journal.perform(kept, [write])
    assert [entry.seq for entry in kept.chains[1].entries] == [0, 1, 2]
