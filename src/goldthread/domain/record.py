"""What is kept of an order beyond its messages: where its parcels stand, which labels exist, who printed them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from goldthread.domain.ids import ErpOrderNumber, OrderId, TrackingNumber
from goldthread.domain.label import Label
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.domain.tracking import Tracking, TrackingState


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelStanding:
    """Where one parcel of an order stands."""

    carrier: str
    tracking_number: TrackingNumber
    shipment: str
    """The key of its shipment: `swiftpost/SP00000017`."""
    status: Status | Unknown = Status.LABEL_CREATED
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRecord:
    """An order that something was shipped of, with all its parcels. Kept as `order`, by `shop/order_id`."""

    shop: str
    order_id: OrderId
    order_number: str
    erp: str
    erp_order: ErpOrderNumber
    parcels: tuple[ParcelStanding, ...] = ()

    @classmethod
    def of(cls, shipment: Shipment) -> "OrderRecord":
        """The order of a first shipment, without its parcels yet."""
        return cls(
            shop=shipment.shop,
            order_id=shipment.order_id,
            order_number=shipment.order_number,
            erp=shipment.erp,
            erp_order=shipment.erp_order,
        )

    @property
    def overall(self) -> Status | Unknown:
        """What may be said of the whole order: it is as far as its last parcel, unless one is lost."""
        return overall(parcel.status for parcel in self.parcels)

    @property
    def shipments(self) -> tuple[str, ...]:
        """The keys of its shipments, each once, in their order."""
        return tuple(dict.fromkeys(parcel.shipment for parcel in self.parcels))

    def shipped(self, shipment: Shipment) -> "OrderRecord":
        """The order with the parcels of one more shipment; with one that is known, an equal order."""
        known = {(parcel.carrier, parcel.tracking_number) for parcel in self.parcels}
        new = tuple(
            ParcelStanding(carrier=shipment.carrier, tracking_number=number, shipment=shipment_key(shipment))
            for number in shipment.tracking_numbers
            if (shipment.carrier, number) not in known
        )
        return replace(self, parcels=(*self.parcels, *new))

    def moved(self, carrier: str, number: TrackingNumber, state: TrackingState) -> "OrderRecord":
        """The order after one of its parcels came into a state."""
        return replace(
            self,
            parcels=tuple(
                replace(parcel, status=state.status, reason=state.reason)
                if (parcel.carrier, parcel.tracking_number) == (carrier, number)
                else parcel
                for parcel in self.parcels
            ),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderAlias:
    """Another way to name an order. Kept as `order_number`, by `shop/order_number`, where number and id differ."""

    order: str
    """The key of the order: `bazaar/1001`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelRecord:
    """All that was heard of one parcel. Kept as `parcel`, by `carrier/tracking_number`; live until it ends."""

    shipment: str
    """The key of its shipment: `swiftpost/SP00000017`."""
    tracking: Tracking


@dataclass(frozen=True, kw_only=True, slots=True)
class Print:
    """One request to print a label."""

    number: int
    """1 is the first print, every further one a reprint."""
    printer: str
    who: str
    why: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelRecord:
    """A label and its prints. Kept as `label`, by the label's id; live until it is void."""

    label: Label
    shipment: str
    """The key of its shipment: `swiftpost/SP00000017`."""
    prints: tuple[Print, ...] = ()

    @property
    def next_number(self) -> int:
        """The number of the print to come."""
        return len(self.prints) + 1

    def printed(self, one: Print) -> "LabelRecord":
        """The record with one more print."""
        return replace(self, prints=(*self.prints, one))

    def voided(self) -> "LabelRecord":
        """The record after the carrier cancelled the label."""
        return replace(self, label=self.label.voided())


def overall(statuses: Iterable[Status | Unknown]) -> Status | Unknown:
    """The status of things that go together: lost if one is, ended when all are, else that of the one furthest behind.

    What was cancelled doesn't count beside what wasn't. An unlisted status shows only where nothing listed is open.
    """
    given = tuple(statuses)
    counted = tuple(status for status in given if status != Status.CANCELLED) or given
    if Status.LOST_OR_DAMAGED in counted:
        return Status.LOST_OR_DAMAGED
    listed = [status for status in counted if isinstance(status, Status)]
    is_open = [status for status in listed if not status.is_terminal]
    if is_open:
        return min(is_open, key=lambda status: status.rank)
    unlisted = [status for status in counted if isinstance(status, Unknown)]
    if unlisted:
        return unlisted[0]
    return max(listed, key=lambda status: status.rank, default=Status.UNKNOWN)


def shipment_key(shipment: Shipment) -> str:
    """Under which key a shipment is kept as `shipment`: `swiftpost/SP00000017`."""
    return f"{shipment.carrier}/{shipment.id}"


def parcel_key(carrier: str, number: TrackingNumber) -> str:
    """Under which key a parcel is kept as `parcel`: `swiftpost/SW000000175CZ`."""
    return f"{carrier}/{number}"


def order_key(shop: str, order_id: OrderId) -> str:
    """Under which key an order is kept as `order`: `bazaar/1001`."""
    return f"{shop}/{order_id}"
