"""What swiftpost's replies mean, and what its tracking codes say."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from goldthread.domain.status import Reason, Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Json, Later, Refused, Reply, Verdict, unreadable

_REFUSALS: Final = frozenset({400, 409, 422})


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"violations": [{"path", "code", "message"}]}` and `{"error", "error_description"}`.

    Both are refusals in a success, too. A 429 says when it ends only by an instant of swiftpost's own clock, which its
    `Date` tells.
    """
    if reply.status == 429:
        return Later("swiftpost is asked too often.", _patience(reply))
    if reply.status not in _REFUSALS and not 200 <= reply.status < 300:
        return None
    match decoded:
        case {"violations": [*violations]}:
            faults = tuple(_fault(one) for one in violations)
            return Refused(
                "; ".join(fault.message for fault in faults) or "swiftpost refused without a reason.", faults
            )
        case {"error": str(code), "error_description": str(message)}:
            return Refused(message, (Fault(field="", message=message, code=code),))
        case _:
            return unreadable(reply, decoded)


def _fault(violation: Json) -> Fault:
    match violation:
        case {"path": str(path), "code": str(code), "message": str(message)}:
            return Fault(field=path, message=message, code=code)
        case _:
            return Fault(field="", message=f"swiftpost says {violation!r}.")


def _patience(reply: Reply) -> timedelta | None:
    reset = reply.headers.get("x-ratelimit-reset", "")
    if not reset.isdigit():
        return None
    try:
        now = parsedate_to_datetime(reply.headers.get("date", ""))
    except ValueError:
        return None
    return max(datetime.fromtimestamp(int(reset), UTC) - now, timedelta(0))


CODES: Final[dict[str, tuple[Status, Reason | None]]] = {
    "PRE": (Status.LABEL_CREATED, None),
    "PUP": (Status.PICKED_UP, None),
    "HUB": (Status.IN_TRANSIT, None),
    "DEP": (Status.IN_TRANSIT, None),
    "IMP": (Status.IN_TRANSIT, None),
    "CUS": (Status.CUSTOMS_HOLD, Reason.CUSTOMS_INSPECTION),
    "CLR": (Status.IN_TRANSIT, None),
    "DLY": (Status.DELAYED, Reason.CARRIER_DELAY),
    "OFD": (Status.OUT_FOR_DELIVERY, None),
    "NAH": (Status.ATTEMPT_FAILED, Reason.CONSIGNEE_ABSENT),
    "ADR": (Status.ON_HOLD, Reason.CONSIGNEE_ADDRESS),
    "SHP": (Status.READY_FOR_PICKUP, None),
    "COL": (Status.DELIVERED, None),
    "DLV": (Status.DELIVERED, None),
    "RFS": (Status.RETURNING, Reason.CONSIGNEE_REFUSED),
    "RTS": (Status.RETURNING, None),
    "RTD": (Status.RETURNED, None),
    "DMG": (Status.LOST_OR_DAMAGED, Reason.CARRIER_DAMAGED),
}
"""Every code that swiftpost documents. "Further codes may be introduced without notice"."""


def meaning(code: str) -> tuple[Status | Unknown, Reason | None]:
    """What a code says; one that isn't documented stays itself."""
    return CODES.get(code, (Unknown(raw=code), None))
