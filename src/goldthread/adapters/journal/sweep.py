"""Sweeps: writes about whatever messages are in a state, not about one by its id."""

from __future__ import annotations

from goldthread.adapters.journal.call import RECORDED
from goldthread.adapters.journal.desk import Desk
from goldthread.flow.chain import micros
from goldthread.ports.receipt import Claimed, Freed, Recorded
from goldthread.ports.write import Beat, Claim, Leave, Release


def claim(desk: Desk, write: Claim) -> Claimed:
    """Take what the store found due."""
    for row in desk.found.swept:
        desk.messages.put(row.id, row._replace(holder=write.worker))
    return Claimed(tuple(desk.found.bodies))


def beat(desk: Desk, write: Beat) -> Freed:
    """The worker lives; what the dead held is free."""
    desk.workers[write.worker] = micros(write.until)
    for dead in desk.found.dead:
        desk.workers[dead] = None
    return Freed(_free(desk))


def leave(desk: Desk, write: Leave) -> Recorded:
    """Everything the worker holds is free."""
    desk.workers[write.worker] = None
    _free(desk)
    return RECORDED


def unhold(desk: Desk) -> Recorded:
    """What was held goes on at once."""
    for row in desk.found.swept:
        desk.messages.put(row.id, row._replace(state="ready", held_by="", due=None))
    return RECORDED


def release(desk: Desk, write: Release) -> Recorded:
    """Give back what is still the worker's."""
    for message in write.messages:
        row = desk.holds(write.worker, message)
        if row is not None:
            desk.messages.put(message, row._replace(holder=None))
    return RECORDED


def _free(desk: Desk) -> int:
    for row in desk.found.swept:
        desk.messages.put(row.id, row._replace(holder=None))
    for lock in desk.found.dead_locks:
        desk.locks.drop(lock.key)
    return len(desk.found.swept)
