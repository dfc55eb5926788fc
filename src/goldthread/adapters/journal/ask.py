"""What a batch asks the store for: first by the ids in its writes, then by what those rows say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.kin import lanes_of_births
from goldthread.adapters.journal.need import Need
from goldthread.adapters.journal.row import Standing
from goldthread.domain.entity import Entity
from goldthread.flow.message import Message
from goldthread.ports.carried import Arrival, Birth, Gone, Trashing
from goldthread.ports.write import (
    Accept,
    Beat,
    Claim,
    Intend,
    Leave,
    Lock,
    Mend,
    Note,
    Put,
    Release,
    Settle,
    Unhold,
    Unlock,
    Write,
)

_SWEEPS: Final = (Claim, Beat, Leave, Unhold)


def segments(writes: Sequence[Write]) -> Iterator[Sequence[Write]]:
    """Cut before every sweep: it looks at the store itself, so what came before must be there."""
    start = 0
    for index, write in enumerate(writes):
        if index > start and isinstance(write, _SWEEPS):
            yield writes[start:index]
            start = index
    if start < len(writes):
        yield writes[start:]


def first_need(writes: Sequence[Write]) -> Need:
    """The rows whose ids stand in the writes."""
    need = Need()
    for write in writes:
        match write:
            case Settle():
                _settle(need, write)
            case Intend():
                need.messages.add(write.message)
                need.calls.add(write.call)
            case Accept():
                _birth(need, write.birth)
            case _:
                _rare(need, write)
    return need


def second_need(writes: Sequence[Write], desk: Desk) -> Need:
    """Runs and lanes, as the messages and start keys of the first round name them."""
    need = Need(lane_depth=len(writes) + 1, lanes=lanes_of_births(writes, desk))
    made = _Made(writes)
    for write in writes:
        match write:
            case Settle():
                _stand(need, desk.messages.get(write.message) or made.get(write.message), is_moving=_is_moving(write))
                _join_lanes(need, write.followers)
                for arrival in write.arrivals:
                    _join_lanes(need, (arrival.follower,))
                for birth in write.births:
                    _known_run(need, desk, birth)
            case Accept():
                _known_run(need, desk, write.birth)
            case Mend():
                _stand(need, desk.messages.get(write.message) or made.get(write.message), is_moving=True)
                _join_lanes(need, (write.arrival.follower,) if write.arrival else ())
            case _:
                continue
    return need


def _settle(need: Need, write: Settle) -> None:
    need.messages.add(write.message)
    for answer in write.answers:
        need.calls.add(answer.call)
    for keeping in write.records:
        need.records.add((keeping.kind, keeping.key))
    if write.entities:
        _entities(need, write.entities)
    if write.arrivals:
        _arrivals(need, write.arrivals)
    for birth in write.births:
        _birth(need, birth)
    if isinstance(write.fate, Trashing):
        need.trash.add(write.message)


def _rare(need: Need, write: Write) -> None:
    match write:
        case Mend():
            need.messages.add(write.message)
            need.trash.add(write.message)
            need.calls.update(one.call for one in write.resolve)
            _arrivals(need, [write.arrival] if write.arrival else [])
        case Note():
            need.calls.update(answer.call for answer in write.answers)
            _entities(need, [entity for _, entity in write.entities])
        case Release():
            need.messages.update(write.messages)
        case Lock():
            need.messages.add(write.message)
            need.locks.add(write.key)
        case Unlock():
            need.locks.add(write.key)
        case Put():
            need.small.add((write.table, write.key))
        case Claim() | Beat() | Leave() | Unhold():
            need.sweep = write
        case _:
            raise TypeError(f"{write!r} is no rare write.")


def _birth(need: Need, birth: Birth) -> None:
    need.start_keys.update(key for key in (birth.run.start_key, birth.duplicate_of) if key)
    _entities(need, birth.entities)


def _entities(need: Need, entities: Sequence[Entity]) -> None:
    need.entities.update((entity.key, entity.kind) for entity in entities)


def _arrivals(need: Need, arrivals: Sequence[Arrival]) -> None:
    for arrival in arrivals:
        need.joins.add(arrival.join)
        need.joins.update(frame.join for frame in arrival.follower.frames)


def _is_moving(write: Settle) -> bool:
    """Whether the run's count of open messages may change: one message that becomes one leaves it alone."""
    return bool(write.arrivals) or (not isinstance(write.fate, Gone)) + len(write.followers) != 1


class _Made:
    """Messages that writes of this batch make, on which later ones may rely; looked for when one is missing."""

    def __init__(self, writes: Sequence[Write]) -> None:
        self._writes = writes
        self._messages: dict[str, Message] | None = None

    def get(self, message: str) -> Message | None:
        """The message, if a write of this batch makes it."""
        if self._messages is None:
            self._messages = {one.id: one for write in self._writes for one in _messages_of(write)}
        return self._messages.get(message)


def _messages_of(write: Write) -> Iterable[Message]:
    match write:
        case Settle():
            born = (one for birth in write.births for one in birth.messages)
            return chain(write.followers, (one.follower for one in write.arrivals), born)
        case Accept():
            return write.birth.messages
        case _:
            return ()


def _stand(need: Need, row: Standing | Message | None, *, is_moving: bool) -> None:
    if row is None:
        return
    if is_moving:
        need.runs.add(row.run)
    if row.lane:
        need.lanes.add(row.lane)


def _join_lanes(need: Need, messages: Sequence[Message]) -> None:
    for message in messages:
        if message.lane:
            need.lanes.add(message.lane)


def _known_run(need: Need, desk: Desk, birth: Birth) -> None:
    _join_lanes(need, birth.messages)
    for key in (birth.run.start_key, birth.duplicate_of):
        known = desk.start_keys.get(key)
        if known is not None:
            need.runs.add(known[1])
