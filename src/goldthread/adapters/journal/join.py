"""Joins: branches arrive; the last one brings the message that goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.row import Came
from goldthread.flow.message import Message, WorkerId
from goldthread.ports.carried import Arrival


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """A join that is complete."""

    message: Message
    is_blocked: bool


def arrive(desk: Desk, arrival: Arrival, holder: WorkerId | None) -> Joined | None:
    """Note the branch; what goes on when it was the last. A branch that came before isn't counted again."""
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
            bodies.append("null" if one.body is None else one.body)
            desk.arrivals.drop((one.join, one.branch))
    message = replace(arrival.follower, body=f"[{','.join(bodies)}]")
    return Joined(message=message, is_blocked=desk.place(message, holder))
