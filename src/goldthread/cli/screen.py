"""What commands print: tables and sentences for people, JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text


def out() -> Console:
    """Where results go; as wide as needed when nobody is looking, so that no line is cut."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(file=sys.stdout, highlight=False, width=200)


def err() -> Console:
    """Where everything else goes."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def show(value: object, drawing: RenderableType | Iterable[RenderableType], *, as_json: bool) -> None:
    """Print a value: as JSON, or drawn."""
    if as_json:
        sys.stdout.write(to_json(value) + "\n")
        sys.stdout.flush()
        return
    console = out()
    parts = drawing if isinstance(drawing, Iterable) and not isinstance(drawing, str | Text | Table) else (drawing,)
    for part in parts:
        console.print(part)


def to_json(value: object) -> str:
    """Indented JSON of anything made of dataclasses, mappings, sequences, instants and paths."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS, default=_plain).decode()


def table(*columns: str, rows: Iterable[Sequence[object]], title: str | None = None, empty: str = "") -> RenderableType:
    """Rows under their headings, or the sentence for none."""
    drawn = Table(
        *columns, title=title, title_justify="left", title_style="bold", box=None, header_style="dim", pad_edge=False
    )
    for row in rows:
        drawn.add_row(*(cell if isinstance(cell, Text) else Text(_words(cell)) for cell in row))
    return drawn if drawn.row_count or not empty else Text(empty, style="dim")


def facts(pairs: Mapping[str, object]) -> Table:
    """Names and their values, one per line."""
    grid = Table.grid(padding=(0, 2))
    for name, value in pairs.items():
        grid.add_row(Text(name, style="dim"), value if isinstance(value, Text) else Text(_words(value)))
    return grid


def ago(at: datetime | None, now: datetime | None = None) -> str:
    """How long ago (or ahead) an instant is, in the largest fitting unit: `3 min`."""
    if at is None:
        return ""
    seconds = int(((now or datetime.now(UTC)) - at).total_seconds())
    size = abs(seconds)
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if size >= length:
            return f"{'in ' if seconds < 0 else ''}{size // length} {unit}"
    return f"{'in ' if seconds < 0 else ''}{size} s"


def mark(is_good: bool, yes: str = "on", no: str = "off") -> Text:
    """A word in green or red."""
    return Text(yes, style="green") if is_good else Text(no, style="red")


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().isoformat(sep=" ", timespec="seconds")
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON.")
