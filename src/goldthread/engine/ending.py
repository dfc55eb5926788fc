"""How an attempt ends: each outcome and error as the settlement that commits it."""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass, replace
from datetime import timedelta
from typing import assert_never

from goldthread.domain.entity import Entity
from goldthread.engine.causes import traceback_of, trashed_content, trashing, words_of
from goldthread.engine.client import EngineClient
from goldthread.engine.codec import canonical
from goldthread.engine.note import Notebook
from goldthread.engine.routing import Bear, Moves, Router, entities_of
from goldthread.engine.settings import Settings
from goldthread.engine.world import World
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Broken, Fault
from goldthread.flow.message import Message, MessageId
from goldthread.flow.node import Spec
from goldthread.flow.outcome import Done, Drop, Emit, Outcome, Reject, Retry, Wait
from goldthread.flow.start import once_of
from goldthread.flow.topology import Route, Topology
from goldthread.ports.carried import Gone, Parked, TrashKind
from goldthread.ports.write import Settle

SOON = timedelta(0)
LONGEST = timedelta(days=365)
"""Nothing waits longer without looking again; a vendor's `Retry-After` may be any number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """An attempt that is over: what to commit, and what to go on with."""

    settle: Settle
    moves: Moves = field(default_factory=Moves)
    following: Message | None = None
    """The only follower, when nothing can make the settlement stale: it may be worked on before that is durable."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """A message standing before its node, with everything the attempt needs."""

    topology: Topology[object]
    spec: Spec
    body: object
    client: EngineClient
    notebook: Notebook


class Ending:
    """Makes settlements."""

    def __init__(self, world: World, bear: Bear, settings: Settings) -> None:
        self._world = world
        self._bear = bear
        self._settings = settings

    def outcome(self, stand: Stand, outcome: Outcome) -> Ended:
        """The settlement of an outcome."""
        match outcome:
            case Done():
                return self._done(stand, outcome.body)
            case Emit():
                return self._emit(stand, outcome)
            case Drop():
                stand.notebook.add(Kind.SETTLED, canonical({"outcome": "drop", "reason": outcome.reason}))
                return self._settled(stand, self._router().drop(stand.notebook.message), ())
            case Wait():
                return self.park(stand.notebook, outcome.duration, outcome.reason)
            case Retry():
                return self._retry(stand, outcome)
            case Reject():
                return self.trash(stand.notebook, TrashKind.REJECTED, outcome.reason, faults=outcome.faults)
            case _:
                assert_never(outcome)

    def read(self, topology: Topology[object], bodies: tuple[object, ...] | Drop, notebook: Notebook) -> Ended:
        """The settlement of a payload that can be read now.

        Where its start says what one event is, another delivery of it may have started its run meanwhile: so this is
        a run of its own, unless that exists. Several events are several runs.
        """
        if isinstance(bodies, Drop):
            notebook.add(Kind.SETTLED, canonical({"outcome": "drop", "reason": bodies.reason}))
            return Ended(settle=notebook.settle(Gone()))
        if once_of(topology.start) is not None or len(bodies) != 1:
            births = [
                self._bear(topology.name, body, self._world.codec.encode(body), notebook.message) for body in bodies
            ]
            moves = Moves(births=births)
            notebook.add(Kind.SETTLED, canonical({"outcome": "done", "runs": [birth.run.id for birth in births]}))
            return Ended(settle=notebook.settle(Gone(), moves=moves), moves=moves)
        body = bodies[0]
        entities = entities_of(body)
        moves = self._go(topology, topology.first, body, notebook)
        return Ended(settle=notebook.settle(Gone(), moves=moves, entities=entities), moves=moves)

    def park(self, notebook: Notebook, wait: timedelta, reason: str, *, is_attempt: bool = False) -> Ended:
        """The message stays where it stands for a while."""
        message, due = notebook.message, self._world.clock.now() + min(max(wait, SOON), LONGEST)
        made = message.attempt + is_attempt
        words = {"reason": reason, "until": due.isoformat(), "attempt": made}
        notebook.add(Kind.RETRYING if is_attempt else Kind.WAITING, canonical(words))
        fate = Parked(due=due, attempt=made, waits=message.waits + (not is_attempt))
        return Ended(settle=notebook.settle(fate))

    def hold(self, notebook: Notebook, holder: str, reason: str) -> Ended:
        """The message stays until what it waits for works again; this is not an attempt."""
        message = notebook.message
        notebook.add(Kind.WAITING, canonical({"reason": reason, "held_by": holder}))
        fate = Parked(due=None, attempt=message.attempt, waits=message.waits + 1, held_by=holder)
        return Ended(settle=notebook.settle(fate))

    def fail(self, notebook: Notebook, error: BaseException) -> Ended:
        """The message needs whoever mends the code; the traceback says where."""
        return self.trash(notebook, TrashKind.FAILED, words_of(error), detail=traceback_of(error))

    def trash(
        self,
        notebook: Notebook,
        kind: TrashKind,
        reason: str,
        *,
        faults: tuple[Fault, ...] = (),
        call: str = "",
        detail: str = "",
    ) -> Ended:
        """The message needs a person."""
        why = trashing(self._world.codec, notebook.message, kind, reason, faults=faults, call=call, detail=detail)
        notebook.add(Kind.TRASHED, trashed_content(why))
        return Ended(settle=notebook.settle(why))

    def _done(self, stand: Stand, body: object) -> Ended:
        _check_given(stand.spec, body)
        known = set(entities_of(stand.body))
        entities = tuple(entity for entity in entities_of(body) if entity not in known)
        moves = self._go(stand.topology, stand.topology.routes[stand.spec.name], body, stand.notebook)
        return self._settled(stand, moves, entities)

    def _go(self, topology: Topology[object], route: Route, body: object, notebook: Notebook) -> Moves:
        text = self._world.codec.encode(body)
        moves = self._router().go(topology, route, notebook.message, (body, text))
        notebook.add(Kind.SETTLED, f'{{"outcome":"done","body":{text}}}')
        return moves

    def _emit(self, stand: Stand, page: Emit[object]) -> Ended:
        message, router, moves = stand.notebook.message, self._router(), Moves()
        for item in page.items:
            _check_given(stand.spec, item)
            text = self._world.codec.encode(item)
            moves.add(router.go(stand.topology, stand.topology.routes[stand.spec.name], message, (item, text)))
        if page.has_more:
            following = MessageId(self._world.ids.new())
            now = self._world.clock.now()
            following_page = replace(message, id=following, attempt=0, waits=0, due=None, seat=0, created_at=now)
            moves.followers.append(following_page)
        words = {"outcome": "emit", "count": len(page.items), "cursor": page.cursor, "has_more": page.has_more}
        stand.notebook.add(Kind.SETTLED, canonical(words))
        records = tuple(stand.client.memory.keepings.values())
        settle = stand.notebook.settle(Gone(), moves=moves, records=records, cursor=page.cursor)
        return Ended(settle=settle, moves=moves)

    def _settled(self, stand: Stand, moves: Moves, entities: tuple[Entity, ...]) -> Ended:
        records = tuple(stand.client.memory.keepings.values())
        following = None if records else moves.only
        taken = frozenset((following.id,)) if following else frozenset()
        settle = stand.notebook.settle(Gone(), moves=moves, entities=entities, records=records, taken=taken)
        return Ended(settle=settle, moves=moves, following=following)

    def _retry(self, stand: Stand, outcome: Retry) -> Ended:
        notebook, now = stand.notebook, self._world.clock.now()
        message = notebook.message
        rule = self._settings.retry_of(stand.spec, message)
        made = message.attempt + 1
        age = timedelta(0) if message.waits else now - message.created_at  # a day of downtime isn't the message's fault
        if rule.is_exhausted(made, age):
            kind = TrashKind.IN_DOUBT if notebook.unresolved else TrashKind.EXHAUSTED
            reason = f"Given up after {made} attempts: {outcome.reason}"
            return self.trash(notebook, kind, reason, call=notebook.unresolved)
        wait = max(rule.wait(made, self._world.chance.draw()), outcome.after or SOON)
        return self.park(notebook, wait, outcome.reason, is_attempt=True)

    def _router(self) -> Router:
        return Router(new_id=self._world.ids.new, now=self._world.clock.now(), bear=self._bear)


def _check_given(spec: Spec, body: object) -> None:
    """Raises `Broken` when a node gives something else than its annotation says: the next one couldn't read it."""
    gives = spec.gives
    if type(body) is not gives and isinstance(gives, type) and is_dataclass(gives) and not isinstance(body, gives):
        raise Broken(f"{spec.name} says that it gives {gives.__name__}, but gave {type(body).__name__}.")
