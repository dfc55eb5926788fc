"""Where a message goes after its node: the followers, arrivals and births of a settlement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from goldthread.domain.entity import Entity
from goldthread.flow.errors import Broken
from goldthread.flow.message import Frame, Message, MessageId, lane_of
from goldthread.flow.topology import Arrive, End, Fork, Over, Pick, Route, Split, To, Topology
from goldthread.ports.carried import Arrival, Birth

Bear: TypeAlias = "Callable[[str, object, str, Message], Birth]"
"""Makes the birth of a handed-over run: (topology, body, its JSON, the message it comes from)."""


@dataclass(slots=True)
class Moves:
    """What a settlement sets in motion."""

    followers: list[Message] = field(default_factory=list)
    bodies: dict[MessageId, object] = field(default_factory=dict)
    """The followers' bodies as objects, so that they need not be read from JSON again."""
    arrivals: list[Arrival] = field(default_factory=list)
    births: list[Birth] = field(default_factory=list)

    @property
    def only(self) -> Message | None:
        """The one follower, when there is nothing else and its turn doesn't depend on others."""
        if len(self.followers) != 1 or self.arrivals or self.births or self.followers[0].lane:
            return None
        return self.followers[0]

    def add(self, more: Moves) -> None:
        """Set these in motion as well."""
        self.followers += more.followers
        self.bodies |= more.bodies
        self.arrivals += more.arrivals
        self.births += more.births


class Router:
    """Makes the moves of one message's body along its topology."""

    def __init__(self, *, new_id: Callable[[], str], now: datetime, bear: Bear) -> None:
        self._new_id = new_id
        self._now = now
        self._bear = bear

    def go(self, topology: Topology[object], route: Route, message: Message, body: tuple[object, str]) -> Moves:
        """The moves of a body (an object and its JSON) from where `message` stood, along `route`."""
        match route:
            case To():
                return self._to(topology, route, message, body)
            case Split():
                return self._together(self.go(topology, branch, message, body) for branch in route.routes)
            case Pick():
                branch = next(branch for _, holds, branch in route.cases if holds is None or holds(body[0]))
                return self.go(topology, branch, message, body)
            case Fork():
                return self._fork(topology, route, message, body)
            case Arrive():
                return Moves(arrivals=[self.arrival(message, body[1], topology)])
            case Over():
                moves = self.drop(message)
                moves.births.append(self._bear(route.topology, body[0], body[1], message))
                return moves
            case End():
                return self.drop(message)
            case _:
                assert_never(route)

    def drop(self, message: Message) -> Moves:
        """The moves when a message ends before its path does: a join it belongs to is told."""
        moves = Moves()
        if message.frames:
            moves.arrivals.append(self.arrival(message, None))
        return moves

    def arrival(self, message: Message, text: str | None, topology: Topology[object] | None = None) -> Arrival:
        """The message's coming to the innermost join it is a branch of."""
        frame = message.frames[-1]
        lane = self._lane(topology, message, frame.node) if topology else ""
        follower = self._follower(message, frame.node, "", message.frames[:-1], lane=lane)
        return Arrival(join=frame.join, branch=frame.branch, size=frame.size, body=text, follower=follower)

    def _to(self, topology: Topology[object], route: To, message: Message, body: tuple[object, str]) -> Moves:
        lane = self._lane(topology, message, route.node)
        follower = self._follower(message, route.node, body[1], message.frames, lane=lane)
        return Moves(followers=[follower], bodies={follower.id: body[0]})

    def _fork(self, topology: Topology[object], fork: Fork, message: Message, body: tuple[object, str]) -> Moves:
        size, join = len(fork.routes) + 1, self._new_id()
        frames = [Frame(join=join, node=fork.node, branch=branch, size=size) for branch in range(size)]
        inside = [replace(message, frames=(*message.frames, frame)) for frame in frames]
        branches = zip(fork.routes, inside[1:], strict=True)
        moves = self._together(self.go(topology, route, one, body) for route, one in branches)
        moves.arrivals.append(self.arrival(inside[0], body[1], topology))
        return moves

    def _together(self, parts: Iterable[Moves]) -> Moves:
        moves = Moves()
        for part in parts:
            moves.add(part)
        return moves

    def _lane(self, topology: Topology[object], message: Message, node: str) -> str:
        return lane_of(message.trace, node) if node in topology.ordered else ""

    def _follower(self, message: Message, node: str, text: str, frames: tuple[Frame, ...], *, lane: str) -> Message:
        return Message(
            id=MessageId(self._new_id()),
            run=message.run,
            trace=message.trace,
            topology=message.topology,
            version=message.version,
            node=node,
            body=text,
            priority=message.priority,
            origin=message.origin,
            frames=frames,
            lane=lane,
            created_at=self._now,
        )


def entities_of(body: object) -> tuple[Entity, ...]:
    """The entities a body names; none when its type doesn't say."""
    named = getattr(body, "entities", None)
    if not callable(named):
        return ()
    found = tuple(named())
    for one in found:
        if not isinstance(one, Entity):
            raise Broken(f"{type(body).__name__}.entities() names {one!r}, which is no Entity.")
    return found
