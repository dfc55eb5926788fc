"""What stands on the drawing of a topology."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from goldthread.audit.pulse import NodePulse, Pulse
from goldthread.console.look.colours import Tone
from goldthread.console.pages.topologies import chosen, condition_of
from goldthread.console.topologies.drawing import drawing, numbers, rate, took
from goldthread.console.topologies.example import example_of
from goldthread.console.topologies.seen import Seen
from goldthread.console.topologies.versions import versions_of
from goldthread.engine.codec import Codec
from goldthread.flow.topology import Edge, Topology
from goldthread.ports.view import Queue
from goldthread.topologies import SHIPPED

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHIP = next(one for one in SHIPPED if one.name == "order.ship")


def a_queue(node: str, *, state: str = "ready", count: int = 1, version: str = "v1", minutes: int = 1) -> Queue:
    """Messages of order.ship."""
    oldest = NOW - timedelta(minutes=minutes)
    return Queue(topology="order.ship", version=version, node=node, state=state, held_by="", count=count, oldest=oldest)


def a_look(*queues: Queue, **nodes: NodePulse) -> Seen:
    """One minute of order.ship."""
    pulse = Pulse(span=timedelta(minutes=1), nodes={("order.ship", node): beat for node, beat in nodes.items()})
    return Seen(at=NOW, pulse=pulse, queues=queues, entries=())


BUSY = a_look(
    a_queue("label_order", state="trash", count=3),
    a_queue("label_order", count=2),
    a_queue("print_label", state="held", count=4),
    label_order=NodePulse(settled=12, given=12, took_ms=(80, 84)),
    mark_shipped=NodePulse(settled=12, given=12, failed=1),
)


def test_each_box_is_a_link_that_says_its_numbers() -> None:
    """For who sees it, and for who hears it."""
    markup = drawing(SHIP, BUSY, lambda box: f"/console/{box}?a=1&b=2")
    root = ET.fromstring(str(markup))  # noqa: S314 - our own markup
    links = {link.get("href"): link for link in root.iter("a")}
    assert links.keys() == {f"/console/{box}?a=1&b=2" for box in ("start", *SHIP.nodes)}
    label = links["/console/label_order?a=1&b=2"]
    assert label.get("aria-label") == ("label_order (swiftpost), 12/min lately, 2 waiting, 3 in the trash, p95 84 ms")
    assert "drawing-node bad" in str(label.get("class"))
    words = {text.text for text in label.iter("text")}
    assert {"label_order", "12/min · 84 ms", "3 trash", "2 waiting"} <= words


def test_the_edges_carry_what_their_source_gave() -> None:
    """One number on each of the three ways on."""
    assert [BUSY.edge("order.ship", Edge("label_order", "mark_shipped"))] == [12]
    markup = str(drawing(SHIP, BUSY, lambda box: box))
    assert markup.count("drawing-edge flows") == 3 + sum(edge.source == "mark_shipped" for edge in SHIP.edges())


def test_numbers_never_lie_on_each_other() -> None:
    """Where edges have become one, so have their numbers; nothing is written where nothing moves."""
    assert numbers([(100, 40, 3.0), (112, 40, 2.0), (100, 90, 1.0), (300, 40, 0.0)]) == [(100, 40, 5.0), (100, 90, 1.0)]


def test_a_choice_carries_what_its_target_did() -> None:
    """The source can't tell where its messages went."""
    assert BUSY.edge("order.ship", Edge("start", "mark_shipped", "sent_by_dpd")) == 12


@pytest.mark.parametrize("topology", SHIPPED, ids=lambda one: one.name)
def test_every_shipped_topology_can_be_drawn(topology: Topology[Any]) -> None:
    """Well-formed, whatever it is made of."""
    root = ET.fromstring(str(drawing(topology, a_look(), lambda box: box)))  # noqa: S314 - our own markup
    assert len(list(root.iter("a"))) >= len(topology.nodes) + 1


@pytest.mark.parametrize("topology", SHIPPED, ids=lambda one: one.name)
def test_the_example_is_what_the_topology_takes(topology: Topology[Any]) -> None:
    """It could be sent as it is."""
    codec = Codec()
    body = codec.decode_json(topology.carries, example_of(codec.schema(topology.carries)))
    assert isinstance(body, topology.carries)  # type: ignore[arg-type] # shipped topologies carry classes


def test_a_schema_that_holds_itself_ends() -> None:
    """A tree of trees is cut."""
    tree = {"$ref": "#/$defs/T", "$defs": {"T": {"type": "object", "properties": {"next": {"$ref": "#/$defs/T"}}}}}
    assert isinstance(example_of(tree), dict)  # type: ignore[arg-type] # JSON as literals have it


def test_trouble_is_told_from_rest() -> None:
    """What is off is off, whatever waits in it."""
    whole = BUSY.whole(SHIP)
    assert (whole.trash, whole.held, whole.waiting, whole.failed) == (3, 4, 2, 1)
    assert whole.tone is Tone.BAD
    assert condition_of(whole, is_on=True) == "trouble"
    assert condition_of(whole, is_on=False) == "off"
    assert condition_of(a_look().whole(SHIP), is_on=True) == "still"


def test_topologies_are_looked_for_by_node_and_condition() -> None:
    """By any letters of their names."""
    found = chosen(SHIPPED, BUSY, lambda _: True, text="LABEL", condition="trouble")
    assert [one.name for one in found] == ["order.ship"]
    assert chosen(SHIPPED, BUSY, lambda _: True, text="no such", condition="") == []


def test_versions_that_are_under_way_are_told() -> None:
    """The current one first, even when nothing is open in it."""
    queues = [a_queue("pack", version="old", count=2, minutes=9), a_queue("label", version="old", state="trash")]
    now, old = versions_of(queues, "order.ship", "new")
    assert (now.fingerprint, now.count, now.oldest) == ("new", 0, None)
    assert (old.count, old.trash, old.nodes) == (3, 1, ("label", "pack"))
    assert old.oldest == NOW - timedelta(minutes=9)


@pytest.mark.parametrize(("number", "words"), [(0, ""), (0.44, "0.4/min"), (9.6, "10/min"), (172.3, "172/min")])
def test_rates_are_short(number: float, words: str) -> None:
    """No more letters than fit."""
    assert rate(number) == words


@pytest.mark.parametrize(("ms", "words"), [(None, ""), (84, "84 ms"), (2140, "2.1 s")])
def test_durations_are_short(ms: int | None, words: str) -> None:
    """In the unit that says most."""
    assert took(ms) == words
