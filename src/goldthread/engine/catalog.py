"""All applications and topologies that this process knows, checked against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from goldthread.flow.application import Application
from goldthread.flow.errors import Miswired, NotFound
from goldthread.flow.node import Spec
from goldthread.flow.start import Cron, Webhook, reread_of
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
                self._know_all(spec)
            if isinstance(topology.start, Webhook):
                self._know(topology.start.application)
            if reread := reread_of(topology.start):
                self._know_all(reread.spec)
        for topology in self.topologies.values():
            self._check_handovers(topology, ())

    def _know_all(self, spec: Spec) -> None:
        for application in spec.applications:
            self._know(application)

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

    def events(self, application: str) -> tuple[str, ...]:
        """The events of an application that start anything, in the order of their names."""
        starts = (topology.start for topology in self.topologies.values())
        mine = (one for one in starts if isinstance(one, Webhook) and one.application.name == application)
        return tuple(sorted({one.event for one in mine}))

    def tellers(self, topology: str) -> frozenset[str]:
        """The applications whose webhooks should tell of what starts the topology: its own, or those of its doors."""
        own = self.topologies[topology].start
        givers = [one.start for one in self.topologies.values() if topology in {to for _, to in _handovers(one)}]
        return frozenset(one.application.name for one in (own, *givers) if isinstance(one, Webhook))

    def listening(self, application: str, event: str) -> list[Topology[object]]:
        """The topologies that the event starts. Raises `NotFound`, naming the events that start anything."""
        found = [
            topology
            for topology in self.topologies.values()
            if isinstance(topology.start, Webhook)
            and (topology.start.application.name, topology.start.event) == (application, event)
        ]
        if not found:
            events = ", ".join(self.events(application)) or "none"
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
