"""What karrio's replies mean, and what its words for parcels say."""

import re
from typing import Final

from goldthread.domain.status import Reason, Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Json, Later, Missing, Refused, Reply, Verdict, unreadable

_PATH: Final = re.compile(r"([a-z_]+(?:\.\w+|\[\d+\])*): ")
"""What a validation's sentence begins with: `recipient.postal_code: The American postal code must match …`."""
_OWN: Final = frozenset({401, 403})
"""Replies about us, not about what was asked."""


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"errors": [{"code", "message"}]}` of karrio and `{"messages": […]}` of the carrier behind it.

    A carrier's messages beside a result are remarks; alone they are a refusal, whatever the status. The carrier's
    refusal is a 424, and a 404 for trackers. 404 otherwise says that there is none.
    """
    if reply.status >= 500 or reply.status in _OWN:
        return None
    match decoded:
        case {"errors": [*rows]} if reply.status == 429:
            return Later(_sentence(tuple(_fault(row) for row in rows)), is_throttled=True)
        case {"errors": [*rows]} if reply.status == 404:
            return Missing(_sentence(tuple(_fault(row) for row in rows)))
        case {"errors": [*rows]}:
            return _refused(tuple(_fault(row) for row in rows))
        case {"messages": [_, *_] as rows, **rest} if not rest:
            return _refused(tuple(fault for row in rows for fault in _carriers(row)))
        case _:
            return unreadable(reply, decoded)


def _refused(faults: tuple[Fault, ...]) -> Refused:
    return Refused(_sentence(faults), faults)


def _sentence(faults: tuple[Fault, ...]) -> str:
    return "; ".join(fault.message for fault in faults) or "karrio refused without a reason."


def _fault(row: Json) -> Fault:
    match row:
        case {"message": str(message), "code": "service_unavailable" as code}:
            return Fault(field="service", message=message, code=code)
        case {"message": str(message), "code": str(code)}:
            path = _PATH.match(message)
            return Fault(field=path[1] if path else "", message=message, code=code)
        case {"message": str(message)}:
            return Fault(field="", message=message)
        case _:
            return Fault(field="", message=f"karrio says {row!r}.")


def _carriers(row: Json) -> list[Fault]:
    """A carrier's message; karrio itself names fields in `details`, carriers' own details are theirs alone."""
    match row:
        case {"code": "SHIPPING_SDK_FIELD_ERROR" as code, "details": dict(details)} if details:
            return [_named(path, said, code) for path, said in details.items()]
        case {"message": str(message), **rest}:
            carrier, code = rest.get("carrier_id"), rest.get("code")
            return [
                Fault(
                    field="", message=f"{carrier or 'the carrier'}: {message}", code="" if code is None else f"{code}"
                )
            ]
        case _:
            return [Fault(field="", message=f"karrio's carrier says {row!r}.")]


def _named(path: str, said: Json, code: str) -> Fault:
    words = said.get("message") if isinstance(said, dict) else said
    return Fault(field=path, message=f"{path}: {words}", code=code)


STATUSES: Final[dict[str, Status]] = {
    "created": Status.LABEL_CREATED,
    "pending": Status.LABEL_CREATED,
    "picked_up": Status.PICKED_UP,
    "in_transit": Status.IN_TRANSIT,
    "out_for_delivery": Status.OUT_FOR_DELIVERY,
    "ready_for_pickup": Status.READY_FOR_PICKUP,
    "delivered": Status.DELIVERED,
    "delivery_delayed": Status.DELAYED,
    "delivery_failed": Status.ATTEMPT_FAILED,
    "on_hold": Status.ON_HOLD,
    "return_to_sender": Status.RETURNING,
    "cancelled": Status.CANCELLED,
    "unknown": Status.UNKNOWN,
}
"""karrio's `TrackerStatus`, and `created`, which it says of a label just drawn, unlisted in its own schema."""

REASONS: Final[dict[str, Reason]] = {
    "carrier_damaged_parcel": Reason.CARRIER_DAMAGED,
    "carrier_sorting_error": Reason.CARRIER_SORTING_ERROR,
    "carrier_address_not_found": Reason.CONSIGNEE_ADDRESS,
    "carrier_parcel_lost": Reason.CARRIER_LOST,
    "carrier_not_enough_time": Reason.CARRIER_DELAY,
    "carrier_vehicle_issue": Reason.CARRIER_VEHICLE,
    "carrier_capacity_exceeded": Reason.CARRIER_DELAY,
    "carrier_mechanical_delay": Reason.CARRIER_VEHICLE,
    "retailer_cancelled": Reason.RETAILER_CANCELLED,
    "retailer_incorrect_data": Reason.RETAILER_DATA,
    "retailer_not_ready": Reason.OTHER,
    "retailer_incorrect_parcel": Reason.RETAILER_DATA,
    "retailer_incorrect_dimensions": Reason.RETAILER_DATA,
    "retailer_packaging_issue": Reason.RETAILER_DATA,
    "consignee_refused": Reason.CONSIGNEE_REFUSED,
    "consignee_business_closed": Reason.CONSIGNEE_ABSENT,
    "consignee_not_available": Reason.CONSIGNEE_ABSENT,
    "consignee_not_home": Reason.CONSIGNEE_ABSENT,
    "consignee_cancelled": Reason.CONSIGNEE_REFUSED,
    "consignee_verification_failed": Reason.OTHER,
    "consignee_incorrect_address": Reason.CONSIGNEE_ADDRESS,
    "consignee_access_restricted": Reason.CONSIGNEE_ACCESS,
    "consignee_safe_place_unavailable": Reason.CONSIGNEE_ACCESS,
    "customs_delay": Reason.CUSTOMS_INSPECTION,
    "customs_documentation": Reason.CUSTOMS_DOCUMENTS,
    "customs_duties_unpaid": Reason.CUSTOMS_DUTY_UNPAID,
    "customs_prohibited": Reason.CUSTOMS_INSPECTION,
    "customs_inspection": Reason.CUSTOMS_INSPECTION,
    "weather_delay": Reason.WEATHER,
    "natural_disaster": Reason.WEATHER,
    "force_majeure": Reason.OTHER,
    "parcel_being_researched": Reason.OTHER,
    "security_issue": Reason.OTHER,
    "regulatory_hold": Reason.OTHER,
    "unknown": Reason.OTHER,
}
"""karrio's `TrackingIncidentReason`; one that isn't listed is told in the event's text."""


def meaning(status: str, reason: str | None) -> tuple[Status | Unknown, Reason | None]:
    """What karrio's words say; a status that isn't listed stays itself.

    A parcel held by customs, or lost, is told as that: karrio has no status for it, only the reason.
    """
    why = REASONS.get(reason, Reason.OTHER) if reason else None
    match status, reason:
        case "on_hold", ("customs_delay" | "customs_documentation" | "customs_duties_unpaid" | "customs_inspection"):
            return Status.CUSTOMS_HOLD, why
        case "delivery_failed", "carrier_parcel_lost":
            return Status.LOST_OR_DAMAGED, why
        case _:
            return STATUSES.get(status, Unknown(raw=status)), why
