"""A topology as a picture: boxes that are links, the thread between them, and live numbers on both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup

from goldthread.console.parts.markup import joined
from goldthread.console.schedules.words import in_words
from goldthread.console.topologies.layout import HEIGHT, WIDTH, Box, Layout, Line, laid_out
from goldthread.console.topologies.seen import NodeFigures, Seen
from goldthread.flow.node import Spec
from goldthread.flow.start import Cron, Handover, Manual, Start, Webhook
from goldthread.flow.topology import Topology, type_name

LARGEST: Final = 1.05
"""How far a small drawing is drawn larger on a wide screen."""
LETTERS: Final = 22
"""Of a node's name that fit its box."""
APART: Final = 36
"""Numbers nearer to each other would overlap."""
OVER: Final = "topology:"

_SVG = Markup(
    '<div class="drawing" tabindex="0"><svg viewBox="0 0 {width} {height}" '
    'style="max-width:{wide}px;min-width:{narrow}px" role="group" aria-label="{name}">{lines}{boxes}{words}</svg></div>'
)
_BOX = Markup(
    '<a class="drawing-node {tone}{chosen}" href="{href}" aria-label="{said}"><title>{said}</title>'
    '<rect class="box" x="{x}" y="{y}" width="{width}" height="{height}" rx="7"/>'
    '<rect class="side" x="{x}" y="{y}" width="4" height="{height}" rx="2"/>'
    '<text class="name" x="{left}" y="{first}">{name}</text><text class="owner" x="{left}" y="{second}">{owner}</text>'
    '<text class="rate" x="{left}" y="{third}">{rate}</text>{badges}</a>'
)
_FLOW = Markup('<text class="drawing-flow" x="{}" y="{}" text-anchor="middle">{}</text>')
_BADGE = Markup(
    '<g class="badge {tone}"><rect x="{x}" y="{y}" width="{width}" height="17" rx="8.5"/>'
    '<text x="{middle}" y="{base}" text-anchor="middle">{words}</text></g>'
)


def drawing(topology: Topology[object], seen: Seen, href: Callable[[str], str], *, chosen: str = "") -> Markup:
    """The picture; `href` gives the address behind a box: of a node, of `start`, of `topology:…`."""
    layout = laid_out(topology.edges())
    widest = max((seen.edge(topology.name, line.edge) for line in layout.lines), default=0.0)
    return _SVG.format(
        width=layout.width,
        height=layout.height,
        wide=round(layout.width * LARGEST),
        narrow=round(layout.width * 0.85),
        name=f"{topology.name} as a graph",
        lines=joined(_line(line, seen.edge(topology.name, line.edge), widest) for line in layout.lines),
        boxes=joined(_box(topology, box, seen, href(box.name), box.name == chosen) for box in layout.boxes.values()),
        words=joined(_words(topology, layout, seen)),
    )


def rate(per_minute: float) -> str:
    """`12/min`, `0.4/min`; empty where nothing moves."""
    if per_minute <= 0:
        return ""
    return f"{per_minute:.0f}/min" if per_minute >= 9.5 else f"{per_minute:.1f}/min"


def took(ms: int | None) -> str:
    """`84 ms`, `2.1 s`; empty where nothing was called."""
    if ms is None:
        return ""
    return f"{ms} ms" if ms < 1000 else f"{ms / 1000:.1f} s"


def counted(count: int, noun: str) -> str:
    """`1 attempt`, `2 attempts`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _line(line: Line, per_minute: float, widest: float) -> Markup:
    width = 1.6 if not per_minute else 2 + 2.5 * per_minute / widest
    kind = "flows" if per_minute else ""
    return Markup('<path class="drawing-edge {}" d="{}" stroke-width="{:.1f}"/>').format(kind, line.path, width)


def _words(topology: Topology[object], layout: Layout, seen: Seen) -> list[Markup]:
    """The numbers on the edges, and above each box why a message comes there."""
    told = [
        _FLOW.format(x, y - 6, rate(per_minute).removesuffix("/min"))
        for x, y, per_minute in numbers([(one.x, one.y, seen.edge(topology.name, one.edge)) for one in layout.lines])
    ]
    for name, box in layout.boxes.items():
        cases = dict.fromkeys(line.edge.label for line in layout.lines if line.edge.target == name and line.edge.label)
        if cases:
            words = ", ".join(case.replace("_", " ") for case in cases)
            told.append(Markup('<text class="drawing-case" x="{}" y="{}">{}</text>').format(box.x, box.y - 6, words))
    return told


def numbers(each: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Where a rate is written; those that would lie on each other are one, since there the edges have become one."""
    kept: list[tuple[int, int, float]] = []
    for x, y, per_minute in each:
        near = next((place for place, one in enumerate(kept) if one[1] == y and abs(one[0] - x) < APART), None)
        if near is None and per_minute:
            kept.append((x, y, per_minute))
        elif near is not None:
            kept[near] = (*kept[near][:2], kept[near][2] + per_minute)
    return kept


def _box(topology: Topology[object], box: Box, seen: Seen, href: str, is_chosen: bool) -> Markup:
    spec = topology.nodes.get(box.name)
    figures = seen.node(topology.name, box.name)
    if spec is None:
        return _end(topology, box, href)
    beat = " · ".join(part for part in (rate(figures.per_minute), took(figures.p95_ms)) if part)
    return _BOX.format(
        tone=figures.tone.value,
        chosen=" chosen" if is_chosen else "",
        href=href,
        said=said(spec, figures),
        **_place(box),
        name=_cut(spec.name, LETTERS),
        owner=_cut(spec.owner or "mapper", LETTERS + 3),
        rate=beat or "no messages lately",
        badges=_badges(box, figures),
    )


def _end(topology: Topology[object], box: Box, href: str) -> Markup:
    """The start, or a topology that is handed over to."""
    if box.name.startswith(OVER):
        target = box.name.removeprefix(OVER)
        told = (_cut(target, LETTERS), "another topology", "the same trace goes on", f"Goes on as {target}")
    else:
        told = _beginning(topology.start)
    name, owner, note, words = told
    return _BOX.format(
        tone="end", chosen="", href=href, said=words, **_place(box), name=name, owner=owner, rate=note, badges=""
    )


def _beginning(start: Start[object]) -> tuple[str, str, str, str]:
    """Name, owner and note of a start, and all of it in a sentence."""
    match start:
        case Webhook():
            owner = start.application.name
            return "Webhook", _cut(start.event, LETTERS + 3), owner, f"Starts by the webhook {start.event} of {owner}"
        case Cron():
            words = in_words(start.expression)
            return "Schedule", _cut(words, LETTERS + 3), start.zone, f"Starts {words}, {start.zone}"
        case Manual():
            carried = type_name(start.carries)
            return "By hand", carried, "a person or machine", f"Starts by hand with a {carried}"
        case Handover():
            carried = type_name(start.carries)
            return "Handover", carried, "from another topology", f"Starts when another topology hands a {carried} over"


def said(spec: Spec, figures: NodeFigures) -> str:
    """Everything that a box shows, in one sentence."""
    parts = [
        f"{spec.name} ({spec.owner or 'mapper'})",
        f"{rate(figures.per_minute) or 'no messages'} lately",
        f"{figures.waiting} waiting",
        f"{figures.held} held" if figures.held else "",
        f"{figures.trash} in the trash" if figures.trash else "",
        f"{counted(figures.failed, 'attempt')} failed" if figures.failed else "",
        f"p95 {took(figures.p95_ms)}" if figures.p95_ms is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def _badges(box: Box, figures: NodeFigures) -> Markup:
    """What stands before the node, on the upper edge of its box from the right."""
    told: list[Markup] = []
    right = box.x + WIDTH - 8
    for tone, words in (
        ("bad", f"{figures.trash} trash" if figures.trash else ""),
        ("warn", f"{figures.held} held" if figures.held else ""),
        ("info", f"{figures.waiting} waiting" if figures.waiting else ""),
    ):
        if words:
            width = 12 + 6 * len(words)
            told.append(
                _BADGE.format(
                    tone=tone,
                    x=right - width,
                    y=box.y - 9,
                    width=width,
                    middle=right - width / 2,
                    base=box.y + 3,
                    words=words,
                )
            )
            right -= width + 3
    return joined(told)


def _place(box: Box) -> dict[str, int]:
    return {
        "x": box.x,
        "y": box.y,
        "width": WIDTH,
        "height": HEIGHT,
        "left": box.x + 13,
        "first": box.y + 23,
        "second": box.y + 39,
        "third": box.y + 56,
    }


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1] + "…"
