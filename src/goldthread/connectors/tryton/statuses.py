"""What Tryton's replies mean, and how far a shipment goes there for each status."""

import re
from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Later, Refused, Reply, Unclear, Verdict, unreadable

NOT_NOW: Final = "not_now"
"""The code of a button that cannot be pressed in the record's state: somebody else has pressed it already."""

_FIELD: Final = re.compile(r'for field "([^"]+)" in (?:record ".*" of )?"([^"]+)"', re.DOTALL)
_PHONE: Final = "The phone number "
_EMAIL: Final = "The email address "
_GTIN: Final = re.compile(r'^The .+ "[^"]*" for product ')
_BUTTON: Final = 'You can not call "'


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"id": 1, "error": [kind, …]}`, which comes with HTTP 200.

    Whatever Tryton raises before its commit is rolled back, so that its own exceptions surely did nothing. Any other
    (`["'name'", "Traceback …"]`) may have come out of the commit itself.
    """
    if reply.status != 200:
        return None
    match decoded:
        case {"error": ["UserError", [str(message), description, *_]]}:
            return _refusal(message, description)
        case {"error": ["UserWarning", [str(name), str(message), *_]]}:
            words = f"{message} Tryton only warns: say there that it is meant (its name is {name}), and resume"
            return Refused(words, (Fault(field="", message=words, code=name),))
        case {"error": ["ConcurrencyException", *words]}:
            return Later(f"Somebody else wrote it meanwhile: {_words(words)}")
        case {"error": ["LoginException", *words]}:
            return Denied(_words(words))
        case {"error": [*words]}:
            return Unclear(f"Tryton failed: {_words(words)}")
        case {"result": _}:
            return None
        case _:
            return unreadable(reply, None)


def _refusal(message: str, description: Json) -> Refused:
    words = f"{message} {description}".strip() if isinstance(description, str) else message
    code = NOT_NOW if message.startswith(_BUTTON) else ""
    return Refused(words, (Fault(field=_path(message), message=words, code=code),))


def _path(message: str) -> str:
    """Model and field that a complaint is about, as Tryton calls them in English: `Party Address.City`."""
    if found := _FIELD.search(message):
        return f"{found[2]}.{found[1]}"
    if message.startswith(_PHONE):
        return "Party Contact Mechanism.Phone"
    if message.startswith(_EMAIL):
        return "Party Contact Mechanism.Email"
    return "Product Identifier.Code" if _GTIN.match(message) else ""


def _words(words: list[Json]) -> str:
    return " ".join(word for word in words if isinstance(word, str)).strip() or repr(words)


PACKED: Final = "packed"
SHIPPED: Final = "shipped"
DONE: Final = "done"

ERP_STATUS: Final = {
    Status.UNKNOWN: PACKED,
    Status.LABEL_CREATED: PACKED,
    Status.PICKED_UP: SHIPPED,
    Status.IN_TRANSIT: SHIPPED,
    Status.CUSTOMS_HOLD: SHIPPED,
    Status.DELAYED: SHIPPED,
    Status.ON_HOLD: SHIPPED,
    Status.OUT_FOR_DELIVERY: SHIPPED,
    Status.ATTEMPT_FAILED: SHIPPED,
    Status.READY_FOR_PICKUP: SHIPPED,
    Status.RETURNING: SHIPPED,
    Status.DELIVERED: DONE,
    Status.RETURNED: SHIPPED,
    Status.CANCELLED: PACKED,
    Status.LOST_OR_DAMAGED: SHIPPED,
    Status.EXPIRED: SHIPPED,
}

UNTOLD: Final = frozenset(
    {Status.ATTEMPT_FAILED, Status.RETURNING, Status.RETURNED, Status.CANCELLED, Status.LOST_OR_DAMAGED, Status.EXPIRED}
)
"""What Tryton has no word for: somebody there should know, so the story says that it wasn't told."""


def erp_status(status: Status | Unknown) -> str:
    """The state of Tryton's shipment. Of nothing but an unlisted code no more is claimed than that it was packed."""
    return PACKED if isinstance(status, Unknown) else ERP_STATUS[status]
