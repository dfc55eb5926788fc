"""What Frappe's replies mean, and our words for where an order is."""

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Later, Missing, Refused, Reply, Unclear, Verdict, unreadable

_DENIED: Final = frozenset(
    {"AuthenticationError", "SessionExpired", "InvalidAuthorizationHeader", "InvalidAuthorizationToken"}
)
_LATER: Final = frozenset(
    (
        *("TimestampMismatchError", "DocumentLockedError", "QueryDeadlockError", "QueryTimeoutError"),
        *("SessionStopped", "InReadOnlyMode", "TooManyRequestsError"),
    )
)
_MISSING: Final = "DoesNotExistError"
_TAG: Final = re.compile(r"<[^>]*>")
_MANDATORY: Final = re.compile(r"\[[^\]]*\]: (?P<fields>[\w, ]+)")
"""`[Address, Jana-Shipping]: city, address_line1`."""
_ROW: Final = re.compile(r"Row #(\d+): ([\w ]+?):")
"""`Could not find Row #2: Item Code: TEA-9`."""
_LINK: Final = re.compile(r"Could not find ([\w ]+?):")
_LABEL: Final = {"item code": "item_code", "unit of measure": "uom"}


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read an error of Frappe's, whatever status it comes with, also 200.

    It is `{"exc_type", "exception", "_server_messages"}`; the messages are a text that holds a JSON list of texts, each
    of which holds `{"message", "title"}`.

    Frappe undoes what an error interrupts; only an exception that isn't its own leaves that open.
    """
    match decoded:
        case {"exc_type": str(kind), **body}:
            return _verdict(kind, body, reply.status)
        case {"data": _} | {"message": _}:
            return None
        case _:
            return unreadable(reply, None if 200 <= reply.status < 300 else decoded)


def _verdict(kind: str, body: Mapping[object, object], status: int) -> Verdict:
    words = _words(body) or f"ERPNext raised {kind} without a reason."
    if kind in _DENIED or status == 401:
        return Denied(words)
    if kind in _LATER or status in {429, 503}:
        return Later(words, is_throttled=status == 429)
    if kind == _MISSING:
        return Missing(words)
    if status >= 500:
        return Unclear(f"{kind}: {words}")
    return Refused(words, tuple(Fault(field=field, message=words, code=kind) for field in _fields(body, words)))


def _words(body: Mapping[object, object]) -> str:
    """What Frappe would show to people: its messages are JSON in JSON in JSON."""
    said = [_plain(message) for message in _messages(body.get("_server_messages"))]
    exception = body.get("exception")
    if not any(said) and isinstance(exception, str):
        said = [_plain(exception.partition(": ")[2] or exception)]
    return "; ".join(dict.fromkeys(one for one in said if one))


def _messages(given: object) -> list[str]:
    if not isinstance(given, str):
        return []
    rows = _read(given)
    if not isinstance(rows, list):
        return [given]
    found: list[str] = []
    for row in rows:
        match _read(row) if isinstance(row, str) else row:
            case {"message": str(message)}:
                found.append(message)
            case _:
                found.append(str(row))
    return found


def _read(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except ValueError:
        return None
    return value


def _plain(message: str) -> str:
    return unescape(_TAG.sub("", message)).strip()


def _fields(body: Mapping[object, object], words: str) -> list[str]:
    """The fields that ERPNext means, by its own names; one that is empty where it names none."""
    exception = body.get("exception")
    text = f"{exception if isinstance(exception, str) else ''} {words}"
    if named := _MANDATORY.search(text):
        return [field.strip() for field in named["fields"].split(",") if field.strip()]
    if row := _ROW.search(text):
        return [f"items.{int(row[1]) - 1}.{_field(row[2])}"]
    if link := _LINK.search(text):
        return [_field(link[1])]
    return [""]


def _field(label: str) -> str:
    return _LABEL.get(label.lower(), label.strip().lower().replace(" ", "_"))


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
"""These words stand in comments of the order: a submitted shipment takes no change of its tracking fields."""


def erp_status(status: Status | Unknown) -> str:
    """The word. Of a parcel with nothing but an unlisted code no more is claimed than that it was shipped."""
    return "shipped" if isinstance(status, Unknown) else ERP_STATUS[status]
