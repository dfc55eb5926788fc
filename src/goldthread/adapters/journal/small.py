"""The small writes: notes, critical sections, rows of small tables."""

from __future__ import annotations

from goldthread.adapters.journal.birth import find_by
from goldthread.adapters.journal.call import RECORDED, answer
from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.row import LockRow, SmallRow
from goldthread.ports.receipt import Beaten, Lost, Recorded
from goldthread.ports.write import Lock, Note, Put, Unlock


def note(desk: Desk, write: Note) -> Recorded:
    """Append, whatever stands where."""
    for one in write.answers:
        answer(desk, one)
    for link in write.links:
        desk.links[link.kind, link.ours, link.installation] = link
    for trace, entity in write.entities:
        find_by(desk, trace, entity)
    desk.entries.extend(write.entries)
    return RECORDED


def lock(desk: Desk, write: Lock) -> Recorded | Beaten | Lost:
    """Enter; a message that is in already stays in, whoever holds it now."""
    if desk.holds(write.worker, write.message) is None:
        return Lost()
    known = desk.locks.get(write.key)
    if known is not None and known.message != write.message:
        return Beaten(f"message {known.message}")
    desk.locks.put(write.key, LockRow(write.key, write.worker, write.message))
    return RECORDED


def unlock(desk: Desk, write: Unlock) -> Recorded:
    """Leave; what another message holds stays locked."""
    known = desk.locks.get(write.key)
    if known is not None and known.message == write.message and write.worker in {None, known.worker}:
        desk.locks.drop(write.key)
    return RECORDED


def put(desk: Desk, write: Put) -> Recorded | Beaten:
    """Set the row, if it is as the writer saw it."""
    place = (write.table, write.key)
    known = desk.small.get(place)
    version = known.version if known else 0
    if write.version is not None and write.version != version:
        return Beaten()
    if write.value is not None:
        desk.small.put(place, SmallRow(*place, write.value, version + 1))
    elif known is not None:
        desk.small.drop(place)
    desk.entries.extend(write.entries)
    return RECORDED
