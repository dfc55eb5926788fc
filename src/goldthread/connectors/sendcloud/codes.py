"""What Sendcloud's parcel statuses say: one vocabulary for all its carriers, by code, and by number in webhooks."""

from typing import Final, TypeAlias

from goldthread.domain.status import Reason, Status, Unknown

Meaning: TypeAlias = tuple[Status | Unknown, Reason | None]

CODES: Final[dict[str, tuple[Status, Reason | None]]] = {
    "NO_LABEL": (Status.UNKNOWN, None),
    "ANNOUNCING": (Status.LABEL_CREATED, None),
    "ANNOUNCED": (Status.LABEL_CREATED, None),
    "READY_TO_SEND": (Status.LABEL_CREATED, None),
    "ANNOUNCED_UNCOLLECTED": (Status.LABEL_CREATED, None),
    "ANNOUNCEMENT_FAILED": (Status.ON_HOLD, Reason.RETAILER_DATA),
    "COLLECT_ERROR": (Status.ON_HOLD, Reason.OTHER),
    "PICKED_UP_BY_DRIVER": (Status.PICKED_UP, None),
    "TO_SORTING": (Status.PICKED_UP, None),
    "SORTING": (Status.IN_TRANSIT, None),
    "SORTED": (Status.IN_TRANSIT, None),
    "AT_SORTING_CENTRE": (Status.IN_TRANSIT, None),
    "SHIPMENT_ON_ROUTE": (Status.IN_TRANSIT, None),
    "DELIVERY_METHOD_CHANGED": (Status.IN_TRANSIT, None),
    "DELIVERY_DATE_CHANGED": (Status.IN_TRANSIT, Reason.CONSIGNEE_RESCHEDULED),
    "DELIVERY_ADDRESS_CHANGED": (Status.IN_TRANSIT, None),
    "UNSORTED": (Status.DELAYED, Reason.CARRIER_SORTING_ERROR),
    "UNSORTED2": (Status.DELAYED, Reason.CARRIER_SORTING_ERROR),
    "DELAYED": (Status.DELAYED, Reason.CARRIER_DELAY),
    "AT_CUSTOMS": (Status.CUSTOMS_HOLD, Reason.CUSTOMS_INSPECTION),
    "ADDRESS_INVALID": (Status.ON_HOLD, Reason.CONSIGNEE_ADDRESS),
    "EXCEPTION": (Status.ON_HOLD, Reason.OTHER),
    "UNDELIVERABLE": (Status.ON_HOLD, Reason.OTHER),
    "DRIVER_ON_ROUTE": (Status.OUT_FOR_DELIVERY, None),
    "DELIVERY_FAILED": (Status.ATTEMPT_FAILED, Reason.CONSIGNEE_ABSENT),
    "AWAITING_CUSTOMER_PICKUP": (Status.READY_FOR_PICKUP, None),
    "DELIVERED": (Status.DELIVERED, None),
    "DELIVERY_FORCED": (Status.DELIVERED, None),
    "COLLECTED_BY_CUSTOMER": (Status.DELIVERED, None),
    "REFUSED_BY_RECIPIENT": (Status.RETURNING, Reason.CONSIGNEE_REFUSED),
    "RETURNED_TO_SENDER": (Status.RETURNED, None),
    "CANCELLATION_FAILED": (Status.LABEL_CREATED, None),
    "CANCELLING": (Status.CANCELLED, Reason.RETAILER_CANCELLED),
    "CANCELLING_UPSTREAM": (Status.CANCELLED, Reason.RETAILER_CANCELLED),
    "CANCELLED": (Status.CANCELLED, Reason.RETAILER_CANCELLED),
    "CANCELLED_UPSTREAM": (Status.CANCELLED, Reason.RETAILER_CANCELLED),
}
"""All that `GET /parcels/statuses` lists but `UNKNOWN`, which is Sendcloud's word for what it doesn't know itself."""

NUMBERS: Final = {
    1: "ANNOUNCED",
    3: "TO_SORTING",
    4: "DELAYED",
    5: "SORTED",
    6: "UNSORTED",
    7: "SORTING",
    8: "DELIVERY_FAILED",
    11: "DELIVERED",
    12: "AWAITING_CUSTOMER_PICKUP",
    13: "ANNOUNCED_UNCOLLECTED",
    15: "COLLECT_ERROR",
    22: "PICKED_UP_BY_DRIVER",
    80: "UNDELIVERABLE",
    91: "SHIPMENT_ON_ROUTE",
    92: "DRIVER_ON_ROUTE",
    93: "COLLECTED_BY_CUSTOMER",
    94: "CANCELLATION_FAILED",
    999: "NO_LABEL",
    1000: "READY_TO_SEND",
    1001: "ANNOUNCING",
    1002: "ANNOUNCEMENT_FAILED",
    1337: "UNKNOWN",
    1998: "CANCELLED_UPSTREAM",
    1999: "CANCELLING_UPSTREAM",
    2000: "CANCELLED",
    2001: "CANCELLING",
    62989: "AT_CUSTOMS",
    62990: "AT_SORTING_CENTRE",
    62991: "REFUSED_BY_RECIPIENT",
    62992: "RETURNED_TO_SENDER",
    62993: "DELIVERY_METHOD_CHANGED",
    62994: "DELIVERY_DATE_CHANGED",
    62995: "DELIVERY_ADDRESS_CHANGED",
    62996: "EXCEPTION",
    62997: "ADDRESS_INVALID",
}
"""What webhooks call the same statuses."""

DEAD: Final = frozenset({"CANCELLING", "CANCELLING_UPSTREAM", "CANCELLED", "CANCELLED_UPSTREAM", "ANNOUNCEMENT_FAILED"})
"""Of parcels that no carrier has, nor will."""

UNFINISHED: Final = frozenset({"NO_LABEL", "ANNOUNCING"})
"""Of parcels that the carrier is just being told of."""


def meaning(code: str) -> Meaning:
    """What a code says; one that isn't listed stays itself."""
    return CODES.get(code, (Unknown(raw=code), None))


def code_of(number: int, message: str) -> str:
    """The code that a webhook means by a number; one that isn't listed is known by its message."""
    return NUMBERS.get(number) or message or str(number)
