"""What EasyPost's replies mean, and what its trackers say."""

from datetime import timedelta
from typing import Final

from goldthread.domain.status import Reason, Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Later, Missing, Refused, Reply, Verdict, unreadable

_CLOSED: Final = frozenset({401, 402, 403})
"""The key isn't taken, the balance is spent, the account may not: a person has to see to it."""


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"error": {"code", "message", "errors"}}`, whatever the status; a success that isn't JSON is none.

    `errors` are objects with fields, or mere sentences.
    """
    if reply.status >= 500:
        return None
    match decoded:
        case {"error": {"code": str(code), **rest}}:
            return _complaint(reply, code, _words(rest.get("message")) or code, rest.get("errors"))
        case {"error": str(words)}:
            return _complaint(reply, "", words, None)
        case _:
            return unreadable(reply, decoded)


def _complaint(reply: Reply, code: str, message: str, errors: object) -> Verdict:
    if reply.status in _CLOSED:
        return Denied(message)
    if reply.status == 404:
        return Missing(message)
    if reply.status == 429:
        return Later(message, _patience(reply), is_throttled=True)
    rows = errors if isinstance(errors, list) else []
    sentences = [message, *(row for row in rows if isinstance(row, str))]
    faults = tuple(_fault(row, code) for row in rows if not isinstance(row, str))
    said = Fault(field="", message="; ".join(dict.fromkeys(sentences)), code=code)
    return Refused(said.message, faults if faults and len(sentences) == 1 else (said, *faults))


def _fault(row: object, code: str) -> Fault:
    match row:
        case {"field": str(field), **rest}:
            suggestion = rest.get("suggestion")
            return Fault(
                field=field,
                message=_words(rest.get("message")) or code,
                code=code,
                suggestion=suggestion if isinstance(suggestion, str) else None,
            )
        case _:
            return Fault(field="", message=f"EasyPost says {row!r}.", code=code)


def _words(message: object) -> str:
    """A message is a sentence, several of them, or an object of them."""
    match message:
        case None:
            return ""
        case str():
            return message
        case [*rows]:
            return "; ".join(_words(row) for row in rows)
        case {**fields}:
            return "; ".join(f"{name}: {_words(value)}" for name, value in fields.items())
        case _:
            return str(message)


def _patience(reply: Reply) -> timedelta:
    """As long as it says; a second where it doesn't, since its limits are by the second."""
    given = reply.headers.get("retry-after", "")
    return timedelta(seconds=int(given) if given.isdigit() else 1)


STATUSES: Final[dict[str, tuple[Status, Reason | None]]] = {
    "unknown": (Status.UNKNOWN, None),
    "error": (Status.UNKNOWN, None),
    "pre_transit": (Status.LABEL_CREATED, None),
    "in_transit": (Status.IN_TRANSIT, None),
    "out_for_delivery": (Status.OUT_FOR_DELIVERY, None),
    "available_for_pickup": (Status.READY_FOR_PICKUP, None),
    "delivered": (Status.DELIVERED, None),
    "return_to_sender": (Status.RETURNING, None),
    "failure": (Status.ATTEMPT_FAILED, Reason.OTHER),
    "cancelled": (Status.CANCELLED, None),
}
"""Every status that EasyPost documents for a tracker."""

DETAILS: Final[dict[str, dict[str, tuple[Status, Reason | None]]]] = {
    "pre_transit": {"awaiting_information": (Status.LABEL_CREATED, Reason.RETAILER_DATA)},
    "in_transit": {
        "address_correction": (Status.ON_HOLD, Reason.CONSIGNEE_ADDRESS),
        "awaiting_information": (Status.ON_HOLD, Reason.RETAILER_DATA),
        "damaged": (Status.LOST_OR_DAMAGED, Reason.CARRIER_DAMAGED),
        "delayed": (Status.DELAYED, Reason.CARRIER_DELAY),
        "delivery_exception": (Status.ATTEMPT_FAILED, Reason.OTHER),
        "expired": (Status.EXPIRED, None),
        "held": (Status.ON_HOLD, None),
        "lost": (Status.LOST_OR_DAMAGED, Reason.CARRIER_LOST),
        "missorted": (Status.DELAYED, Reason.CARRIER_SORTING_ERROR),
        "received_at_origin_facility": (Status.PICKED_UP, None),
        "refused": (Status.RETURNING, Reason.CONSIGNEE_REFUSED),
        "transit_exception": (Status.DELAYED, Reason.OTHER),
        "weather_delay": (Status.DELAYED, Reason.WEATHER),
    },
    "out_for_delivery": {"delivery_exception": (Status.ATTEMPT_FAILED, Reason.OTHER)},
    "return_to_sender": {
        "address_correction": (Status.RETURNING, Reason.CONSIGNEE_ADDRESS),
        "arrived_at_destination": (Status.RETURNED, None),
        "damaged": (Status.RETURNING, Reason.CARRIER_DAMAGED),
        "refused": (Status.RETURNING, Reason.CONSIGNEE_REFUSED),
    },
    "failure": {
        "address_correction": (Status.ON_HOLD, Reason.CONSIGNEE_ADDRESS),
        "awaiting_information": (Status.ON_HOLD, Reason.RETAILER_DATA),
        "damaged": (Status.LOST_OR_DAMAGED, Reason.CARRIER_DAMAGED),
        "delayed": (Status.DELAYED, Reason.CARRIER_DELAY),
        "expired": (Status.EXPIRED, None),
        "held": (Status.ON_HOLD, None),
        "lost": (Status.LOST_OR_DAMAGED, Reason.CARRIER_LOST),
        "missorted": (Status.DELAYED, Reason.CARRIER_SORTING_ERROR),
        "refused": (Status.ATTEMPT_FAILED, Reason.CONSIGNEE_REFUSED),
        "return": (Status.RETURNING, None),
        "transit_exception": (Status.DELAYED, Reason.OTHER),
        "weather_delay": (Status.DELAYED, Reason.WEATHER),
    },
}
"""What a status's detail says beyond it; every other documented detail says the status's own meaning again."""

PLAIN: Final = frozenset(
    "address_correction arrived_at_destination arrived_at_facility arrived_at_pickup_location awaiting_information "  # noqa: SIM905 - readable
    "cancelled damaged delayed delivery_exception departed_facility departed_origin_facility expired failure held "
    "in_transit label_created lost missorted out_for_delivery received_at_destination_facility "
    "received_at_origin_facility refused return status_update transferred_to_destination_carrier transit_exception "
    "unknown weather_delay".split()
)
"""Every detail that EasyPost documents."""


def meaning(status: str, detail: str | None) -> tuple[Status | Unknown, Reason | None]:
    """What a tracker's status and detail say; one that isn't documented stays itself."""
    if status not in STATUSES or (detail and detail not in PLAIN):
        return Unknown(raw=raw_code(status, detail)), None
    return DETAILS.get(status, {}).get(detail or "", STATUSES[status])


def raw_code(status: str, detail: str | None) -> str:
    """EasyPost's own words: `in_transit/arrived_at_facility`."""
    return f"{status}/{detail}" if detail else status
