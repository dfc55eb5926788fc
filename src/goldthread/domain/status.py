"""What a parcel may be said to be doing: sixteen words, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Where a parcel stands, in one vocabulary for all carriers."""

    UNKNOWN = "unknown"
    LABEL_CREATED = "label_created"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    CUSTOMS_HOLD = "customs_hold"
    DELAYED = "delayed"
    ON_HOLD = "on_hold"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    READY_FOR_PICKUP = "ready_for_pickup"
    RETURNING = "returning"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST_OR_DAMAGED = "lost_or_damaged"
    EXPIRED = "expired"

    @property
    def rank(self) -> int:
        """How far along it is, 0 to 99; no two are equal."""
        return _RANK[self]

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more is expected to happen."""
        return self in _TERMINAL


_RANK: Final = {
    Status.UNKNOWN: 0,
    Status.LABEL_CREATED: 10,
    Status.PICKED_UP: 20,
    Status.IN_TRANSIT: 30,
    Status.CUSTOMS_HOLD: 32,
    Status.DELAYED: 33,
    Status.ON_HOLD: 34,
    Status.OUT_FOR_DELIVERY: 40,
    Status.ATTEMPT_FAILED: 42,
    Status.READY_FOR_PICKUP: 44,
    Status.RETURNING: 60,
    Status.DELIVERED: 90,
    Status.RETURNED: 92,
    Status.CANCELLED: 95,
    Status.LOST_OR_DAMAGED: 96,
    Status.EXPIRED: 99,
}

_TERMINAL: Final = frozenset(
    {Status.DELIVERED, Status.RETURNED, Status.CANCELLED, Status.LOST_OR_DAMAGED, Status.EXPIRED}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """A code that no table lists: shown and counted as it came, never guessed at."""

    raw: str


class Reason(StrEnum):
    """Why a parcel is held, late, back or gone; the first word says whose matter it is."""

    CARRIER_DELAY = "carrier_delay"
    CARRIER_DAMAGED = "carrier_damaged"
    CARRIER_LOST = "carrier_lost"
    CARRIER_SORTING_ERROR = "carrier_sorting_error"
    CARRIER_VEHICLE = "carrier_vehicle"
    CONSIGNEE_ABSENT = "consignee_absent"
    CONSIGNEE_REFUSED = "consignee_refused"
    CONSIGNEE_NOT_COLLECTED = "consignee_not_collected"
    CONSIGNEE_ADDRESS = "consignee_address"
    CONSIGNEE_ACCESS = "consignee_access"
    CONSIGNEE_RESCHEDULED = "consignee_rescheduled"
    CONSIGNEE_COD_UNPAID = "consignee_cod_unpaid"
    CUSTOMS_DOCUMENTS = "customs_documents"
    CUSTOMS_DUTY_UNPAID = "customs_duty_unpaid"
    CUSTOMS_INSPECTION = "customs_inspection"
    RETAILER_CANCELLED = "retailer_cancelled"
    RETAILER_DATA = "retailer_data"
    WEATHER = "weather"
    OTHER = "other"

    @property
    def needs_action(self) -> bool:
        """Whether it stays so until shop or customer do something."""
        return self in _NEEDS_ACTION


_NEEDS_ACTION: Final = frozenset(
    {
        Reason.CARRIER_DAMAGED,
        Reason.CARRIER_LOST,
        Reason.CONSIGNEE_NOT_COLLECTED,
        Reason.CONSIGNEE_ADDRESS,
        Reason.CONSIGNEE_COD_UNPAID,
        Reason.CUSTOMS_DOCUMENTS,
        Reason.CUSTOMS_DUTY_UNPAID,
        Reason.RETAILER_DATA,
    }
)
