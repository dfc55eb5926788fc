"""A story as a vertical timeline: lanes of the systems on the left, what happened on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from goldthread.audit.told import Exchange, Line
from goldthread.console.lanes import Lane, Lanes
from goldthread.console.look.colours import Tone
from goldthread.console.parts.json_view import diff, folded, json_view
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.words import chip, facts, moment
from goldthread.flow.difference import Change
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json

COLUMNS: Final = tuple(Lane)
RESHAPED: Final = 3
"""A node that took away more fields than this made another kind of body: the difference would say nothing."""
DIRECT: Final = 4
"""So many changes are shown at once; more of them open from one line."""
EMPTY: Final[tuple[Json, ...]] = (None, "", [], {})
LITTLE: Final = 1400
"""Letters of markup of a difference that is shown at once."""
_QUIET: Final = frozenset({Kind.FINISHED, Kind.ROOTED})
_TONES: Final = {
    Kind.TRASHED: Tone.BAD,
    Kind.REFUSED: Tone.BAD,
    Kind.WAITING: Tone.WARN,
    Kind.RETRYING: Tone.WARN,
    Kind.MISSED: Tone.WARN,
    Kind.REPAIRED: Tone.INFO,
    Kind.RESUMED: Tone.INFO,
    Kind.RESOLVED: Tone.INFO,
    Kind.DISCARDED: Tone.BAD,
    Kind.STARTED: Tone.GOOD,
    Kind.PRINTED: Tone.GOOD,
}


def is_quiet(line: Line) -> bool:
    """Whether the line says nothing that isn't told by others: reads that went well, steps that changed nothing."""
    call = line.exchange
    if call is not None:
        return not call.is_write and call.method == "GET" and call.verdict in ("accepted", "missing")
    is_done = line.kind is Kind.SETTLED and not _shown_changes(line) and line.text.endswith(": done")
    return line.kind in _QUIET or is_done


def timeline(lines: Sequence[Line], lanes: Lanes) -> Markup:
    """The lines, each a row; the head names the lanes."""
    head = joined(
        Markup('<div class="story-lane">{}</div>').format("Ours" if one is Lane.OWN else one.value) for one in COLUMNS
    )
    rows = joined(_rows(lines, lanes))
    return Markup(
        '<div class="story" role="list" aria-label="What happened"><div class="story-head" aria-hidden="true">'
        "<div></div>{}<div></div></div>{}</div>"
    ).format(head, rows)


def _rows(lines: Sequence[Line], lanes: Lanes) -> Iterator[Markup]:
    former = ""
    for line in lines:
        is_other = bool(line.topology) and line.topology != former
        former = line.topology or former
        yield _row(line, lanes.of(line), is_other=is_other)


def _row(line: Line, lane: Lane, *, is_other: bool) -> Markup:
    node = tag("span", line.node, cls="tiny muted") if line.exchange is not None and line.node else ""
    where = tag("span", line.topology, cls="story-topology tiny") if is_other else ""
    who = chip(line.actor, Tone.INFO) if line.actor else ""
    words = tag("div", tag("span", _sentence(line, lane), cls="wrap-any"), node, who, where, cls="story-words")
    small, within = _beneath(line)
    said = folded(words, within) if within else words
    return Markup(
        '<div class="story-row {}" role="listitem">{}<div class="story-lanes">{}</div>'
        '<div class="story-said">{}{}</div></div>'
    ).format(
        _tone(line),
        tag("div", moment(line.at, shape="time"), cls="story-time tiny muted"),
        _marks(line, lane),
        said,
        small,
    )


def _marks(line: Line, lane: Lane) -> Markup:
    """The dot in its lane; a line leads to it from ours, or from it to ours where the other side began."""
    place = COLUMNS.index(lane)
    if place == 0:
        return Markup('<i class="dot" style="grid-column:1"></i>')
    side = "from" if line.kind is Kind.STARTED else "to"
    return Markup(
        '<i class="reach {}" style="grid-column:1/{}"></i><i class="dot" style="grid-column:{}" title="{}"></i>'
    ).format(side, place + 2, place + 1, lane.value)


def _tone(line: Line) -> str:
    call = line.exchange
    if call is not None:
        tone = Tone.STILL if call.verdict in ("accepted", "missing") else Tone.BAD
        return (Tone.WARN if call.verdict in ("later", "unclear", "") else tone).value
    return _TONES.get(line.kind, Tone.STILL).value


def _sentence(line: Line, lane: Lane) -> Markup:
    call = line.exchange
    if call is None:
        return tag("span", _plainly(line), cls="strong" if line.kind in _TONES else "")
    took = f"{call.took_ms} ms" if call.took_ms is not None else ""
    said = f": {call.words}" if call.words and call.verdict != "accepted" else ""
    system = "" if lane is Lane.OWN else call.installation
    return joined(
        [
            tag("span", f"{call.method} ", cls="mono strong"),
            tag("span", f"{system} ", cls="strong"),
            tag("span", call.path, cls="mono"),
            tag("span", f"  {call.status or 'no answer'}{said} ", cls="" if call.verdict == "accepted" else "strong"),
            tag("span", took, cls="tiny muted nowrap"),
        ]
    )


def _plainly(line: Line) -> str:
    """The sentence of what isn't a call: where a node only says that it is done, what it added."""
    words = line.text.removeprefix(f"{line.node}: ") if line.node else line.text
    if line.kind is Kind.SETTLED and words == "done":
        return f"{line.node} is done" if not _shown_changes(line) else f"{line.node} changed"
    return words[:1].upper() + words[1:]


def _shown_changes(line: Line) -> tuple[Change, ...]:
    """The changes worth showing: none where the body became another kind, none that only put an empty list there."""
    gone = sum(one.after is None for one in line.changes)
    if line.kind is Kind.SETTLED and gone > RESHAPED:
        return ()
    return tuple(one for one in line.changes if one.before not in EMPTY or one.after not in EMPTY)


def _beneath(line: Line) -> tuple[Markup, Markup]:
    """What is shown beneath the sentence at once, and what opens from it."""
    if line.exchange is not None:
        return Markup(), _exchange(line.exchange)
    small, within = Markup(), Markup()
    if changes := _shown_changes(line):
        shown = diff(changes)
        if len(changes) <= DIRECT and len(shown) < LITTLE:
            small = shown
        else:
            within += shown
    if line.facts and line.kind in (Kind.STARTED, Kind.SETTLED, Kind.TRASHED):
        within += json_view(line.facts)
    return small, within


def _exchange(call: Exchange) -> Markup:
    known = facts(
        [
            ("Verdict", chip(call.verdict or "in doubt")),
            ("Because", call.words),
            ("Parameters", json_view(call.params) if call.params else ""),
        ]
    )
    asked = tag("div", tag("h3", "Request"), json_view(call.request), cls="grow")
    answer = tag("div", tag("h3", f"Reply {call.status or ''}"), json_view(call.reply), cls="grow")
    return tag("div", known, tag("div", asked, answer, cls="story-exchange"), cls="story-fold")
