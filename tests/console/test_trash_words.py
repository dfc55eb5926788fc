"""The trash in plain words, and what became of a message."""

from __future__ import annotations

from datetime import UTC, datetime

from goldthread.console.trash.listing import field_name
from goldthread.console.trash.trail import trail_of
from goldthread.console.trash.words import KINDS, subject, ways
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import RunId, TraceId
from goldthread.ports.carried import Run, TrashKind
from goldthread.ports.view import RunRow

AT = datetime(2026, 5, 1, 10, tzinfo=UTC)


def a_run(state: str) -> RunRow:
    """A run in a state."""
    run = Run(
        id=RunId("r"),
        trace=TraceId("t"),
        topology="order.ship",
        version="1",
        origin="",
        start_key="k",
        started_at=AT,
    )
    return RunRow(run=run, state=state, open_messages=int(state == "open"), ended_at=None)


def test_every_kind_says_what_to_do() -> None:
    """None is left without words."""
    assert set(KINDS) == set(TrashKind)
    assert all(words.endswith(".") for _, words in KINDS.values())


def test_a_message_is_named_by_the_number_that_people_say() -> None:
    """The order's before its id; nothing where there is nothing."""
    assert subject('{"id": "x", "order_number": "B-1"}') == "B-1"
    assert [subject(body) for body in ("[1]", "{", '{"id": true}', '{"id": 7}')] == ["", "", "", "7"]


def test_doubts_have_their_choices_and_prices() -> None:
    """Where Goldthread can look for itself, that is offered first."""
    asked = ways("swift", doubt="ask", cost="4.90 EUR")
    assert [one.choice for one in asked] == ["adopt", "never", "voided", "twice"]
    assert "Nothing is sent again" in asked[0].does
    assert all("4.90 EUR" in one.costs for one in asked[1:])
    assert ways("swift", doubt="lookup", cost="")[0].choice == "ask"


def test_a_field_is_named_without_its_place_in_a_list() -> None:
    """The pointer stands on hover."""
    assert str(field_name("/recipient/street/0")) == '<span title="/recipient/street/0">Street</span>'
    assert field_name("") == ""


def test_a_trail_ends_when_the_run_does() -> None:
    """With its calls and outcomes as steps."""
    called = '{"installation":"swift","method":"POST","path":"/v1","verdict":"refused","words":"no"}'
    entries = [
        Entry(kind=Kind.CALLED, at=AT, node="label_order", content=called),
        Entry(kind=Kind.SETTLED, at=AT, node="label_order"),
        Entry(kind=Kind.REPAIRED, at=AT, node="label_order"),
    ]
    trail = trail_of(entries, a_run("repaired"), [])
    assert (trail.state, trail.is_over) == ("settled", True)
    assert [(one.word, one.words) for one in trail.steps] == [("refused", "swift: POST /v1. no"), ("done", "")]


def test_a_trail_leads_back_to_the_trash() -> None:
    """To the message that lies there now; as long as a branch still moves, it isn't over."""
    row = a_run("open")
    back = trail_of([], row, [("m2", "mark_shipped", "trash")])
    assert (back.state, back.again, back.is_over) == ("trash", "m2", True)
    moving = trail_of([], row, [("m2", "mark_shipped", "trash"), ("m3", "print_label", "ready")])
    assert (moving.state, moving.is_over) == ("moving", False)
    waiting = trail_of([], row, [("m3", "print_label", "held")])
    assert (waiting.state, "print_label" in waiting.words) == ("waiting", True)
