"""What bazaar's replies mean, and its words for where an order is."""

from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Missing, Refused, Reply, Verdict, unreadable

_REFUSALS: Final = frozenset({400, 409, 422})


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"error": {"code", "message", "field"}}`; a success with it is none, nor is one without JSON."""
    match decoded:
        case {"error": {"code": str(code), "message": str(message), "field": str(field)}}:
            return _complaint(reply.status, Fault(field=field, message=message, code=code))
        case {"error": {"code": str(code), "message": str(message)}}:
            return _complaint(reply.status, Fault(field="", message=message, code=code))
        case _:
            return unreadable(reply, decoded)


def _complaint(status: int, fault: Fault) -> Verdict | None:
    message = fault.message
    if status in _REFUSALS or 200 <= status < 300:
        return Refused(message, (fault,))
    if status == 404:
        return Missing(message)
    return Denied(message) if status == 401 else None


SHOP_STATUS: Final = {
    Status.UNKNOWN: "shipped",
    Status.LABEL_CREATED: "shipped",
    Status.PICKED_UP: "inTransit",
    Status.IN_TRANSIT: "inTransit",
    Status.CUSTOMS_HOLD: "attention",
    Status.DELAYED: "inTransit",
    Status.ON_HOLD: "attention",
    Status.OUT_FOR_DELIVERY: "outForDelivery",
    Status.ATTEMPT_FAILED: "attention",
    Status.READY_FOR_PICKUP: "readyForPickup",
    Status.RETURNING: "returning",
    Status.DELIVERED: "delivered",
    Status.RETURNED: "returned",
    Status.CANCELLED: "cancelled",
    Status.LOST_OR_DAMAGED: "attention",
    Status.EXPIRED: "attention",
}


def shop_status(status: Status | Unknown) -> str:
    """The shop's word. Of a parcel with nothing but an unlisted code no more is claimed than that it was shipped."""
    return "shipped" if isinstance(status, Unknown) else SHOP_STATUS[status]
