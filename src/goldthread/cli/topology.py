"""`goldthread topology`: what flows, and how."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text
from rich.tree import Tree

from goldthread.cli.command import AsJson, command, given, group
from goldthread.cli.door import opened
from goldthread.cli.screen import facts, mark, show, table
from goldthread.flow.topology import Topology, describe_start

app = group("topology", "The paths that messages take.")

Name = Annotated[str, typer.Argument(help="The topology's name, e.g. order.ship.")]


@command(app, "list")
async def list_topologies(context: typer.Context, *, as_json: AsJson = False) -> None:
    """All topologies, with what stands in them."""
    async with opened(context) as house:
        tally = await house.world.ledger.tally(datetime.now(UTC))
        rows = [
            {
                "name": one.name,
                "title": one.title,
                "start": describe_start(one.start)["text"],
                "is_on": house.engine.settings.is_on(one.name),
                "runs": dict(tally.by_topology.get(one.name, {})),
            }
            for one in house.world.catalog.topologies.values()
        ]
    drawn = table(
        "topology",
        "",
        "start",
        "runs",
        rows=[(row["name"], mark(bool(row["is_on"])), row["start"], _counts(row["runs"])) for row in rows],
    )
    show(rows, drawn, as_json=as_json)


@command(app, "show")
async def show_topology(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """One topology: its start, its path, its nodes."""
    async with opened(context) as house:
        topology = house.world.catalog.topology(name)
        is_on = house.engine.settings.is_on(name)
    said = {**topology.export(), "version": topology.fingerprint, "is_on": is_on}
    head = facts({"topology": Text(topology.name, style="bold"), "title": topology.title, "state": mark(is_on),
                  "start": describe_start(topology.start)["text"], "version": topology.fingerprint})  # fmt: skip
    show(said, (head, _tree(topology)), as_json=as_json)


@command(app, "draw")
async def draw(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """The drawing of one topology, in Mermaid's language."""
    async with opened(context) as house:
        drawing = house.world.catalog.topology(name).mermaid()
    show({"name": name, "mermaid": drawing}, Text(drawing.rstrip()), as_json=as_json)


@command(app, "on")
async def switch_on(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Let a topology's messages move again."""
    await _switch(context, name, is_on=True, as_json=as_json)


@command(app, "off")
async def switch_off(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Let a topology's messages stand where they are; what arrives is kept."""
    await _switch(context, name, is_on=False, as_json=as_json)


async def _switch(context: typer.Context, name: str, *, is_on: bool, as_json: bool) -> None:
    async with opened(context) as house:
        house.world.catalog.topology(name)
        await house.engine.settings.switch(name, is_on=is_on, actor=given(context).actor)
    show({"name": name, "is_on": is_on}, Text.assemble(f"{name} is ", mark(is_on), "."), as_json=as_json)


def _counts(runs: object) -> str:
    return ", ".join(f"{count} {state}" for state, count in runs.items()) if isinstance(runs, dict) else ""


def _tree(topology: Topology[object]) -> Tree:
    """The path as a tree, branches beneath the node they leave."""
    following: dict[str, list[tuple[str, str]]] = {}
    for edge in topology.edges():
        following.setdefault(edge.source, []).append((edge.target, edge.label))
    tree = Tree(Text(describe_start(topology.start)["text"], style="cyan"), guide_style="dim")
    _grow(tree, "start", topology, following, frozenset())
    return tree


def _grow(
    tree: Tree, node: str, topology: Topology[object], following: dict[str, list[tuple[str, str]]], seen: frozenset[str]
) -> None:
    ways = following.get(node, [])
    for target, label in ways:
        twig = tree.add(_leaf(topology, target, label)) if len(ways) > 1 else tree
        if len(ways) == 1:
            tree.add(_leaf(topology, target, label))
        if target not in seen:
            _grow(twig, target, topology, following, seen | {target})


def _leaf(topology: Topology[object], target: str, label: str) -> Text:
    text = Text()
    if label:
        text.append(f"{label}: ", style="italic dim")
    if target.startswith("topology:"):
        return text.append(f"hand over to {target[9:]}", style="magenta")
    spec = topology.nodes[target]
    text.append(target, style="bold" if spec.application else "")
    if spec.owner:
        text.append(f"  {spec.owner}", style="dim")
    if target in topology.ordered:
        text.append("  in order", style="dim")
    return text
