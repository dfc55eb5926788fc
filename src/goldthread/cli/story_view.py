"""A story drawn for a terminal: one line per thing that happened, in the lane of the system it happened at."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from goldthread.audit.told import Line, Standing, Story
from goldthread.flow.difference import Change
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json

COLOURS = ("cyan", "magenta", "blue", "yellow", "bright_green", "bright_red")
SIGNS = {
    Kind.STARTED: ("●", "bold green"),
    Kind.INTENDED: ("→", "dim"),
    Kind.CALLED: ("→", "dim"),
    Kind.TRASHED: ("✗", "bold red"),
    Kind.REFUSED: ("✗", "bold red"),
    Kind.WAITING: ("…", "yellow"),
    Kind.RETRYING: ("↻", "yellow"),
    Kind.REPAIRED: ("✎", "bold magenta"),
    Kind.RESUMED: ("✎", "magenta"),
    Kind.RESOLVED: ("✎", "magenta"),
    Kind.DISCARDED: ("✎", "magenta"),
    Kind.FINISHED: ("■", "green"),
}
PERSONAL = frozenset({Kind.REPAIRED, Kind.RESUMED, Kind.RESOLVED, Kind.DISCARDED})
CHANGES = 6
RESHAPED = 2
"""A body that lost more fields than this is another kind of body."""
LONGEST = 60
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:\d\d)")


def drawn(story: Story, *, is_full: bool = False) -> Iterator[RenderableType]:
    """Who the story is about, what happened, and what is still open."""
    yield _head(story)
    yield Text()
    yield _lines(story, is_full=is_full)
    yield Text()
    yield from (_standing(one) for one in story.open)
    if not story.open:
        yield Text("Nothing is open.", style="green")
    if story.is_cut:
        yield Text("There is more than was read.", style="yellow")
    if not is_full:
        yield Text("Every request and reply: --full. For machines: --json.", style="dim")


def _head(story: Story) -> Table:
    grid = Table.grid(padding=(0, 2))
    kinds: dict[str, list[str]] = {}
    for entity in story.entities:
        kind, _, key = entity.partition(":")
        kinds.setdefault(kind, []).append(key)
    for kind, keys in kinds.items():
        grid.add_row(Text(kind.replace("_", " "), style="dim"), Text(", ".join(keys), style="bold"))
    states = Counter((run.topology, run.state) for run in story.runs)
    runs = ", ".join(
        f"{topology} {state}" + (f" ({count})" if count > 1 else "") for (topology, state), count in states.items()
    )
    grid.add_row(Text("runs", style="dim"), Text(runs))
    return grid


def _lines(story: Story, *, is_full: bool) -> Table:
    grid = Table.grid(padding=(0, 1))
    for column in ("time", "lane", "sign"):
        grid.add_column(column, no_wrap=True)
    grid.add_column("text", overflow="fold")
    lanes: dict[str, str] = {}
    for line in story.lines if is_full else _telling(story.lines):
        lane = _lane(line)
        colour = lanes.setdefault(lane, COLOURS[len(lanes) % len(COLOURS)]) if lane else ""
        sign, style = SIGNS.get(line.kind, ("•", "dim"))
        grid.add_row(_time(line), Text(lane, style=colour), Text(sign, style=style), _told(line, is_full=is_full))
    return grid


def _telling(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The lines that say something which no other line says as well."""
    former: Line | None = None
    for line in lines:
        if _is_quiet(line) or (former and (line.kind, line.text) == (former.kind, former.text)):
            continue
        former = line
        yield line


def _is_quiet(line: Line) -> bool:
    match line.kind:
        case Kind.SETTLED:
            return not line.changes and "nothing more to do" not in line.text
        case Kind.FINISHED:
            return line.text.endswith(": done")
        case Kind.INTENDED:
            return line.exchange is None
        case _:
            return False


def _lane(line: Line) -> str:
    """The system it happened at, or the person who did it."""
    if line.exchange:
        return line.exchange.installation
    if line.kind in PERSONAL:
        return "person"
    if line.kind is Kind.STARTED and isinstance(line.facts, dict):
        key = str(line.facts.get("key", ""))
        return str(line.facts.get("installation", "")) if key.startswith("hook:") else key.partition(":")[0]
    return ""


def _time(line: Line) -> Text:
    return Text(line.at.astimezone().strftime("%H:%M:%S.%f")[:-3], style="dim")


def _told(line: Line, *, is_full: bool) -> Text:
    style = {Kind.STARTED: "bold", Kind.TRASHED: "red", Kind.REPAIRED: "bold"}.get(line.kind, "")
    text = Text(line.text if is_full else _brief(line), style=style)
    changes = line.changes if is_full else _gained(line)
    for change in changes:
        text.append_text(_changed(change))
    if is_full and line.exchange:
        text.append(f"\n  asked {_json(line.exchange.request, 2000)}", style="dim")
        text.append(f"\n  reply {_json(line.exchange.reply, 2000)}", style="dim")
    return text


def _brief(line: Line) -> str:
    """The sentence without what its lane says already, and with times of day."""
    if call := line.exchange:
        took = f" in {call.took_ms} ms" if call.took_ms is not None else ""
        words = f": {call.words}" if call.words and call.verdict != "accepted" else ""
        return f"{call.method} {call.path}  {call.status or 'no answer'}{took}{words}"
    if line.kind is Kind.NOTED and isinstance(line.facts, dict) and line.facts.get("text"):
        return str(line.facts["text"])
    return INSTANT.sub(lambda found: datetime.fromisoformat(found[0]).astimezone().strftime("%H:%M:%S"), line.text)


def _gained(line: Line) -> tuple[Change, ...]:
    """What is worth showing: what was added or changed, unless the body took another shape altogether."""
    gone = sum(change.after is None for change in line.changes)
    if line.kind is Kind.SETTLED and gone > RESHAPED:
        return ()
    return tuple(change for change in line.changes if change.after not in (None, [], {}, ""))[:CHANGES]


def _changed(change: Change) -> Text:
    if change.before is None:
        return Text.assemble("\n  ", ("+ ", "green"), (change.field, "dim"), f"  {_json(change.after)}")
    if change.after is None:
        return Text.assemble("\n  ", ("- ", "red"), (change.field, "dim"), f"  {_json(change.before)}")
    before, after = _json(change.before), _json(change.after)
    return Text.assemble("\n  ", ("~ ", "yellow"), (change.field, "dim"), f"  {before} → ", (after, "bold"))


def _json(value: Json, longest: int = LONGEST) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _standing(one: Standing) -> Text:
    style = "red" if one.state == "trash" else "yellow"
    why = f": {one.reason}" if one.reason else ""
    return Text.assemble(("Open  ", style), f"{one.topology}, before {one.node}, {one.state}{why}")
