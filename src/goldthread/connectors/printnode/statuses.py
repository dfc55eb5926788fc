"""What PrintNode's replies mean, and what its states say of a job."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from goldthread.flow.errors import Fault
from goldthread.flow.reply import TOO_MANY, Denied, Json, Later, Missing, Refused, Reply, Verdict, unreadable

PATIENCE: Final = timedelta(seconds=1)
"""How long PrintNode is left alone after a 429: its limit counts seconds, and it names no time."""


class Fate(StrEnum):
    """What became of a job."""

    WAITS = "waits"
    """Paper may still come, by itself."""
    PRINTED = "printed"
    UNPRINTED = "unprinted"
    """Surely no paper came, and none will."""
    FAILED = "failed"
    """It ended, and only a look at the printer tells how."""
    UNKNOWN = "unknown"
    """A state that PrintNode doesn't document."""


FATES: Final = {
    "pending_confirmation": Fate.WAITS,
    "new": Fate.WAITS,
    "sent_to_client": Fate.WAITS,
    "received": Fate.WAITS,
    "downloading": Fate.WAITS,
    "downloaded": Fate.WAITS,
    "preparing_to_print": Fate.WAITS,
    "queued_to_print": Fate.WAITS,
    "queued": Fate.WAITS,
    "in_progress": Fate.WAITS,
    "done": Fate.PRINTED,
    "expired": Fate.UNPRINTED,
    "deleted": Fate.FAILED,
    "disappeared": Fate.FAILED,
    "error": Fate.FAILED,
}
"""All states that PrintNode documents."""


def fate(state: str) -> Fate:
    """What a state says; one that isn't listed says nothing."""
    return FATES.get(state, Fate.UNKNOWN)


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"uid", "code", "message"}`, whatever the status; a success that isn't JSON is none."""
    match decoded:
        case {"code": str(code), "message": str(message)} if _is_said_of_the_request(reply):
            return _refusal(reply, code, message)
        case None if reply.status == TOO_MANY:
            return Later("PrintNode was asked too often.", after=_patience(reply), is_throttled=True)
        case _:
            return unreadable(reply, decoded)


def _is_said_of_the_request(reply: Reply) -> bool:
    return reply.status < 500


def _refusal(reply: Reply, code: str, message: str) -> Verdict:
    request = reply.headers.get("request-id")
    words = f"{message.rstrip('.')} ({code}{f', request {request}' if request else ''})."
    match reply.status:
        case 401 | 403:
            return Denied(words)
        case 404:
            return Missing(words)
        case 429:
            return Later(words, after=_patience(reply), is_throttled=True)
        case 408 | 423 | 425:
            return Later(words)
        case _:
            return Refused(words, (Fault(field="", message=words, code=code),))


def _patience(reply: Reply) -> timedelta | None:
    """A time that the reply names goes before ours."""
    return None if "retry-after" in reply.headers else PATIENCE
