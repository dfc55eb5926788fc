"""One try of one node on one message, from its body to the settlement."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from goldthread.domain.problem import InvalidValueError
from goldthread.engine.calls import Caller
from goldthread.engine.causes import fault_of
from goldthread.engine.client import EngineClient
from goldthread.engine.ending import Ended, Ending, Stand
from goldthread.engine.exchange import Taken
from goldthread.engine.installation import Installation
from goldthread.engine.limiter import Held
from goldthread.engine.note import Notebook
from goldthread.engine.pause import Hold
from goldthread.engine.reading import read_payload
from goldthread.engine.recording import Recorder
from goldthread.engine.routing import Bear
from goldthread.engine.settings import Settings, held_by
from goldthread.engine.world import World
from goldthread.flow.errors import (
    Fault,
    InDoubt,
    Misuse,
    Miswired,
    NotFound,
    Rejected,
    Transient,
    Unauthorised,
    Unavailable,
    Unfit,
)
from goldthread.flow.message import START, CallId, Message, cursor_of
from goldthread.flow.node import Spec
from goldthread.flow.outcome import Done, Drop, Emit, Outcome, Reject, Retry, Wait
from goldthread.flow.start import Origin
from goldthread.flow.topology import Pick, Route, To, Topology
from goldthread.ports.carried import TrashKind
from goldthread.ports.view import Call

THROTTLED = timedelta(seconds=1)
"""How long a message waits when the other side was asked too often and doesn't say how long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A message with what is known of it already."""

    message: Message
    body: object = None
    """The body as an object, when this process made it."""
    is_fresh: bool = False
    """It was made by this process and never attempted: no call of it can be recorded."""


class Attempter:
    """Makes attempts."""

    def __init__(self, world: World, recorder: Recorder, bear: Bear, settings: Settings) -> None:
        self._world = world
        self._recorder = recorder
        self._settings = settings
        self._ending = Ending(world, bear, settings)

    async def attempt(self, task: Task, notebook: Notebook) -> Ended:
        """Run the node; a bug anywhere is the message's trash, never the worker's end.

        Raises `Taken` when the message is another worker's by now, or `Unavailable`.
        """
        try:
            return await self._attempt(task, notebook)
        except (Taken, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a node, its types or its predicates do
            return self.fail(notebook, error)

    def fail(self, notebook: Notebook, error: BaseException) -> Ended:
        """The message goes to the trash because of a bug, with its traceback."""
        return self._ending.fail(notebook, error)

    async def _attempt(self, task: Task, notebook: Notebook) -> Ended:
        message = task.message
        if not self._settings.is_on(message.topology):
            return self._ending.hold(notebook, held_by(message.topology), f"{message.topology} is switched off")
        topology = self._world.catalog.topologies.get(message.topology)
        if message.node == START and topology is not None:
            return self._read_again(topology, message, notebook)
        spec = topology.nodes.get(message.node) if topology else None
        if topology is None or spec is None:
            where = f"The topology {message.topology} has no node {message.node} any more"
            reason = f"{where}. Resume the message before another node, or discard it."
            return self._ending.trash(notebook, TrashKind.ORPHANED, reason)
        try:
            body = task.body
            if body is None:
                body = self._world.codec.decode(cast("type[object]", spec.takes), message.body)
            spec = self.variant_of(spec, body)
            installation = self.installation_of(spec, body, message)
        except Unfit as error:
            return self._ending.trash(notebook, TrashKind.REJECTED, str(error), faults=error.faults)
        except (NotFound, Miswired) as error:
            fault = Fault(field=f"/{spec.at}" if spec.at else "", message=str(error))
            return self._ending.trash(notebook, TrashKind.REJECTED, str(error), faults=(fault,))
        if installation is not None and not installation.is_on:
            return self._ending.hold(notebook, installation.name, f"{installation.name} is switched off")
        if installation is not None and isinstance(admitted := self._world.pauses.admit(installation.name), Hold):
            return self._ending.hold(notebook, installation.name, admitted.reason)
        client = await self._client(spec, task, notebook, installation)
        stand = Stand(topology=topology, spec=spec, body=body, client=client, notebook=notebook)
        return await self._run(stand, installation.name if installation else "")

    def installation_of(self, spec: Spec, body: object, message: Message) -> Installation | None:
        """The installation a node talks to for a body. Raises `NotFound` or `Miswired`."""
        application = spec.application
        if application is None or application.is_internal:
            return None
        installations = self._world.installations
        if spec.at:
            named = installations.get(str(getattr(body, spec.at)))
            if named.application != application.name:
                raise _misplaced(spec, named)
            return named
        if message.origin and (origin := installations.get(message.origin)).application == application.name:
            return origin
        return installations.default(application.name)

    def variant_of(self, spec: Spec, body: object) -> Spec:
        """The node itself; of several variants the one for the installation that the body names. Raises `NotFound`."""
        if not spec.variants:
            return spec
        named = self._world.installations.get(str(getattr(body, spec.at)))
        for variant in spec.variants:
            if variant.owner == named.application:
                return variant
        raise _misplaced(spec, named)

    def bring(self, topology: Topology[object], message: Message, body: object) -> object:
        """A run's first body, brought through the pure nodes and choices to the node that the message stands before.

        Raises `Misuse` when a connector stands between: what that one found isn't in the fresh body; or when the fresh
        body goes another way.
        """
        route = _chosen(topology.first, body)
        while isinstance(route, To) and route.node != message.node:
            spec = topology.nodes[route.node]
            if spec.application is not None:
                raise Misuse(f"{spec.name} stands between the source and {message.node}; repair the body instead.")
            body = spec.function(body)
            if isinstance(body, Drop):
                raise Misuse(f"{spec.name} drops what the source has now ({body.reason}); discard the message.")
            route = _chosen(topology.routes[route.node], body)
        if not isinstance(route, To):
            raise Misuse(f"The path from the source to {message.node} branches; repair the body instead.")
        return body

    async def _client(
        self, spec: Spec, task: Task, notebook: Notebook, installation: Installation | None
    ) -> EngineClient:
        caller = cursor = None
        if installation is not None:
            known: dict[CallId, Call] = {}
            if not task.is_fresh:
                known = {call.id: call for call in await self._world.ledger.calls(task.message.id)}
            caller = Caller(self._world, notebook, self._recorder, installation, known)
        if spec.is_emitting:
            place = cursor_of(spec.name, task.message.origin)
            cursor = await self._world.ledger.cursor(task.message.topology, place)
        return EngineClient(self._world, notebook, caller, cursor)

    async def _run(self, stand: Stand, installation: str) -> Ended:
        try:
            answer = stand.spec.function(stand.body, *((stand.client,) if stand.spec.application else ()))
            if stand.spec.application:
                answer = await cast("Awaitable[object]", answer)
        except (Taken, Unavailable):
            raise
        except Held as held:
            return self._ending.park(stand.notebook, held.until - self._world.clock.now(), held.reason)
        except (SystemExit, asyncio.CancelledError) as error:
            if (current := asyncio.current_task()) and current.cancelling():
                raise
            return self.fail(stand.notebook, error)  # the node's own doing: nobody cancelled the attempt
        except Exception as error:  # noqa: BLE001 - a bug in a node is the message's trash, not the worker's end
            return self._failed(stand, installation, error)
        if installation:
            self._world.pauses.succeeded(installation)
        outcome: Outcome = answer if isinstance(answer, Emit | Drop | Wait) else Done(answer)
        return self._ending.outcome(stand, outcome)

    def _failed(self, stand: Stand, installation: str, error: Exception) -> Ended:
        match error:
            case Transient():
                return self._transient(stand, installation, error)
            case Rejected():
                if installation:
                    self._world.pauses.succeeded(installation)
                return self._ending.outcome(stand, Reject(str(error), error.faults))
            case InvalidValueError():
                return self._ending.outcome(stand, Reject(error.problem.message, (fault_of(error.problem),)))
            case Unauthorised() if installation:
                self._world.pauses.unauthorised(installation, str(error))
                return self._ending.hold(stand.notebook, installation, str(error))
            case InDoubt():
                return self._ending.trash(
                    stand.notebook, TrashKind.IN_DOUBT, str(error), call=error.call, detail=error.cost
                )
            case _:
                return self.fail(stand.notebook, error)

    def _transient(self, stand: Stand, installation: str, error: Transient) -> Ended:
        """Try again later; when the installation is down altogether, hold the message without counting an attempt.

        Being asked too often, or before the other side said, is no fault of the message either: it waits.
        """
        message = stand.notebook.message
        age = self._world.clock.now() - message.created_at
        if error.is_throttled and age < self._settings.retry_of(stand.spec, message).deadline:
            return self._ending.park(stand.notebook, error.after or THROTTLED, str(error))
        if installation:
            self._world.pauses.failed(installation, str(error), error.after)
            if reason := self._world.pauses.reason(installation):
                return self._ending.hold(stand.notebook, installation, reason)
        return self._ending.outcome(stand, Retry(str(error), error.after))

    def _read_again(self, topology: Topology[object], message: Message, notebook: Notebook) -> Ended:
        """Read a webhook's payload that could not be read before (and was repaired since)."""
        origin = Origin(installation=message.origin, received_at=message.created_at)
        try:
            body = read_payload(self._world.codec, topology, origin, message.body)
        except (Unfit, Rejected) as error:
            return self._ending.trash(notebook, TrashKind.REJECTED, str(error), faults=error.faults)
        except InvalidValueError as error:
            fault = fault_of(error.problem)
            return self._ending.trash(notebook, TrashKind.REJECTED, fault.message, faults=(fault,))
        return self._ending.read(topology, body, notebook)


def _misplaced(spec: Spec, named: Installation) -> NotFound:
    return NotFound(
        f"{named.name} is an installation of {named.application}, {spec.name} is for {spec.owner}; "
        f"correct /{spec.at}, or put a connector of {named.application} into the topology."
    )


def _chosen(route: Route, body: object) -> Route:
    """The way that the body takes where there is a choice."""
    while isinstance(route, Pick):
        route = next(branch for _, holds, branch in route.cases if holds is None or holds(body))
    return route
