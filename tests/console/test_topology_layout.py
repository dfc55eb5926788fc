"""Where the boxes of a topology stand."""

from __future__ import annotations

from itertools import pairwise

import pytest

from goldthread.console.topologies.layout import COLUMNS, EDGE, HEIGHT, WIDTH, Box, laid_out
from goldthread.flow.topology import Edge
from goldthread.topologies import SHIPPED

TABLET = 1024


def chain(count: int) -> list[Edge]:
    """A thread of so many boxes."""
    names = ["start", *(f"n{number}" for number in range(1, count))]
    return [Edge(a, b) for a, b in pairwise(names)]


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes lie on each other."""
    return abs(a.x - b.x) < WIDTH and abs(a.y - b.y) < HEIGHT


def test_a_thread_is_straight() -> None:
    """One box behind the other, all in one row."""
    boxes = laid_out(chain(4)).boxes
    assert [(box.column, box.row) for box in boxes.values()] == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert len({box.y for box in boxes.values()}) == 1


def test_branches_stand_below_the_thread() -> None:
    """The first way on keeps the row."""
    edges = [Edge("start", "label"), Edge("label", "record"), Edge("label", "tell"), Edge("label", "assign")]
    boxes = laid_out([*edges, Edge("assign", "print")]).boxes
    assert [boxes[name].row for name in ("label", "record", "tell", "assign", "print")] == [0, 0, 1, 2, 2]
    assert boxes["print"].column == 3


def test_a_join_stands_behind_its_longest_branch() -> None:
    """So every edge goes to the right."""
    edges = [Edge("start", "a"), Edge("start", "b"), Edge("b", "c"), Edge("a", "end", "join"), Edge("c", "end", "join")]
    layout = laid_out(edges)
    assert layout.boxes["end"].column == 3
    assert all(layout.boxes[edge.source].x < layout.boxes[edge.target].x for edge in edges)


def test_twelve_nodes_fit_a_tablet() -> None:
    """A long thread goes on in a band below."""
    layout = laid_out(chain(13))
    assert layout.width < TABLET
    assert [layout.boxes[f"n{number}"].x for number in (COLUMNS, 2 * COLUMNS)] == [EDGE, EDGE]
    assert layout.boxes["n5"].y > layout.boxes["n4"].y + HEIGHT
    assert layout.height > layout.boxes["n12"].y + HEIGHT


@pytest.mark.parametrize("topology", SHIPPED, ids=lambda one: one.name)
def test_no_two_boxes_lie_on_each_other(topology: object) -> None:
    """In none of the shipped flows."""
    edges = list(topology.edges())  # type: ignore[attr-defined]
    layout = laid_out(edges)
    boxes = list(layout.boxes.values())
    assert {edge.target for edge in edges} <= layout.boxes.keys()
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if overlap(a, b)]
    assert all(0 < box.x < layout.width - WIDTH and 0 < box.y < layout.height - HEIGHT for box in boxes)


def test_the_way_into_the_next_band_runs_through_no_box() -> None:
    """Between the bands, and in from the left, also to the rows below."""
    edges = [*chain(COLUMNS), Edge("n4", "a"), Edge("n4", "b"), Edge("n4", "c")]
    layout = laid_out(edges)
    lowest, highest = layout.boxes["n4"].y + HEIGHT, layout.boxes["a"].y
    assert {line.y for line in layout.lines if line.edge.source == "n4"} == {(lowest + highest) // 2}
    assert layout.boxes["c"].row == 2


def test_a_way_past_a_box_is_kept_free() -> None:
    """A short way to the end doesn't run through what stands on the long one."""
    edges = [Edge("start", "a"), Edge("a", "b"), Edge("b", "end"), Edge("start", "topology:other")]
    boxes = laid_out([*edges, Edge("start", "end")]).boxes
    assert boxes["topology:other"].row == 1
    assert boxes["end"].column == 3
