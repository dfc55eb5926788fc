"""Why a message goes to the trash, in a form that groups equal causes."""

from __future__ import annotations

import hashlib
import re
import traceback

from goldthread.domain.problem import Problem
from goldthread.engine.codec import Codec, canonical
from goldthread.flow.errors import Fault
from goldthread.flow.message import Message
from goldthread.ports.carried import Trashing, TrashKind

TRACE_LINES = -12
_VARYING = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")


def trashing(
    codec: Codec,
    message: Message,
    kind: TrashKind,
    reason: str,
    *,
    faults: tuple[Fault, ...] = (),
    call: str = "",
    detail: str = "",
) -> Trashing:
    """Why the message goes to the trash; causes that differ only in numbers and quoted names are equal."""
    reason, detail = _writable(reason), _writable(detail)
    faults = tuple(_writable_fault(one) for one in faults)
    first = faults[0] if faults else Fault(field="", message=reason)
    marks = [message.topology, message.node, kind, first.field, first.code or _VARYING.sub("…", first.message)]
    return Trashing(
        kind=kind,
        reason=reason,
        field=first.field,
        faults=codec.encode(list(faults)),
        call=call,
        cause=hashlib.sha256("\n".join(marks).encode()).hexdigest()[:12],
        detail=detail,
    )


def fault_of(problem: Problem) -> Fault:
    """What is wrong with a value that refused itself."""
    return Fault(field=problem.field, message=problem.message, code=problem.code, suggestion=problem.suggestion)


def words_of(error: BaseException) -> str:
    """A bug in a few words."""
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:  # noqa: BLE001 - an error that cannot even say what it is
        return type(error).__name__


def traceback_of(error: BaseException) -> str:
    """Where a bug is."""
    return "".join(traceback.format_exception(error, limit=TRACE_LINES))


def _writable(text: str) -> str:
    """The text without halves of characters (lone surrogates), which no store takes."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _writable_fault(fault: Fault) -> Fault:
    said = (fault.field, fault.message, fault.code, fault.suggestion or "")
    if all(text.isascii() for text in said):
        return fault
    field, message, code, suggestion = (_writable(text) for text in said)
    return Fault(field=field, message=message, code=code, suggestion=suggestion or fault.suggestion)


def trashed_content(why: Trashing) -> str:
    """The trashing as the content of an entry."""
    words = {"kind": why.kind.value, "reason": why.reason, "field": why.field, "call": why.call, "cause": why.cause}
    return f'{canonical(words)[:-1]},"faults":{why.faults}}}'
