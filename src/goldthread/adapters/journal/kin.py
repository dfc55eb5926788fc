"""Which traces the births of a batch may turn out to belong to, and so which lanes they may join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goldthread.adapters.journal.desk import Desk
from goldthread.domain.entity import Entity
from goldthread.flow.message import lane_of
from goldthread.ports.carried import Birth
from goldthread.ports.write import Accept, Note, Settle, Write


def lanes_of_births(writes: Sequence[Write], desk: Desk) -> set[str]:
    """The lanes of every trace that a birth may find by its first entity; the proposed one's is among them.

    An entity leads to the traces that the store knows, and to those that writes before it in the batch give it.
    """
    if not any(message.lane for write in writes for birth in _births(write) for message in birth.messages):
        return set()
    kin = _Kin(desk)
    lanes: set[str] = set()
    for write in writes:
        for birth in _births(write):
            traces = kin.birth(birth)
            lanes.update(lane_of(trace, one.node) for one in birth.messages if one.lane for trace in traces)
        kin.written(write)
    return lanes


class _Kin:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._traces: dict[Entity, set[str]] = {}
        self._of_messages: dict[str, set[str]] = {}
        for row in desk.entities:
            self._lead(Entity(key=row.key, kind=row.kind), {row.trace})

    def birth(self, birth: Birth) -> set[str]:
        traces = {str(birth.run.trace)}
        if birth.entities:
            traces |= self._traces.get(birth.entities[0], set())
        for entity in birth.entities:
            self._lead(entity, traces)
        self._of_messages.update((message.id, traces) for message in birth.messages)
        return traces

    def written(self, write: Write) -> None:
        match write:
            case Settle():
                row = self._desk.messages.get(write.message)
                traces = {row.trace} if row else self._of_messages.get(write.message, set())
                for entity in write.entities:
                    self._lead(entity, traces)
                self._of_messages.update((message.id, traces) for message in write.followers)
            case Note():
                for trace, entity in write.entities:
                    self._lead(entity, {trace})
            case _:
                return

    def _lead(self, entity: Entity, traces: set[str]) -> None:
        self._traces.setdefault(entity, set()).update(traces)


def _births(write: Write) -> Iterator[Birth]:
    match write:
        case Accept():
            yield write.birth
        case Settle():
            yield from write.births
        case _:
            return
