"""Where the boxes of a topology stand: in columns from left to right, the thread straight, branches below it.

A box stands one column behind the last of those that lead to it. The first way on keeps the row; each further one
takes the next row that is free. A long thread goes on in a band below, so that it can be read without scrolling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from goldthread.flow.topology import Edge

COLUMNS: Final = 5
"""Boxes side by side; what a tablet shows without scrolling."""
WIDTH: Final = 158
HEIGHT: Final = 66
GAP: Final = 46
"""Between columns; edges and their numbers stand there."""
TURN: Final = 12
"""So far behind a box its edges turn up or down."""
ROW_GAP: Final = 24
"""Between rows; names of cases stand there."""
BAND_GAP: Final = 26
"""Between bands, beyond that; the thread comes back to the left there."""
EDGE: Final = 14
"""Around everything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """One box and where it stands."""

    name: str
    column: int
    """Over all bands."""
    row: int
    """Within its band."""
    x: int
    y: int

    @property
    def middle(self) -> int:
        """Where edges come in and go out."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One edge, as an SVG path."""

    edge: Edge
    path: str
    x: int
    """Where its number stands."""
    y: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The whole drawing."""

    boxes: Mapping[str, Box]
    lines: Sequence[Line]
    width: int
    height: int


def laid_out(edges: Iterable[Edge], *, columns: int = COLUMNS) -> Layout:
    """The drawing of a graph without circles; the first edge's source is where it begins."""
    known = tuple(dict.fromkeys(edges))
    names = _columns(known)
    rows = _rows(known, names)
    tops, height = _tops(names, rows, columns)
    boxes = {
        name: Box(
            name=name,
            column=column,
            row=rows[name],
            x=EDGE + column % columns * (WIDTH + GAP),
            y=tops[column // columns] + rows[name] * (HEIGHT + ROW_GAP),
        )
        for name, column in names.items()
    }
    side_by_side = min(columns, max(names.values(), default=0) + 1)
    width = 2 * EDGE + side_by_side * WIDTH + (side_by_side - 1) * GAP
    lines = [_line(edge, boxes, tops, columns) for edge in known]
    return Layout(boxes=boxes, lines=lines, width=width, height=height)


def columns(edges: Iterable[Edge]) -> int:
    """How many boxes stand side by side, were there no bands."""
    return max(_columns(tuple(edges)).values(), default=0) + 1


def _columns(edges: Sequence[Edge]) -> dict[str, int]:
    """The length of the longest way to each box, in the order in which they are met."""
    leading: dict[str, list[str]] = defaultdict(list)
    names = dict.fromkeys(name for edge in edges for name in (edge.source, edge.target)) or {"start": None}
    for edge in edges:
        leading[edge.target].append(edge.source)
    found: dict[str, int] = {}

    def column(name: str) -> int:
        if name not in found:
            found[name] = max((column(one) + 1 for one in leading[name]), default=0)
        return found[name]

    return {name: column(name) for name in names}


def _rows(edges: Sequence[Edge], columns: Mapping[str, int]) -> dict[str, int]:
    """The row of each box. The way to it is kept free, so that no edge runs through another box."""
    following: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        following[edge.source].append(edge.target)
    rows: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()

    def place(name: str, wanted: int, since: int) -> None:
        way = range(since + 1, columns[name] + 1)
        row = wanted
        while any((column, row) in taken for column in way):
            row += 1
        rows[name] = row
        taken.update((column, row) for column in way)
        for target in following[name]:
            if target not in rows:
                place(target, row, columns[name])

    for name, column in columns.items():
        if name not in rows:
            place(name, 0, column - 1)
    return rows


def _tops(columns: Mapping[str, int], rows: Mapping[str, int], most: int) -> tuple[list[int], int]:
    """Where each band begins, and where the drawing ends."""
    bands = max(columns.values(), default=0) // most + 1
    tops, y = [], EDGE
    for band in range(bands):
        tops.append(y)
        used = 1 + max((rows[name] for name, column in columns.items() if column // most == band), default=0)
        y += used * HEIGHT + (used - 1) * ROW_GAP + ROW_GAP + BAND_GAP
    return tops, y - ROW_GAP - BAND_GAP + EDGE


def _line(edge: Edge, boxes: Mapping[str, Box], tops: Sequence[int], columns: int) -> Line:
    source, target = boxes[edge.source], boxes[edge.target]
    x, y, into, end = source.x + WIDTH, source.middle, target.x, target.middle
    if source.column // columns != target.column // columns:
        right = EDGE + columns * WIDTH + (columns - 1) * GAP + EDGE // 2
        return _to_next_band(edge, (x, y), (into, end), tops[target.column // columns], right)
    if y == end:
        return Line(edge=edge, path=f"M{x} {y}H{into}", x=(x + min(into, x + GAP)) // 2, y=y)
    is_passing = target.row < source.row and target.column - source.column > 1
    turn = into - TURN if is_passing else x + TURN
    down = 1 if end > y else -1
    bend = min(8, abs(end - y) // 2)
    path = (
        f"M{x} {y}H{turn - bend}Q{turn} {y} {turn} {y + down * bend}V{end - down * bend}"
        f"Q{turn} {end} {turn + bend} {end}H{into}"
    )
    return Line(
        edge=edge,
        path=path,
        x=(turn + 8 + into) // 2 if not is_passing else x + GAP // 2,
        y=end if not is_passing else y,
    )


def _to_next_band(edge: Edge, begin: tuple[int, int], end: tuple[int, int], top: int, right: int) -> Line:
    """Around the right side, back to the left between the bands, and in from there."""
    (x, y), (into, middle) = begin, end
    left = EDGE // 2
    between = top - (ROW_GAP + BAND_GAP) // 2
    path = f"M{x} {y}H{right}V{between}H{left}V{middle}H{into}"
    return Line(edge=edge, path=path, x=(right + left) // 2, y=between)
