"""Rows as their readers want them."""

from __future__ import annotations

from goldthread.adapters.journal.row import CallRow, Course, EntryRow, Kept, Standing, TrashRow
from goldthread.flow.chain import instant
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.message import CallId, MessageId, RunId, TraceId
from goldthread.ports.carried import Run, Trashing, TrashKind
from goldthread.ports.view import Call, Record, RunRow, Sealed


def show_run(row: Course) -> RunRow:
    """A run and how it stands."""
    return RunRow(
        run=Run(
            id=RunId(row.id),
            trace=TraceId(row.trace),
            topology=row.topology,
            version=row.version,
            origin=row.origin,
            start_key=row.start_key,
            started_at=instant(row.started_at),
        ),
        state=row.state,
        open_messages=row.open_messages,
        ended_at=None if row.ended_at is None else instant(row.ended_at),
    )


def show_state(row: Standing, now: int) -> str:
    """How the message stands at this instant: what is ready but not due waits."""
    return "waiting" if row.state == "ready" and row.due is not None and row.due > now else row.state


def show_call(row: CallRow) -> Call:
    """A recorded write."""
    return Call(
        id=CallId(row.id),
        message=MessageId(row.message),
        node=row.node,
        installation=row.installation,
        request=row.request,
        doubt=row.doubt,
        intended_at=instant(row.intended_at),
        answered_at=None if row.answered_at is None else instant(row.answered_at),
        reply=row.reply,
        is_open_again=bool(row.is_open_again),
    )


def show_why(row: TrashRow) -> Trashing:
    """Why the message is in the trash."""
    return Trashing(
        kind=TrashKind(row.kind),
        reason=row.reason,
        field=row.field,
        faults=row.faults,
        call=row.call,
        cause=row.cause,
        detail=row.detail,
    )


def show_record(row: Kept) -> Record:
    """A record of an entity."""
    return Record(kind=row.kind, key=row.key, body=row.body, version=row.version, is_live=bool(row.is_live))


def show_entry(row: EntryRow, *, previous: str, content: str | None, salt: str = "") -> Sealed:
    """An entry in its place; `content` is None when it was erased."""
    return Sealed(
        chain=row.chain,
        seq=row.seq,
        entry=Entry(
            kind=Kind(row.kind),
            at=instant(row.at),
            trace=row.trace,
            run=row.run,
            topology=row.topology,
            node=row.node,
            message=row.message,
            actor=row.actor,
            content="{}" if content is None else content,
        ),
        digest=row.digest,
        previous=previous,
        hash=row.hash,
        is_erased=content is None,
        salt=salt,
    )
