"""A story as plain lines, for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from goldthread.audit.told import Line, Story
from goldthread.flow.difference import Change
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json

_LONGEST = 100
_CHANGES = 12
_LOST = 2
"""A body that lost more fields than these is another kind of body."""


def story_lines(story: Story, *, is_full: bool = False) -> list[str]:
    """The story, one thing a line, changes indented beneath; `is_full` with requests and replies.

    `2026-11-23 14:40:02.123  order.ship  → POST swiftpost /v1/shipments: 201 in 12 ms`
    """
    lines = [f"Story of {', '.join(story.entities) or story.trace}"]
    lines += [f"trace {story.trace}" + (", personal data hidden" if story.is_masked else ""), ""]
    width = max((len(line.topology) for line in story.lines), default=0)
    for line in story.lines:
        lines += _told(line, width, is_full=is_full)
    lines.append("")
    for one in story.open:
        lines.append(f"still open: {_at(one.since)}  {one.topology}/{one.node} {one.state}{_why(one.reason)}")
    if not story.open:
        lines.append("nothing is open")
    if story.is_cut:
        lines.append("… there is more than was read")
    return lines


def _told(line: Line, width: int, *, is_full: bool) -> Iterator[str]:
    if line.kind is Kind.SETTLED and not line.changes and line.text.endswith(": done"):
        return
    yield f"{_at(line.at)}  {line.topology:<{width}}  {_sign(line.kind)} {line.text}"
    indent = " " * (29 + width)
    changes = line.changes if is_full else _telling(line)
    for change in changes:
        yield f"{indent}{_changed(change)}"
    if not is_full and len(line.changes) > len(changes) > 0:
        yield f"{indent}… {len(line.changes) - len(changes)} more"
    if is_full and line.exchange:
        yield f"{indent}asked: {_json(line.exchange.request, 2000)}"
        yield f"{indent}reply: {_json(line.exchange.reply, 2000)}"


def _telling(line: Line) -> tuple[Change, ...]:
    """The changes worth a line each: where a body became another kind of body, its sentence says enough."""
    lost = sum(change.after is None for change in line.changes)
    is_another_kind = line.kind is Kind.SETTLED and lost > _LOST
    return () if is_another_kind else line.changes[:_CHANGES]


def _sign(kind: Kind) -> str:
    match kind:
        case Kind.TRASHED | Kind.REFUSED:
            return "✗"
        case Kind.WAITING | Kind.RETRYING:
            return "…"
        case Kind.INTENDED | Kind.CALLED:
            return "→"
        case Kind.REPAIRED | Kind.RESUMED | Kind.DISCARDED | Kind.RESOLVED:
            return "✎"
        case Kind.FINISHED:
            return "■"
        case _:
            return "•"


def _changed(change: Change) -> str:
    if change.before is None:
        return f"+ {change.field}  {_json(change.after)}"
    if change.after is None:
        return f"- {change.field}  {_json(change.before)}"
    return f"~ {change.field}  {_json(change.before)} → {_json(change.after)}"


def _json(value: Json, longest: int = _LONGEST) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _at(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def _why(reason: str) -> str:
    return f": {reason}" if reason else ""
