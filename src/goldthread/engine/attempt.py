"""One try of one node on one message, from its body to the settlement."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import assert_never, cast

from goldthread.engine.calls import Caller, Taken
from goldthread.engine.client import EngineClient
from goldthread.engine.codec import canonical
from goldthread.engine.installation import Installation
from goldthread.engine.limiter import Held
from goldthread.engine.note import Notebook
from goldthread.engine.pause import Hold
from goldthread.engine.recording import Recorder
from goldthread.engine.settings import Settings, held_by
from goldthread.engine.routing import Bear, Moves, Router, entities_of
from goldthread.engine.world import World
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Fault, InDoubt, Misuse, Miswired, NotFound, Rejected, Transient, Unauthorised, Unavailable, Unfit
from goldthread.flow.message import START, CallId, Message
from goldthread.flow.node import Spec
from goldthread.flow.outcome import Done, Drop, Emit, Outcome, Reject, Retry, Wait
from goldthread.flow.start import Origin, Webhook
from goldthread.flow.topology import To, Topology
from goldthread.ports.carried import Fate, Gone, Parked, Trashing, TrashKind
from goldthread.ports.view import Call
from goldthread.ports.write import Settle

SOON = timedelta(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """An attempt that is over: what to commit, and what to go on with."""

    settle: Settle
    moves: Moves = field(default_factory=Moves)
    is_simple: bool = True
    """No record is kept with it, so that nothing can make it stale."""


@dataclass(slots=True)
class Task:
    """A message with what is known of it already."""

    message: Message
    body: object = None
    """The body as an object, when this process made it."""
    is_fresh: bool = False
    """It was made by this process and never attempted: no call of it is recorded."""


class Attempter:
    """Makes attempts."""

    def __init__(self, world: World, recorder: Recorder, bear: Bear, settings: Settings) -> None:
        self._world = world
        self._recorder = recorder
        self._bear = bear
        self._settings = settings

    async def attempt(self, task: Task, notebook: Notebook) -> Ended:
        """Run the node. Raises `Taken` when the message is another worker's by now."""
        message = task.message
        if not self._settings.is_on(message.topology):
            return self._hold(notebook, held_by(message.topology), f"{message.topology} is switched off")
        topology = self._world.catalog.topologies.get(message.topology)
        if message.node == START and topology is not None:
            return self._read_again(topology, message, notebook)
        spec = topology.nodes.get(message.node) if topology else None
        if topology is None or spec is None:
            where = f"The topology {message.topology} has no node {message.node} any more"
            reason = f"{where}. Resume it before another node, or discard it."
            return self._trash(notebook, TrashKind.ORPHANED, reason)
        return await self._at_node(topology, spec, task, notebook)

    async def _at_node(self, topology: Topology[object], spec: Spec, task: Task, notebook: Notebook) -> Ended:
        message = task.message
        try:
            body = task.body
            if body is None:
                body = self._world.codec.decode(cast("type[object]", spec.takes), message.body)
            installation = self.installation_of(spec, body, message)
        except Unfit as error:
            return self._trash(notebook, TrashKind.REJECTED, str(error), error.faults)
        except (NotFound, Miswired) as error:
            return self._trash(notebook, TrashKind.REJECTED, str(error), (Fault(field=_at(spec), message=str(error)),))
        if installation is not None:
            admitted = self._world.pauses.admit(installation.name)
            if isinstance(admitted, Hold):
                return self._hold(notebook, installation.name, admitted.reason)
        client = await self._client(spec, task, notebook, installation)
        outcome = await self._run(spec, body, client, notebook, installation)
        if isinstance(outcome, Ended):
            return outcome
        return self._end(topology, spec, task, body, outcome, client, notebook)

    def installation_of(self, spec: Spec, body: object, message: Message) -> Installation | None:
        """The installation a node talks to for a body. Raises `NotFound` or `Miswired`."""
        application = spec.application
        if application is None or application.is_internal:
            return None
        installations = self._world.installations
        if spec.at:
            return installations.get(str(getattr(body, spec.at)))
        if message.origin and (origin := installations.get(message.origin)).application == application.name:
            return origin
        return installations.default(application.name)

    def bring(self, topology: Topology[object], task: Task) -> object:
        """A run's first body, brought through the pure nodes to the node that the message stands before.

        Raises `Misuse` when a connector stands between: what that one found isn't in the fresh body.
        """
        route, body = topology.first, task.body
        while isinstance(route, To) and route.node != task.message.node:
            spec = topology.nodes[route.node]
            if spec.application is not None:
                raise Misuse(f"{spec.name} stands between the source and {task.message.node}; repair the body instead.")
            body = spec.function(body)
            route = topology.routes[route.node]
        if not isinstance(route, To):
            raise Misuse(f"The path from the source to {task.message.node} branches; repair the body instead.")
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
            cursor = await self._world.ledger.cursor(task.message.topology, spec.name)
        return EngineClient(self._world, notebook, caller, cursor)

    async def _run(
        self, spec: Spec, body: object, client: EngineClient, notebook: Notebook, installation: Installation | None
    ) -> Outcome | Ended:
        """The node's outcome, or the settlement that an error asks for."""
        name = installation.name if installation else ""
        try:
            if spec.application is None:
                answer = spec.function(body)
            else:
                answer = await cast("Awaitable[object]", spec.function(body, client))
        except (Taken, Unavailable):
            raise
        except Held as held:
            return self._park(notebook, held.until - self._world.clock.now(), held.reason, kind=Kind.WAITING)
        except Transient as error:
            if name:
                self._world.pauses.failed(name, str(error))
                if isinstance(admitted := self._world.pauses.admit(name, is_probe=False), Hold):
                    return self._hold(notebook, name, admitted.reason)
            return Retry(str(error), error.after)
        except Rejected as error:
            if name:
                self._world.pauses.succeeded(name)
            return Reject(str(error), error.faults)
        except Unauthorised as error:
            self._world.pauses.unauthorised(name, str(error))
            return self._hold(notebook, name, str(error))
        except InDoubt as error:
            return self._trash(notebook, TrashKind.IN_DOUBT, str(error), call=error.call, detail=error.cost)
        except Exception as error:  # noqa: BLE001 - a bug in a node is the message's trash, not the worker's end
            words = f"{type(error).__name__}: {error}"
            return self._trash(notebook, TrashKind.FAILED, words, detail=traceback.format_exc(limit=-12))
        if name:
            self._world.pauses.succeeded(name)
        return answer if isinstance(answer, Emit | Drop | Wait) else Done(answer)

    def _end(
        self,
        topology: Topology[object],
        spec: Spec,
        task: Task,
        body: object,
        outcome: Outcome,
        client: EngineClient,
        notebook: Notebook,
    ) -> Ended:
        match outcome:
            case Done():
                return self._done(topology, spec, task.message, body, outcome.body, client, notebook)
            case Emit():
                return self._emit(topology, spec, task.message, outcome, client, notebook)
            case Drop():
                notebook.add(Kind.SETTLED, canonical({"outcome": "drop", "reason": outcome.reason}))
                moves = self._router().drop(task.message)
                return self._settled(notebook, moves, client=client)
            case Wait():
                return self._park(notebook, outcome.duration, outcome.reason, kind=Kind.WAITING)
            case Retry():
                return self._retry(spec, task.message, outcome, notebook)
            case Reject():
                return self._trash(notebook, TrashKind.REJECTED, outcome.reason, outcome.faults)
            case _:
                assert_never(outcome)

    def _done(
        self,
        topology: Topology[object],
        spec: Spec,
        message: Message,
        before: object,
        after: object,
        client: EngineClient,
        notebook: Notebook,
    ) -> Ended:
        text = self._world.codec.encode(after)
        notebook.add(Kind.SETTLED, f'{{"outcome":"done","body":{text}}}')
        known = set(entities_of(before))
        new = tuple(entity for entity in entities_of(after) if entity not in known)
        moves = self._router().go(topology, topology.routes[spec.name], message, after, text)
        return self._settled(notebook, moves, client=client, entities=new)

    def _emit(
        self,
        topology: Topology[object],
        spec: Spec,
        message: Message,
        page: Emit[object],
        client: EngineClient,
        notebook: Notebook,
    ) -> Ended:
        router, moves = self._router(), Moves()
        for item in page.items:
            text = self._world.codec.encode(item)
            one = router.go(topology, topology.routes[spec.name], message, item, text)
            moves.followers += one.followers
            moves.bodies |= one.bodies
            moves.births += one.births
        if page.has_more:
            again = replace(
                message, id=type(message.id)(self._world.ids.new()), attempt=0, waits=0, due=None, seat=0
            )
            moves.followers.append(again)
        words = {"outcome": "emit", "count": len(page.items), "cursor": page.cursor, "has_more": page.has_more}
        notebook.add(Kind.SETTLED, canonical(words))
        return self._settled(notebook, moves, client=client, cursor=page.cursor, is_page=True)

    def _settled(
        self, notebook: Notebook, moves: Moves, *, client: EngineClient, entities: tuple[object, ...] = (),
        cursor: str | None = None, is_page: bool = False,
    ) -> Ended:  # fmt: skip
        records = tuple(client.memory.keepings.values())
        settle = notebook.settle(
            Gone(),
            moves=moves,
            entities=entities,  # type: ignore[arg-type] # entities_of gives them
            records=records,
            cursor=cursor,
        )
        return Ended(settle=settle, moves=moves, is_simple=not records and not is_page)

    def _retry(self, spec: Spec, message: Message, outcome: Retry, notebook: Notebook) -> Ended:
        rule = self._settings.retry_of(spec, message)
        made = message.attempt + 1
        age = self._world.clock.now() - message.created_at
        if rule.is_exhausted(made, age):
            kind = TrashKind.IN_DOUBT if notebook.unresolved else TrashKind.EXHAUSTED
            return self._trash(notebook, kind, f"After {made} attempts: {outcome.reason}", call=notebook.unresolved)
        wait = max(rule.wait(made, self._world.chance.draw()), outcome.after or SOON)
        return self._park(notebook, wait, outcome.reason, kind=Kind.RETRYING, attempts=1)

    def _park(
        self, notebook: Notebook, wait: timedelta, reason: str, *, kind: Kind, attempts: int = 0
    ) -> Ended:
        message = notebook.message
        due = self._world.clock.now() + max(wait, SOON)
        notebook.add(kind, canonical({"reason": reason, "until": due.isoformat(), "attempt": message.attempt + attempts}))
        fate = Parked(due=due, attempt=message.attempt + attempts, waits=message.waits + 1 - attempts)
        return Ended(settle=notebook.settle(fate), is_simple=False)

    def _hold(self, notebook: Notebook, installation: str, reason: str) -> Ended:
        message = notebook.message
        notebook.add(Kind.WAITING, canonical({"reason": reason, "held_by": installation}))
        fate = Parked(due=None, attempt=message.attempt, waits=message.waits + 1, held_by=installation)
        return Ended(settle=notebook.settle(fate), is_simple=False)

    def _trash(
        self,
        notebook: Notebook,
        kind: TrashKind,
        reason: str,
        faults: tuple[Fault, ...] = (),
        *,
        call: str = "",
        detail: str = "",
    ) -> Ended:
        why = trashing(self._world, notebook.message, kind, reason, faults, call=call, detail=detail)
        notebook.add(Kind.TRASHED, trashed_content(why))
        fate: Fate = why
        return Ended(settle=notebook.settle(fate), is_simple=False)

    def _read_again(self, topology: Topology[object], message: Message, notebook: Notebook) -> Ended:
        """Read a webhook's payload that could not be read before (and was repaired since)."""
        try:
            body = read_payload(
                self._world, topology, Origin(installation=message.origin, received_at=message.created_at), message.body
            )
        except Unfit as error:
            return self._trash(notebook, TrashKind.REJECTED, str(error), error.faults)
        except Rejected as error:
            return self._trash(notebook, TrashKind.REJECTED, str(error), error.faults)
        text = self._world.codec.encode(body)
        notebook.add(Kind.SETTLED, f'{{"outcome":"done","body":{text}}}')
        moves = self._router().go(topology, topology.first, message, body, text)
        return Ended(settle=notebook.settle(Gone(), moves=moves, entities=entities_of(body)), moves=moves, is_simple=False)

    def _router(self) -> Router:
        return Router(new_id=self._world.ids.new, now=self._world.clock.now(), bear=self._bear)


def read_payload(world: World, topology: Topology[object], origin: Origin, text: str | bytes) -> object:
    """The first body of a run, from what came in. Raises `Unfit` or `Rejected`."""
    start = topology.start
    if isinstance(start, Webhook) and start.read is not None:
        payload = world.codec.decode(start.payload, text)
        return start.read(payload, origin)
    return world.codec.decode(cast("type[object]", topology.carries), text)


def trashing(
    world: World,
    message: Message,
    kind: TrashKind,
    reason: str,
    faults: tuple[Fault, ...] = (),
    *,
    call: str = "",
    detail: str = "",
) -> Trashing:
    """Why a message goes to the trash; causes that differ only in numbers and names are equal."""
    first = faults[0] if faults else Fault(field="", message=reason)
    likeness = re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "…", first.message)
    marks = [message.topology, message.node, kind, first.field, first.code or likeness]
    cause = hashlib.sha256("\n".join(marks).encode()).hexdigest()[:12]
    return Trashing(
        kind=kind,
        reason=reason,
        field=first.field,
        faults=world.codec.encode(list(faults)),
        call=call,
        cause=cause,
        detail=detail,
    )


def trashed_content(why: Trashing) -> str:
    """The trashing as the content of an entry."""
    words = {"kind": why.kind.value, "reason": why.reason, "field": why.field, "call": why.call, "cause": why.cause}
    return f'{canonical(words)[:-1]},"faults":{why.faults}}}'


def _at(spec: Spec) -> str:
    return f"/{spec.at}" if spec.at else ""
