"""What WooCommerce's replies mean, and its words for where an order is."""

from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Later, Missing, Refused, Reply, Verdict, unreadable

_REFUSALS: Final = frozenset({400, 405, 406, 409, 410, 413, 415, 422, 501})
_FOREIGN: Final = _REFUSALS | {403, 404}


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"code", "message", "data": {"status", "params"}}`; inside a success it is an error, too.

    A refusal that isn't in the API's own form was written by something in front of it (a firewall, a plugin against
    robots): that says nothing about the order, and passes.
    """
    match decoded:
        case {"code": str() | int() as code, "message": str(message), "data": data}:
            return _complaint(_status(reply, data), str(code), message, data)
        case _ if reply.status in _FOREIGN:
            words = reply.content[:200].decode(errors="replace")
            return Later(f"HTTP {reply.status} that isn't WooCommerce's but of something in front of it: {words}")
        case _:
            return unreadable(reply, decoded)


def _status(reply: Reply, data: Json) -> int:
    """What WordPress says, also where the server around it made a success of it."""
    match data:
        case {"status": int(status)}:
            return status
        case _:
            return reply.status


def _complaint(status: int, code: str, message: str, data: Json) -> Verdict | None:
    if status == 404:
        return Missing(f"{message} ({code})")
    if status in {401, 403}:
        return Denied(f"{message} ({code})")
    if status in _REFUSALS or 200 <= status < 300:
        return Refused(message, _faults(code, message, data))
    return None


def _faults(code: str, message: str, data: Json) -> tuple[Fault, ...]:
    match data:
        case {"params": {**params}} if params:
            return tuple(Fault(field=str(name), message=str(words), code=code) for name, words in params.items())
        case _:
            return (Fault(field="", message=message, code=code),)


CALLED_OFF: Final = frozenset({"cancelled", "refunded", "failed", "trash"})
"""States of an order that isn't to be sent; one that was sent nevertheless keeps them."""

WORDS: Final = {
    Status.UNKNOWN: "nothing was heard yet",
    Status.LABEL_CREATED: "the carrier was told of the parcel",
    Status.PICKED_UP: "the carrier has the parcel",
    Status.IN_TRANSIT: "on its way",
    Status.CUSTOMS_HOLD: "held by customs",
    Status.DELAYED: "late",
    Status.ON_HOLD: "held by the carrier",
    Status.OUT_FOR_DELIVERY: "out for delivery",
    Status.ATTEMPT_FAILED: "could not be delivered, and is tried again",
    Status.READY_FOR_PICKUP: "waits to be collected",
    Status.RETURNING: "on its way back",
    Status.DELIVERED: "delivered",
    Status.RETURNED: "came back",
    Status.CANCELLED: "cancelled at the carrier",
    Status.LOST_OR_DAMAGED: "lost or damaged",
    Status.EXPIRED: "not heard of for too long",
}


def words_for(status: Status | Unknown) -> str:
    """What is noted in the shop; of an unlisted code no more is claimed than the carrier's own word."""
    return f"the carrier says {status.raw!r}" if isinstance(status, Unknown) else WORDS[status]
