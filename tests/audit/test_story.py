"""Stories: entries told in order, calls folded, enrichments as differences."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest
from telling_entries import an_entry, called, intended, sealed

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.lines import story_lines
from goldthread.audit.story import find, tell, told
from goldthread.audit.told import Story
from goldthread.domain.entity import Entity
from goldthread.flow.difference import Change
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import NotFound
from goldthread.flow.mask import mask
from goldthread.flow.message import Message, MessageId, RunId, TraceId
from goldthread.flow.node import fan_out, mapper
from goldthread.flow.reply import Json
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import Birth, Run
from goldthread.ports.write import Accept
from goldthread.testing.clock import NEW_YEAR, ManualClock


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is bought."""

    id: str


@mapper
def weigh(order: Order) -> Order:
    """First."""
    return order


@mapper
def pack(order: Order) -> Order:
    """On one branch."""
    return order


@mapper
def tell_shop(order: Order) -> Order:
    """On the other."""
    return order


SHIP: Topology[Order] = Topology("order.ship", start=Manual(Order), path=weigh >> fan_out(pack, tell_shop))


def texts(*entries: Entry) -> list[str]:
    """What is said of the entries."""
    return [line.text for line in told(sealed(*entries), ())]


def test_a_write_and_its_answer_are_one_line() -> None:
    """Told where it was intended, with request and reply."""
    (line,) = told(sealed(intended(), called()), ())
    assert line.text == "POST swift /v1/shipments: 201 in 12 ms"
    assert line.exchange is not None
    assert (line.exchange.request, line.exchange.reply) == ({"email": "ana@example.com"}, {"id": "S1"})
    assert line.exchange.is_write


def test_a_write_without_an_answer_stays_open() -> None:
    """Nobody pretends to know."""
    assert texts(intended()) == ["POST swift /v1/shipments: sent, no answer is known"]


def test_a_write_sent_again_takes_its_answers_in_order() -> None:
    """The first was lost, the second came."""
    lost = called(verdict="unclear", status=0, words="the answer was lost")
    lines = told(sealed(intended(), lost, intended(), called()), ())
    assert [line.text for line in lines] == [
        "POST swift /v1/shipments: no answer in 12 ms, unclear: the answer was lost",
        "POST swift /v1/shipments: 201 in 12 ms",
    ]


def test_each_node_tells_what_it_added() -> None:
    """Against the body that it was given, on each branch its own."""

    def done(node: str, body: dict[str, Json]) -> Entry:
        return an_entry(Kind.SETTLED, {"outcome": "done", "body": body}, node=node)

    lines = told(
        sealed(
            an_entry(Kind.STARTED, {"key": "manual:order.ship:k", "body": {"id": "1"}}, node="start"),
            done("weigh", {"id": "1", "weight": "2"}),
            done("pack", {"id": "1", "weight": "2", "box": "S"}),
            done("tell_shop", {"id": "1", "weight": "3"}),
        ),
        (replace_type(SHIP),),
    )
    assert [line.changes for line in lines] == [
        (),
        (Change(field="/weight", before=None, after="2"),),
        (Change(field="/box", before=None, after="S"),),
        (Change(field="/weight", before="2", after="3"),),
    ]


def replace_type(topology: Topology[Order]) -> Topology[object]:
    """As the catalogue holds it."""
    return topology  # type: ignore[return-value] # a topology is read here, never started


def test_a_status_is_told_with_its_source() -> None:
    """Which parcel, from what to what, by webhook or watch, in the carrier's own word."""
    body: Json = {
        "event": {"tracking_number": "SW1", "source": "watch", "carrier": "swift", "raw_code": "DLV"},
        "before": {"status": "in_transit"},
        "tracking": {"state": {"status": "delivered", "reason": None}},
    }
    line = an_entry(Kind.SETTLED, {"outcome": "done", "body": body}, node="fold_status")
    assert texts(line) == ["SW1: in_transit → delivered, told by watch (swift says DLV)"]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (an_entry(Kind.STARTED, {"key": "hook:shop:order.placed:d1:x", "installation": "shop", "body": {}}),
         "shop told of order.placed"),
        (an_entry(Kind.STARTED, {"key": "hook:shop:order.placed:d1:x", "installation": "shop", "raw": "?"}),
         "shop told of order.placed, which cannot be read"),
        (an_entry(Kind.STARTED, {"key": "manual:order.ship:1", "body": {}}, actor="ada"), "order.ship started by ada"),
        (an_entry(Kind.STARTED, {"key": "handover:m:order.ship:1", "body": {}}), "handed over to order.ship"),
        (an_entry(Kind.STARTED, {"key": "cron:order.ship:1", "body": {}}), "order.ship started by its schedule"),
        (an_entry(Kind.SETTLED, {"outcome": "drop", "reason": "known"}), "pack: nothing more to do: known"),
        (an_entry(Kind.SETTLED, {"outcome": "emit", "count": 3, "has_more": True}), "pack: found 3, more to come"),
        (an_entry(Kind.WAITING, {"reason": "paused", "held_by": "swift"}), "pack: held for swift: paused"),
        (an_entry(Kind.RETRYING, {"reason": "503", "until": "then", "attempt": 2}),
         "pack: attempt 2 failed, tried again at then: 503"),
        (an_entry(Kind.TRASHED, {"kind": "rejected", "reason": "too short", "field": "/zip"}),
         "pack: to the trash (rejected, /zip): too short"),
        (an_entry(Kind.REPAIRED, {"reason": "typo", "changes": [{"field": "/zip", "before": "1", "after": "2"}]},
                  actor="ada"), "ada repaired /zip: typo"),
        (an_entry(Kind.RESUMED, {"node": "pack"}, actor="ada"), "ada let it go on before pack"),
        (an_entry(Kind.DISCARDED, {"reason": "a test"}, actor="ada"), "ada discarded it: a test"),
        (an_entry(Kind.RESOLVED, {"resolution": "adopted", "reason": "seen"}, actor="ada"),
         "ada resolved the call in doubt (adopted): seen"),
        (an_entry(Kind.ADOPTED, {"installation": "swift"}), "pack: adopted what swift had done already"),
        (an_entry(Kind.DUPLICATE, {}), "the same event came again; nothing was started"),
        (an_entry(Kind.REFUSED, {"event": "e", "installation": "shop", "reason": "unsigned"}),
         "refused e from shop: unsigned"),
        (an_entry(Kind.FINISHED, {"state": "repaired"}), "order.ship: repaired"),
        (an_entry(Kind.NOTED, {"text": "customer created", "id": "C1"}), "pack: customer created (id: C1)"),
        (an_entry(Kind.CHANGED, {"topology": "x", "is_on": False}, node="", actor="ada"),
         "ada: changed (topology: x; is_on: False)"),
    ],
)  # fmt: skip
def test_every_kind_is_a_sentence(entry: Entry, text: str) -> None:
    """That a person understands."""
    assert texts(entry) == [text]


@pytest.mark.parametrize("kind", list(Kind))
def test_no_content_breaks_a_story(kind: Kind) -> None:
    """Missing particulars, other shapes, and erased content are told as far as they go."""
    for content in ("{}", "[]", '"x"', '{"reason":null,"changes":7,"request":[],"reply":"?","body":null}'):
        (one,) = sealed(replace(an_entry(kind, {}), content=content))
        assert told([one], ())[0].text
        assert told([one], (), mask)[0].text
    erased = replace(sealed(an_entry(kind, {}))[0], is_erased=True)
    (line,) = told([erased], ())
    assert "erased" in line.text
    assert line.is_erased


def test_a_masked_story_shows_nobody() -> None:
    """Neither in calls, nor in changes, nor in what came in."""
    order: Json = {
        "email": "ana@example.com",
        "recipient": {"name": "Ana Nováková", "street": ["Dlouhá 1"], "city": "Brno"},
    }
    started: dict[str, Json] = {"key": "hook:shop:e:d:x", "installation": "shop", "body": {}, "raw": json.dumps(order)}
    entries = sealed(
        an_entry(Kind.STARTED, started, node="start"),
        an_entry(Kind.SETTLED, {"outcome": "done", "body": order}),
        intended(),
        called(),
        an_entry(
            Kind.REPAIRED, {"changes": [{"field": "/recipient/name", "before": "Ana Novak", "after": "Ana Nováková"}]}
        ),
    )
    shown = repr(told(entries, (), mask))
    for secret in ("ana@example", "Nov", "Dlouhá"):
        assert secret not in shown
        assert secret in repr(told(entries, ()))
    assert "Brno" in shown


async def a_ledger() -> MemoryLedger:
    """With one run of one order."""
    clock = ManualClock()
    ledger = MemoryLedger(clock=clock)
    run = Run(
        id=RunId("r-1"),
        trace=TraceId("t-1"),
        topology="order.ship",
        version="v",
        origin="",
        start_key="k",
        started_at=NEW_YEAR,
    )
    message = Message(
        id=MessageId("m-1"),
        run=run.id,
        trace=run.trace,
        topology="order.ship",
        version="v",
        node="pack",
        body="{}",
        created_at=NEW_YEAR,
    )
    entities = (Entity(kind="order", key="shop/1001"), Entity.customer("Ana@example.com"))
    entry = an_entry(Kind.STARTED, {"key": "manual:order.ship:1", "body": {"id": "1"}})
    birth = Birth(run=run, messages=(message,), entities=entities, entries=(entry,))
    await ledger.write(Accept(birth=birth, worker=None))
    return ledger


async def test_a_trace_is_found_by_what_anybody_holds() -> None:
    """Key, text form, beginning, or its own id; each trace once."""
    ledger = await a_ledger()
    for text in ("shop/1001", "order:shop/1001", "shop/10", "ana@example.com", "t-1"):
        assert [one.trace for one in await find(ledger, text)] == ["t-1"]
    assert await find(ledger, "shop/2") == []


async def test_a_story_tells_what_is_still_open() -> None:
    """Where each message stands; of a trace that doesn't exist there is none."""
    ledger = await a_ledger()
    story = await tell(ledger, "t-1")
    assert [(one.node, one.state) for one in story.open] == [("pack", "ready")]
    assert [(one.run, one.state) for one in story.runs] == [("r-1", "open")]
    assert story.entities[0] == "order:shop/1001"
    assert "customer:a…@example.com" in (await tell(ledger, "t-1", mask=mask)).entities
    with pytest.raises(NotFound, match="look for it by the key"):
        await tell(ledger, "t-2")


def test_lines_read_from_top_to_bottom() -> None:
    """The run, its lines with their changes beneath, and what is open."""
    entries = sealed(
        an_entry(Kind.STARTED, {"key": "manual:order.ship:1", "body": {"id": "1"}}, node="start", actor="ada"),
        an_entry(Kind.SETTLED, {"outcome": "done", "body": {"id": "1", "box": "S"}}),
        intended(),
        called(),
        an_entry(Kind.SETTLED, {"outcome": "done", "body": {"id": "1", "box": "S"}}),
    )
    story = Story(trace="t-1", entities=("order:shop/1",), runs=(), lines=told(entries, ()))
    assert story_lines(story) == [
        "Story of order:shop/1",
        "trace t-1",
        "",
        "2026-03-01 12:00:00.000  order.ship  • order.ship started by ada",
        "2026-03-01 12:00:00.000  order.ship  • pack: done",
        '                                       + /box  "S"',
        "2026-03-01 12:00:00.000  order.ship  → POST swift /v1/shipments: 201 in 12 ms",
        "",
        "nothing is open",
    ]
    assert '                                       reply: {"id": "S1"}' in story_lines(story, is_full=True)
