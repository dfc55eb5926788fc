"""A story as plain lines, for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from goldthread.audit.difference import Change
from goldthread.audit.told import Line, Story
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json

_LONGEST = 100
_CHANGES = 12


def story_lines(story: Story, *, is_full: bool = False) -> list[str]:
    """The story, one thing a line, changes indented beneath; `is_full` with requests and replies.

    `2026-11-23 14:40:02.123  identify_customer  + /customer/id  "C-17"`
    """
    lines = [f"Story of {', '.join(story.entities) or story.trace}"]
    lines += [f"trace {story.trace}" + (", personal data hidden" if story.is_masked else ""), ""]
    run = ""
    for line in story.lines:
        if line.run and line.run != run:
            run = line.run
            lines.append(f"── {line.topology}  (run {run})")
        lines += _told(line, is_full=is_full)
    lines.append("")
    lines += [
        f"still open: {_at(one.since)}  {one.topology}/{one.node} {one.state}{_why(one.reason)}" for one in story.open
    ]
    if not story.open:
        lines.append("nothing is open")
    if story.is_cut:
        lines.append("… there is more than was read")
    return lines


def _told(line: Line, *, is_full: bool) -> Iterator[str]:
    if line.kind is Kind.SETTLED and not line.changes and line.text.endswith(": done"):
        return
    yield f"{_at(line.at)}  {_sign(line.kind)} {line.text}"
    indent = " " * 28
    for change in line.changes[: None if is_full else _CHANGES]:
        yield f"{indent}{_changed(change)}"
    if not is_full and len(line.changes) > _CHANGES:
        yield f"{indent}… {len(line.changes) - _CHANGES} more"
    if is_full and line.exchange:
        yield f"{indent}asked: {_json(line.exchange.request, 2000)}"
        yield f"{indent}reply: {_json(line.exchange.reply, 2000)}"


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
