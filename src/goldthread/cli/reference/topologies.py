"""The shipped topologies, drawn."""

from __future__ import annotations

from collections.abc import Iterator

from goldthread.cli.reference.markdown import code, fence, first, page, table
from goldthread.flow.node import Spec
from goldthread.flow.start import Cron, Handover, Webhook
from goldthread.flow.topology import Topology, describe_start, type_name
from goldthread.topologies import SHIPPED


def topologies_page() -> str:
    """Every shipped topology: its start, its drawing, its nodes."""
    about = (
        "The shipped flows, each readable on one screen in `src/goldthread/topologies` and made to be copied. "
        "`goldthread topology show NAME` shows one as it runs."
    )
    return page("Topologies", about, [text for topology in SHIPPED for text in _told(topology)])


def _told(topology: Topology[object]) -> Iterator[str]:
    yield f"## {topology.name}"
    yield f"{topology.title}. Start: {code(describe_start(topology.start)['text'])}{_particulars(topology)}"
    yield fence("mermaid", topology.mermaid())
    rows = [
        (
            code(spec.name),
            code(spec.owner) if spec.owner else "mapper",
            code(type_name(spec.takes)),
            code(type_name(spec.gives)),
            "yes" if spec.name in topology.ordered else "",
            first(spec.function),
        )
        for spec in _in_order(topology)
    ]
    yield table(("node", "application", "takes", "gives", "ordered", "does"), rows)


def _in_order(topology: Topology[object]) -> list[Spec]:
    """The nodes as a message meets them."""
    following: dict[str, list[str]] = {}
    for edge in topology.edges():
        following.setdefault(edge.source, []).append(edge.target)
    met, waiting = ["start"], ["start"]
    while waiting:
        for target in following.get(waiting.pop(0), ()):
            if target in topology.nodes and target not in met:
                met.append(target)
                waiting.append(target)
    return [topology.nodes[name] for name in met[1:]]


def _particulars(topology: Topology[object]) -> str:
    match topology.start:
        case Webhook() as start:
            words = [f", carries {code(type_name(start.carries))}"]
            words += ["; one run for what the event is about, however often it is told" if start.once else ""]
            words += ["; can be re-read from its source" if start.reread else ""]
            return "".join(words) + "."
        case Handover() as start:
            words = ["; one run for what the event is about, however often it is found" if start.once else ""]
            words += ["; can be re-read from its source" if start.reread else ""]
            return "".join(words) + "."
        case Cron() as start:
            return f"; missed ticks: {start.missed}; overlap: {start.overlap}."
        case _:
            return "."
