"""What stockhouse's replies mean, and its words for where an order is."""

from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Missing, Refused, Reply, Verdict, unreadable

_MISSING: Final = frozenset({"unknown_order", "unknown_shipment"})


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"ok": false, "errors": [{"code", "text", "path"}]}`, which comes with HTTP 200."""
    if reply.status != 200:
        return None
    match decoded:
        case {"ok": True}:
            return None
        case {"ok": False, "errors": [*errors]}:
            return _refusal([_fault(error) for error in errors])
        case _:
            return unreadable(reply, None)


def _refusal(faults: list[Fault]) -> Verdict:
    codes = {fault.code for fault in faults}
    words = "; ".join(fault.message for fault in faults) or "The ERP refused without a reason."
    if "session_expired" in codes or "bad_credentials" in codes:
        return Denied(words)
    if codes and codes <= _MISSING:
        return Missing(words)
    return Refused(words, tuple(faults))


def _fault(error: Json) -> Fault:
    match error:
        case {"code": str(code), "text": str(text), **rest}:
            path = rest.get("path")
            return Fault(field=path if isinstance(path, str) else "", message=text, code=code)
        case _:
            return Fault(field="", message=f"The ERP says {error!r}.")


ERP_STATUS: Final = {
    Status.UNKNOWN: "shipped",
    Status.LABEL_CREATED: "shipped",
    Status.PICKED_UP: "in_transit",
    Status.IN_TRANSIT: "in_transit",
    Status.CUSTOMS_HOLD: "problem",
    Status.DELAYED: "in_transit",
    Status.ON_HOLD: "problem",
    Status.OUT_FOR_DELIVERY: "out_for_delivery",
    Status.ATTEMPT_FAILED: "problem",
    Status.READY_FOR_PICKUP: "ready_for_pickup",
    Status.RETURNING: "returning",
    Status.DELIVERED: "delivered",
    Status.RETURNED: "returned",
    Status.CANCELLED: "cancelled",
    Status.LOST_OR_DAMAGED: "problem",
    Status.EXPIRED: "problem",
}


def erp_status(status: Status | Unknown) -> str:
    """The ERP's word. Of a parcel with nothing but an unlisted code no more is claimed than that it was shipped."""
    return "shipped" if isinstance(status, Unknown) else ERP_STATUS[status]
