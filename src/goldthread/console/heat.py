"""The heat map: topologies by slots of time, the darker the busier, red where something came to the trash."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from markupsafe import Markup

from goldthread.console.address import href
from goldthread.console.parts.markup import joined
from goldthread.ports.view import Minute

BAD: Final = ("trashed",)
WIDTHS: Final[Mapping[int, int]] = {1: 1, 24: 15, 168: 120}
"""Hours that can be looked back, and the minutes of a slot then."""
_CELL: Final = Markup(
    '<a class="heat-cell h{}{}" style="grid-column:{}" href="{}" title="{}" tabindex="-1" aria-hidden="true"></a>'
)


@dataclass(kw_only=True, slots=True)
class _Slot:
    begun: int = 0
    done: int = 0
    bad: int = 0
    again: int = 0


@dataclass(kw_only=True, slots=True)
class _Row:
    slots: dict[int, _Slot] = field(default_factory=dict)

    def total(self, name: str) -> int:
        return sum(getattr(one, name) for one in self.slots.values())


def heat_map(minutes: Iterable[Minute], topologies: Sequence[str], *, now: datetime, hours: int) -> Markup:
    """One line for each topology, from `hours` ago to now; a click on a slot shows its runs."""
    width = timedelta(minutes=WIDTHS[hours])
    last = _slot_of(now, width)
    count = int(timedelta(hours=hours) / width)
    rows = {name: _Row() for name in topologies}
    for one in minutes:
        place = _slot_of(one.at, width) - (last - count + 1)
        if one.topology in rows and 0 <= place < count:
            _add(rows[one.topology].slots.setdefault(place, _Slot()), one)
    most = max((slot.done for row in rows.values() for slot in row.slots.values()), default=0)
    begin = (last - count + 1) * width.total_seconds()
    lines = [_line(name, row, begin, width, count, most) for name, row in rows.items()]
    return Markup('<div class="heat" role="table" aria-label="Runs by topology and time">{}{}</div>').format(
        joined(lines), _axis(begin, width, count)
    )


def _slot_of(at: datetime, width: timedelta) -> int:
    return int(at.timestamp() // width.total_seconds())


def _add(slot: _Slot, one: Minute) -> None:
    match one.kind:
        case "started":
            slot.begun += one.count
        case "settled":
            slot.done += one.count
        case "trashed":
            slot.bad += one.count
        case "retrying":
            slot.again += one.count
        case _:
            pass


def _line(name: str, row: _Row, begin: float, width: timedelta, count: int, most: int) -> Markup:
    cells = joined(_cell(name, place, slot, begin, width, most) for place, slot in sorted(row.slots.items()))
    bad = row.total("bad")
    words = f"{name}: {row.total('begun')} runs begun, {row.total('done')} steps done, {bad} to the trash"
    counts = Markup('<span class="num">{}</span>{}').format(
        row.total("begun"), Markup(' <span class="heat-bad num">{} to trash</span>').format(bad) if bad else ""
    )
    return Markup(
        '<div class="heat-line" role="row"><a class="heat-name" role="rowheader" href="{}" title="{}">{}</a>'
        '<div class="heat-cells" role="cell" aria-label="{}" style="grid-template-columns:repeat({},minmax(0,1fr))">'
        '{}</div><div class="heat-count tiny muted">{}</div></div>'
    ).format(href("/runs", topology=name), words, name, words, count, cells, counts)


def _cell(name: str, place: int, slot: _Slot, begin: float, width: timedelta, most: int) -> Markup:
    at = datetime.fromtimestamp(begin + place * width.total_seconds(), UTC)
    level = min(4, max(1, math.ceil(4 * math.log1p(slot.done) / math.log1p(most)))) if slot.done and most else 0
    target = href("/runs", topology=name, at=at.isoformat(), minutes=int(width.total_seconds() // 60))
    words = (
        f"{at:%H:%M} UTC: {slot.begun} begun, {slot.done} steps done, {slot.again} tried again, {slot.bad} to the trash"
    )
    return _CELL.format(level, " is-bad" if slot.bad else " is-again" if slot.again else "", place + 1, target, words)


def _axis(begin: float, width: timedelta, count: int) -> Markup:
    marks = [
        Markup('<time style="grid-column:{}" datetime="{}" data-shape="mark">{:%H:%M}</time>').format(
            place + 1, at.isoformat(), at
        )
        for place in range(0, count, max(count // 6, 1))
        for at in [datetime.fromtimestamp(begin + place * width.total_seconds(), UTC)]
    ]
    return Markup(
        '<div class="heat-line heat-axis tiny muted" aria-hidden="true"><span></span>'
        '<div class="heat-cells" style="grid-template-columns:repeat({},minmax(0,1fr))">{}</div><span></span></div>'
    ).format(count, joined(marks))
