"""The trash: messages go in with a reason, and come out by a person's hand, once."""

from __future__ import annotations

from goldthread.adapters.journal.call import resolve, unknown_call
from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.join import arrive
from goldthread.adapters.journal.row import Standing, State, TrashRow
from goldthread.flow.chain import instant, micros
from goldthread.ports.carried import Trashing
from goldthread.ports.receipt import Beaten, Recorded
from goldthread.ports.write import Mend


def throw_away(desk: Desk, row: Standing | None, why: Trashing, at: int) -> None:
    """The message needs a person. Its place in its lane stays taken."""
    if row is None:
        raise KeyError("A message that stands nowhere cannot go to the trash.")
    desk.messages.put(row.id, row._replace(state="trash", holder=None, due=None, held_by=""))
    former = desk.trash.get(row.id)
    desk.trash.put(
        row.id,
        TrashRow(
            row.id,
            row.trace,
            row.topology,
            row.node,
            why.kind.value,
            why.reason,
            why.field,
            why.faults,
            why.call,
            why.cause,
            why.detail,
            former.version + 1 if former else 1,
            at,
            1,
            "",
            None,
        ),
    )


def mend(desk: Desk, write: Mend) -> Recorded | Beaten:
    """What a person decided, unless somebody was first."""
    trash, row = desk.trash.get(write.message), desk.messages.get(write.message)
    if trash is None or row is None or row.state != "trash" or trash.version != write.version:
        return Beaten(_who(trash))
    if (missing := unknown_call(desk, (one.call for one in write.resolve))) is not None:
        raise missing
    at = micros(write.at)
    for resolution in write.resolve:
        resolve(desk, resolution, at)
    if write.body is not None:
        desk.bodies[write.message] = write.body
    node = write.node or row.node
    done = trash._replace(version=trash.version + 1, node=node, actor=write.actor, acted_at=at)
    desk.entries.extend(write.entries)
    if write.discard:
        return _discard(desk, write, row, done, at)
    if write.resume:
        _resume(desk, row._replace(node=node), done)
        return Recorded()
    desk.messages.put(row.id, row._replace(node=node))
    desk.trash.put(row.id, done)
    return Recorded()


def _resume(desk: Desk, row: Standing, trash: TrashRow) -> None:
    is_turn = not row.lane or desk.lane(row.lane).head == row.id
    state: State = "ready" if is_turn else "blocked"
    desk.messages.put(row.id, row._replace(state=state, attempt=0, waits=row.waits + 1, due=None))
    desk.trash.put(row.id, _emptied(trash))
    _judge(desk, row.run, "repaired")


def _discard(desk: Desk, write: Mend, row: Standing, trash: TrashRow, at: int) -> Recorded:
    desk.remove(row)
    desk.trash.put(row.id, _emptied(trash))
    _judge(desk, row.run, "discarded")
    born = arrive(desk, write.arrival, None, at) if write.arrival else None
    desk.shift(row.run, (born is not None) - 1, at)
    return Recorded(born=(born.message,)) if born else Recorded()


def _judge(desk: Desk, run: str, verdict: str) -> None:
    row = desk.runs.get(run)
    if row is None:
        raise KeyError(f"Run {run} isn't in the ledger, but its messages are.")
    if row.verdict != "discarded":
        desk.runs.put(run, row._replace(verdict=verdict))


def _emptied(trash: TrashRow) -> TrashRow:
    """Who took it out stays known; why it was in is told by the entries."""
    return trash._replace(is_open=0, reason="", field="", faults="[]", call="", cause="", detail="")


def _who(trash: TrashRow | None) -> str:
    if trash is None or not trash.actor or trash.acted_at is None:
        return ""
    return f"{trash.actor} at {instant(trash.acted_at):%Y-%m-%d %H:%M:%S} UTC"
