"""Joins: branches arrive; the last one brings the message that goes on, unless one was dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.row import Came
from goldthread.flow.chain import instant
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import Message, WorkerId
from goldthread.ports.carried import Arrival


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """A join that is complete."""

    message: Message
    is_blocked: bool


def arrive(desk: Desk, arrival: Arrival, holder: WorkerId | None, at: int) -> Joined | None:
    """Note the branch; what goes on when it was the last. A branch that came before isn't counted again.

    A join with a dropped branch is dropped when all have come, and with it the join that it is a branch of itself.
    """
    here = [desk.arrivals.get((arrival.join, branch)) for branch in range(arrival.size)]
    if here[arrival.branch] is not None:
        return None
    here[arrival.branch] = came = Came(arrival.join, arrival.branch, arrival.follower.run, arrival.body)
    desk.arrivals.put((arrival.join, arrival.branch), came)
    if None in here:
        return None
    bodies = []
    for one in here:
        if one is not None:
            bodies.append(one.body)
            desk.arrivals.drop((one.join, one.branch))
    whole = [body for body in bodies if body is not None]
    if len(whole) < len(bodies):
        return _drop(desk, arrival.follower, at)
    message = replace(arrival.follower, body=f"[{','.join(whole)}]")
    return Joined(message=message, is_blocked=desk.place(message, holder))


def _drop(desk: Desk, message: Message, at: int) -> Joined | None:
    desk.entries.append(
        Entry(
            kind=Kind.SETTLED,
            at=instant(at),
            trace=message.trace,
            run=message.run,
            topology=message.topology,
            node=message.node,
            message=message.id,
            content='{"outcome":"drop","reason":"a branch that it waited for was dropped"}',
        )
    )
    if not message.frames:
        return None
    frame = message.frames[-1]
    follower = replace(message, node=frame.node, frames=message.frames[:-1])
    outer = Arrival(join=frame.join, branch=frame.branch, size=frame.size, body=None, follower=follower)
    return arrive(desk, outer, None, at)
