"""An immutable, fingerprinted graph with one start, compiled from a path."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import GenericAlias, UnionType
from typing import Any, Generic, TypeAlias, TypeVar, Union, get_args, get_origin

from goldthread.flow.dry_run import dry_runs as paths_without_cost
from goldthread.flow.errors import Miswired
from goldthread.flow.node import Chain, Choice, Connector, Fan, HandOver, Joined, Mapper, Path, Spec
from goldthread.flow.start import Cron, Handover, Manual, Start, Tick, Webhook

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class To:
    """Go on to a node."""

    node: str


@dataclass(frozen=True, slots=True)
class Split:
    """Go on to several places at once."""

    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """Go on to the first place whose condition holds; the last one has none."""

    cases: tuple[tuple[str, Callable[[object], bool] | None, Route], ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """Split, and gather all branches before `node`."""

    node: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Arrive:
    """A branch has come to its join."""

    node: str


@dataclass(frozen=True, slots=True)
class Over:
    """Start a run of another topology."""

    topology: str


@dataclass(frozen=True, slots=True)
class End:
    """The path ends here."""


Route: TypeAlias = To | Split | Pick | Fork | Arrive | Over | End


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of the drawing."""

    source: str
    target: str
    label: str = ""


class Topology(Generic[T]):
    """A linear, typed path of nodes with one start.

    `ordered` names the nodes that messages of one trace pass in arrival order. `dry_runs`: pairs of a part of the path
    and a path that asks, without cost, whether it would go well. Raises `Miswired` when the path cannot run: types
    that don't fit, two nodes of one name, a cycle.
    """

    def __init__(
        self,
        name: str,
        *,
        start: Start[T],
        path: Path[T, object],
        ordered: tuple[object, ...] = (),
        dry_runs: Sequence[tuple[Path[Any, Any], Path[Any, Any]]] = (),
        title: str = "",
    ) -> None:
        self.name = name
        self.title = title or name
        self.start: Start[T] = start
        self.nodes: dict[str, Spec] = {}
        self.routes: dict[str, Route] = {}
        self.ordered = frozenset(_named(node) for node in ordered)
        self.dry_runs = paths_without_cost(dry_runs, fits)
        self.first: Route = _Compiler(self).compile(path, End(), _carried(start))
        if not _is_plain(self.first):
            raise Miswired(f"{name}: a path begins with a node; put a mapper before the join or handover.")
        for missing in self.ordered - self.nodes.keys():
            raise Miswired(f"The topology {name} orders the node {missing}, which isn't on its path.")
        self.fingerprint = hashlib.sha256(json.dumps(self.export(), sort_keys=True).encode()).hexdigest()[:12]

    @property
    def carries(self) -> object:
        """The type of the first message."""
        return _carried(self.start)

    def export(self) -> Mapping[str, object]:
        """The graph as JSON, for reading; topologies are never read back from it."""
        nodes = [
            {
                "name": spec.name,
                "kind": spec.kind,
                "application": spec.owner or None,
                "takes": type_name(spec.takes),
                "gives": type_name(spec.gives),
                "ordered": spec.name in self.ordered,
            }
            for spec in self.nodes.values()
        ]
        edges = [{"from": edge.source, "to": edge.target, "label": edge.label} for edge in self.edges()]
        return {"name": self.name, "start": describe_start(self.start), "nodes": nodes, "edges": edges}

    def edges(self) -> Iterator[Edge]:
        """The lines of the drawing, from the start on."""
        yield from _edges("start", self.first)
        for name, route in self.routes.items():
            yield from _edges(name, route)

    def mermaid(self) -> str:
        """The drawing, in Mermaid's language."""
        lines = ["flowchart LR", f'  start(["{describe_start(self.start)["text"]}"])']
        for spec in self.nodes.values():
            owner = f"<br/><small>{spec.owner}</small>" if spec.owner else ""
            lines.append(f'  {spec.name}["{spec.name}{owner}"]')
        for number, edge in enumerate(self.edges()):
            label = f'|"{edge.label}"|' if edge.label else ""
            target = edge.target if not edge.target.startswith("topology:") else f'over{number}[["{edge.target[9:]}"]]'
            lines.append(f"  {edge.source} -->{label} {target}")
        return "\n".join(lines) + "\n"


class _Compiler:
    """Turns a path into routes, checking names and types as it goes."""

    def __init__(self, topology: Topology[T]) -> None:
        self.name = topology.name
        self.nodes = topology.nodes
        self.routes = topology.routes
        self.gives: dict[int, object] = {}

    def compile(self, path: object, after: Route, given: object, *, in_join: bool = False) -> Route:
        """The way into `path`, from which messages go on to `after`; `given` is the type that comes in."""
        match path:
            case Connector() | Mapper():
                return self._leaf(path.spec, after, given, in_join=in_join)
            case Chain():
                middle = self._gives(path.first, given)
                following = self.compile(path.second, after, middle, in_join=in_join)
                return self.compile(path.first, following, given, in_join=in_join)
            case Fan():
                if in_join:
                    raise Miswired(
                        f"{self.name}: a fan_out inside a join's branch arrives more than once; nest a join instead."
                    )
                return Split(tuple(self.compile(branch, after, given) for branch in path.branches))
            case Joined():
                return self._join(path, after, given, in_join=in_join)
            case Choice():
                cases = [
                    (case.name, case.holds, self.compile(case.path, after, given, in_join=in_join))
                    for case in path.cases
                ]
                rest = self.compile(path.otherwise, after, given, in_join=in_join)
                return Pick((*cases, ("otherwise", None, rest)))
            case HandOver():
                if in_join:
                    raise Miswired(
                        f"{self.name}: a branch that hands over to {path.topology} never comes to its join; "
                        "hand over after the join."
                    )
                return Over(path.topology)
            case _:
                raise Miswired(
                    f"{self.name}: {path!r} is not a node; decorate it with @application.connector or @mapper."
                )

    def _leaf(self, spec: Spec, after: Route, given: object, *, in_join: bool) -> Route:
        if not fits(given, spec.takes):
            raise Miswired(f"{self.name}: {spec.name} takes {type_name(spec.takes)} but is given {type_name(given)}.")
        if in_join and spec.is_emitting:
            raise Miswired(f"{self.name}: {spec.name} emits many messages, which a join cannot gather.")
        known = self.nodes.get(spec.name)
        if known is not None and known is not spec:
            raise Miswired(f"{self.name}: two different nodes are called {spec.name}; give one of them name=….")
        if known is spec and self.routes[spec.name] != after:
            raise Miswired(
                f"{self.name}: {spec.name} stands at two places of the path; a message couldn't tell which is meant."
            )
        self.nodes[spec.name] = spec
        self.routes[spec.name] = after
        return To(spec.name)

    def _join(self, path: Joined[object, object], after: Route, given: object, *, in_join: bool) -> Route:
        into = path.into.spec
        results = tuple(self._gives(branch, given) for branch in path.branches)
        self._leaf(into, after, GenericAlias(tuple, (given, *results)), in_join=in_join)
        routes = tuple(self.compile(branch, Arrive(into.name), given, in_join=True) for branch in path.branches)
        return Fork(into.name, routes)

    def _gives(self, path: object, given: object) -> object:
        match path:
            case Connector() | Mapper():
                return path.spec.gives
            case Chain():
                return self._gives(path.second, self._gives(path.first, given))
            case Joined():
                return path.into.spec.gives
            case Fan():
                return Union[tuple(self._gives(branch, given) for branch in path.branches)]  # noqa: UP007
            case Choice():
                cases = [self._gives(case.path, given) for case in path.cases]
                return Union[(*cases, self._gives(path.otherwise, given))]
            case _:
                return given


def fits(given: object, takes: object) -> bool:
    """Whether every value of the type `given` is one of the type `takes`."""
    if takes is object or given == takes:
        return True
    if get_origin(given) in (Union, UnionType):
        return all(fits(part, takes) for part in get_args(given))
    if get_origin(takes) in (Union, UnionType):
        return any(fits(given, part) for part in get_args(takes))
    if get_origin(given) is tuple and get_origin(takes) is tuple:
        pairs = list(zip(get_args(given), get_args(takes), strict=False))
        return len(get_args(given)) == len(get_args(takes)) and all(fits(mine, theirs) for mine, theirs in pairs)
    return isinstance(given, type) and isinstance(takes, type) and issubclass(given, takes)


def type_name(kind: object) -> str:
    """A type as a person writes it."""
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind).replace("typing.", "")


def describe_start(start: Start[T]) -> Mapping[str, str]:
    """The start in words and parts."""
    match start:
        case Webhook():
            name = start.application.name
            return {
                "kind": "webhook",
                "text": f"{name}: {start.event}",
                "application": name,
                "event": start.event,
            }
        case Cron():
            return {"kind": "cron", "text": f"cron {start.expression} {start.zone}"}
        case Manual():
            return {"kind": "manual", "text": f"by hand: {type_name(start.carries)}"}
        case Handover():
            return {"kind": "handover", "text": f"handover: {type_name(start.carries)}"}


def _carried(start: Start[T]) -> object:
    return Tick if isinstance(start, Cron) else start.carries


def _is_plain(route: Route) -> bool:
    match route:
        case To():
            return True
        case Split():
            return all(_is_plain(branch) for branch in route.routes)
        case Pick():
            return all(_is_plain(branch) for _, _, branch in route.cases)
        case _:
            return False


def _named(node: object) -> str:
    if not isinstance(node, Connector | Mapper):
        raise Miswired(f"{node!r} is not a node.")
    return node.spec.name


def _edges(source: str, route: Route, label: str = "") -> Iterator[Edge]:
    match route:
        case To():
            yield Edge(source, route.node, label)
        case Split() | Fork():
            for branch in route.routes:
                yield from _edges(source, branch, label)
        case Pick():
            for name, _, branch in route.cases:
                yield from _edges(source, branch, name)
        case Arrive():
            yield Edge(source, route.node, "join")
        case Over():
            yield Edge(source, f"topology:{route.topology}", label)
        case End():
            return
