"""All applications and topologies that this process knows, checked against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from goldthread.flow.application import Application
from goldthread.flow.errors import Miswired, NotFound
from goldthread.flow.node import Spec
from goldthread.flow.start import Cron, Webhook
from goldthread.flow.topology import Fork, Over, Pick, Route, Split, Topology, fits, type_name


class Catalog:
    """Topologies by name, applications by name, webhooks by (application, event).

    Raises `Miswired` when names are double, or a handover leads nowhere, in a circle, or to the wrong type.
    """

    def __init__(self, topologies: Iterable[Topology[Any]], applications: Iterable[Application] = ()) -> None:
        self.topologies: dict[str, Topology[object]] = {}
        self.applications: dict[str, Application] = {}
        for application in applications:
            self._know(application)
        for topology in topologies:
            if topology.name in self.topologies:
                raise Miswired(f"Two topologies are called {topology.name}; rename one of them.")
            self.topologies[topology.name] = topology
            for spec in topology.nodes.values():
                if spec.application:
                    self._know(spec.application)
            if isinstance(topology.start, Webhook):
                self._know(topology.start.application)
        for topology in self.topologies.values():
            self._check_handovers(topology, ())

    def _know(self, application: Application) -> None:
        known = self.applications.setdefault(application.name, application)
        if known is not application:
            raise Miswired(f"Two different applications are called {application.name}; rename one of them.")

    def _check_handovers(self, topology: Topology[object], path: tuple[str, ...]) -> None:
        if topology.name in path:
            raise Miswired(f"Handovers go in a circle: {' -> '.join((*path, topology.name))}.")
        for giver, target in _handovers(topology):
            following = self.topologies.get(target)
            if following is None:
                raise Miswired(
                    f"{topology.name} hands over to {target}, which doesn't exist; there are: {self.names()}."
                )
            if isinstance(following.start, Cron):
                raise Miswired(f"{topology.name} hands over to {target}, which a cron starts.")
            given = giver.gives if giver else topology.carries
            if not fits(given, following.carries):
                raise Miswired(
                    f"{topology.name} hands {type_name(given)} over to {target}, "
                    f"which takes {type_name(following.carries)}."
                )
            self._check_handovers(following, (*path, topology.name))

    def names(self) -> str:
        """The names of all topologies, for a sentence."""
        return ", ".join(sorted(self.topologies)) or "none"

    def topology(self, name: str) -> Topology[object]:
        """Raises `NotFound`, naming what exists."""
        found = self.topologies.get(name)
        if found is None:
            raise NotFound(f"There is no topology {name!r}; there are: {self.names()}.")
        return found

    def application(self, name: str) -> Application:
        """Raises `NotFound`, naming what exists."""
        found = self.applications.get(name)
        if found is None:
            raise NotFound(f"There is no application {name!r}; there are: {', '.join(sorted(self.applications))}.")
        return found

    def listening(self, application: str, event: str) -> list[Topology[object]]:
        """The topologies that the event starts. Raises `NotFound`, naming the events that start anything."""
        webhooks = [
            (topology, topology.start) for topology in self.topologies.values() if isinstance(topology.start, Webhook)
        ]
        mine = [(topology, start.event) for topology, start in webhooks if start.application.name == application]
        found = [topology for topology, name in mine if name == event]
        if not found:
            events = ", ".join(sorted({name for _, name in mine})) or "none"
            raise NotFound(
                f"No topology listens to the event {event!r} of {application}; events that start one: {events}."
            )
        return found


def _handovers(topology: Topology[object]) -> Iterator[tuple[Spec | None, str]]:
    yield from ((None, name) for name in _targets(topology.first))
    for node, route in topology.routes.items():
        yield from ((topology.nodes[node], name) for name in _targets(route))


def _targets(route: Route) -> Iterator[str]:
    match route:
        case Over():
            yield route.topology
        case Split() | Fork():
            for branch in route.routes:
                yield from _targets(branch)
        case Pick():
            for _, _, branch in route.cases:
                yield from _targets(branch)
        case _:
            return
