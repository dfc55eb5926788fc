"""Settlements: the end of an attempt, whole or not at all."""

from __future__ import annotations

from typing import assert_never

from goldthread.adapters.journal.birth import bear, find_by
from goldthread.adapters.journal.call import RECORDED, answer, unknown_call
from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.join import arrive
from goldthread.adapters.journal.row import Kept, Standing
from goldthread.adapters.journal.trash import throw_away
from goldthread.flow.chain import micros
from goldthread.flow.message import Message, MessageId
from goldthread.ports.carried import Gone, Keeping, Parked, Trashing
from goldthread.ports.receipt import Lost, Recorded, Stale
from goldthread.ports.write import Settle


def settle(desk: Desk, write: Settle) -> Recorded | Lost | Stale:
    """Everything an attempt did. What refuses it is looked at before anything is changed."""
    row = desk.holds(write.worker, write.message)
    if row is None:
        return Lost()
    if write.records and any(_is_stale(desk, keeping) for keeping in write.records):
        return Stale()
    if write.answers and (missing := unknown_call(desk, (one.call for one in write.answers))) is not None:
        raise missing
    for one in write.answers:
        answer(desk, one)
    change = _fate(desk, write, row)
    blocked, born = _made(desk, write)
    change += len(write.followers)
    desk.entries.extend(write.entries)
    for arrival in write.arrivals:
        holder = write.worker if arrival.follower.id in write.taken else None
        joined = arrive(desk, arrival, holder, micros(write.at))
        if joined is not None:
            change += 1
            born.append(joined.message)
            blocked.extend([joined.message.id] * joined.is_blocked)
    _keep(desk, write, row)
    desk.shift(row.run, change, micros(write.at))
    if not born and not blocked:
        return RECORDED
    return Recorded(blocked=frozenset(blocked) & write.taken, born=tuple(born))


def _is_stale(desk: Desk, keeping: Keeping) -> bool:
    known = desk.records.get((keeping.kind, keeping.key))
    return keeping.version != (known.version if known else 0)


def _fate(desk: Desk, write: Settle, row: Standing) -> int:
    match write.fate:
        case Gone():
            desk.remove(row)
            return -1
        case Parked() as parked:
            stays = write.message in write.taken and not parked.held_by
            due = None if parked.due is None or parked.held_by else micros(parked.due)
            desk.messages.put(
                row.id,
                row._replace(
                    state="held" if parked.held_by else "ready",
                    holder=write.worker if stays else None,
                    held_by=parked.held_by,
                    due=due,
                    attempt=parked.attempt,
                    waits=parked.waits,
                ),
            )
            return 0
        case Trashing() as why:
            throw_away(desk, row, why, micros(write.at))
            return 0
        case _:
            assert_never(write.fate)


def _made(desk: Desk, write: Settle) -> tuple[list[MessageId], list[Message]]:
    worker, taken = write.worker, write.taken
    blocked = [one.id for one in write.followers if desk.place(one, worker if one.id in taken else None)]
    born: list[Message] = []
    holders = dict.fromkeys(write.taken, write.worker) if write.births else {}
    for birth in write.births:
        run = bear(desk, birth, holders)
        if not isinstance(run, str):
            born.extend(run.messages)
            blocked.extend(run.blocked)
    return blocked, born


def _keep(desk: Desk, write: Settle, row: Standing) -> None:
    for entity in write.entities:
        find_by(desk, row.trace, entity)
    for one in write.records:
        desk.records.put((one.kind, one.key), Kept(one.kind, one.key, one.body, one.version + 1, int(one.is_live)))
    if write.cursor is not None:
        desk.cursors[row.topology, write.cursor_of or row.node] = write.cursor
