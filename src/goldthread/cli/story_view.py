"""A story drawn for a terminal: one line per thing that happened, in the lane of the system it happened at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from goldthread.audit.difference import Change
from goldthread.audit.told import Line, Standing, Story
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
LONGEST = 60


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
    topology = ""
    for line in story.lines:
        if not is_full and _is_quiet(line):
            continue
        if line.topology and line.topology != topology and line.kind is Kind.STARTED:
            topology = line.topology
        lane = _lane(line)
        colour = lanes.setdefault(lane, COLOURS[len(lanes) % len(COLOURS)]) if lane else ""
        sign, style = SIGNS.get(line.kind, ("•", "dim"))
        grid.add_row(_time(line), Text(lane, style=colour), Text(sign, style=style), _told(line, is_full=is_full))
    return grid


def _is_quiet(line: Line) -> bool:
    """What says nothing that another line doesn't say as well."""
    if line.kind is Kind.SETTLED:
        return not line.changes and line.text.endswith(": done")
    return line.kind is Kind.INTENDED or (line.kind is Kind.FINISHED and line.text.endswith(": done"))


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
    text = Text(line.text, style=style)
    for change in line.changes[: None if is_full else CHANGES]:
        text.append_text(_changed(change))
    if not is_full and len(line.changes) > CHANGES:
        text.append(f"\n  … {len(line.changes) - CHANGES} more", style="dim")
    if is_full and line.exchange:
        text.append(f"\n  asked {_json(line.exchange.request, 2000)}", style="dim")
        text.append(f"\n  reply {_json(line.exchange.reply, 2000)}", style="dim")
    return text


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
