"""What Odoo's replies mean, and its words for where an order is."""

import re
from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Later, Missing, Refused, Reply, Unclear, Verdict, unreadable

LOGIN: Final = "login"
"""The id of a JSON-RPC login, which Odoo says again in its answer."""

_DENIED: Final = frozenset({"AccessDenied", "Unauthorized", "SessionExpiredException"})
_LATER: Final = frozenset(
    {"SerializationFailure", "LockNotAvailable", "DeadlockDetected", "LockError", "ConcurrencyError"}
)
_MISSING: Final = frozenset({"MissingError", "NotFound"})
_REFUSED: Final = frozenset(
    (
        *("UserError", "ValidationError", "RedirectWarning", "AccessError", "Forbidden"),
        *("BadRequest", "UnprocessableEntity", "ValueError", "TypeError", "KeyError", "AttributeError"),
    )
)
_NAMED: Final = re.compile(r"(?:field|Field:)\s*'?[^'(\n]*'?\s*\((\w+)\)")
"""`Missing required value for the field 'Partner' (partner_id)`, `Field: Partner (partner_id)`."""
_WORDS: Final = (
    ("Contacts require a name", "name"),
    ("require a name", "name"),
    ("zip", "zip"),
    ("VAT number", "vat"),
    ("e-mail", "email"),
    ("email", "email"),
)
"""What Odoo says without naming the field it means."""


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read an error of either protocol, whatever status it comes with.

    JSON-2: `{"name", "message", "arguments", "context", "debug"}` with 4xx or 5xx. JSON-RPC: `{"error": {"code",
    "message", "data": {"name", "message", …}}}` with 200. Each call is a transaction of its own and is undone by its
    error, but a name that no list has may be a broken server's.
    """
    match decoded:
        case {"id": "login", "result": False}:
            return Denied("Odoo knows no such user and key in this database.")
        case {"error": {"data": {"name": str(name)} as data, **rest}}:
            return _verdict(name, _message(data) or _message(rest), reply.status)
        case {"error": {"message": str(message)}}:
            return _verdict("", message, reply.status)
        case {"name": str(name), "message": _, "debug": _}:
            return _verdict(name, _message(decoded), reply.status)
        case _:
            return unreadable(reply, decoded)


def _verdict(name: str, message: str, status: int) -> Verdict:
    kind = name.rpartition(".")[2]
    words = message or f"Odoo raised {name or 'an error'} without a reason."
    if kind in _DENIED:
        return Denied(words)
    if kind in _LATER:
        return Later(words)
    if kind in _MISSING:
        return Missing(words)
    if kind in _REFUSED or 400 <= status < 500:
        return Refused(words, (Fault(field=field_of(words), message=words, code=kind),))
    return Unclear(f"{name}: {words}")


def _message(data: object) -> str:
    match data:
        case {"message": str(message)} if message.strip():
            return message.strip()
        case {"arguments": [str(message), *_]}:
            return message.strip()
        case _:
            return ""


def field_of(words: str) -> str:
    """The field of Odoo's that its sentence means; empty where it says none."""
    if named := _NAMED.search(words):
        return named[1]
    return next((field for needle, field in _WORDS if needle in words), "")


ERP_STATUS: Final = {
    Status.UNKNOWN: "shipped",
    Status.LABEL_CREATED: "shipped",
    Status.PICKED_UP: "picked up",
    Status.IN_TRANSIT: "in transit",
    Status.CUSTOMS_HOLD: "held by customs",
    Status.DELAYED: "delayed",
    Status.ON_HOLD: "on hold",
    Status.OUT_FOR_DELIVERY: "out for delivery",
    Status.ATTEMPT_FAILED: "delivery failed",
    Status.READY_FOR_PICKUP: "ready for pickup",
    Status.RETURNING: "returning",
    Status.DELIVERED: "delivered",
    Status.RETURNED: "returned",
    Status.CANCELLED: "cancelled",
    Status.LOST_OR_DAMAGED: "lost or damaged",
    Status.EXPIRED: "no news any more",
}
"""Odoo has no field for where a parcel is: these words stand in the order's chatter."""


def erp_status(status: Status | Unknown) -> str:
    """The word. Of a parcel with nothing but an unlisted code no more is claimed than that it was shipped."""
    return "shipped" if isinstance(status, Unknown) else ERP_STATUS[status]
