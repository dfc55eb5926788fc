"""Recorded calls: intended once, answered once, opened again only with proof."""

from __future__ import annotations

from collections.abc import Iterable

from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.row import CallRow
from goldthread.flow.chain import micros
from goldthread.flow.errors import Broken
from goldthread.flow.message import CallId
from goldthread.ports.carried import Answer, Resolution
from goldthread.ports.receipt import Known, Lost, Recorded
from goldthread.ports.write import Intend

RECORDED = Recorded()


def intend(desk: Desk, write: Intend) -> Recorded | Lost | Known:
    """Record that a write is about to be sent. Raises `Broken` for an id that isn't the message's."""
    if not write.call.startswith(f"{write.message}."):
        raise Broken(f"Call {write.call} doesn't begin with the id of its message {write.message} and a dot.")
    if desk.holds(write.worker, write.message) is None:
        return Lost()
    known = desk.calls.get(write.call)
    if known is not None and not _may_send(known, is_again=write.is_again):
        return Known()
    at = micros(write.at)
    if known is None:
        row = CallRow(
            write.message,
            write.call,
            write.node,
            write.installation,
            write.request,
            write.doubt,
            at,
            None,
            None,
            0,
        )
    else:
        row = known._replace(intended_at=at, answered_at=None, reply=None, is_open_again=0)
    desk.calls.put(write.call, row)
    desk.entries.extend(write.entries)
    return RECORDED


def _may_send(known: CallRow, *, is_again: bool) -> bool:
    """An answered call never; one in doubt when the sender says so."""
    return bool(known.is_open_again) or (is_again and known.answered_at is None)


def answer(desk: Desk, one: Answer) -> None:
    """Keep the reply of a call that waits for one. What was answered stays answered: replies are replayed for ever.

    A call that is open again takes a reply that says it was done, however late that comes: better than sending it.
    """
    row = desk.calls.get(one.call)
    if row is None or (row.answered_at is not None and (not row.is_open_again or one.is_definite_failure)):
        return
    if one.is_definite_failure and one.intended_at is not None and micros(one.intended_at) != row.intended_at:
        return
    at, failed = micros(one.at), one.is_definite_failure
    desk.calls.put(
        one.call, row._replace(answered_at=at, reply=None if failed else one.reply, is_open_again=int(failed))
    )


def resolve(desk: Desk, one: Resolution, at: int) -> None:
    """A person says what became of a call in doubt; what was answered meanwhile stays, unless it cannot be read."""
    row = desk.calls.get(one.call)
    if row is None or (row.answered_at is not None and not row.is_open_again and not one.is_overruling):
        return
    is_again = int(one.reply is None)
    desk.calls.put(one.call, row._replace(answered_at=at, reply=one.reply, is_open_again=is_again))


def unknown_call(desk: Desk, calls: Iterable[CallId]) -> Broken | None:
    """What to say of an answer to a call that nobody recorded."""
    for call in calls:
        if desk.calls.get(call) is None:
            return Broken(f"Call {call} was answered, but never recorded as intended. Intend it before it is sent.")
    return None
