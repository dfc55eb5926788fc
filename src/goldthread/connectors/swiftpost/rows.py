"""What swiftpost takes and sends, under its own names; kg and cm are decimal texts."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.domain.label import LabelFormat
from goldthread.domain.money import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftMoney:
    """An amount as decimal text."""

    amount: str
    currency: str

    @classmethod
    def of(cls, money: Money | None) -> "SwiftMoney | None":
        """The amount in swiftpost's form; none of none."""
        return None if money is None else cls(amount=f"{money.amount:f}", currency=money.currency)


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftReceiver:
    """Who gets it; 35 characters a line."""

    name: str
    company: str | None
    street: str
    street2: str | None
    zip: str
    city: str
    state: str | None
    country: str
    phone: str | None
    email: str | None
    house_number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftBox:
    """One parcel to be sent."""

    reference: str
    weight_kg: str
    length_cm: str
    width_cm: str
    height_cm: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftGoods:
    """One article for customs."""

    description: str
    hs_code: str | None
    origin: str | None
    quantity: int
    unit_value: SwiftMoney | None
    weight_kg: str | None
    gtin: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftCustoms:
    """What customs ask for outside the Union."""

    items: tuple[SwiftGoods, ...]
    incoterm: str = "DAP"


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftDraft:
    """A shipment to be made."""

    reference: str
    service: str
    label_format: LabelFormat
    receiver: SwiftReceiver
    parcels: tuple[SwiftBox, ...]
    customs: SwiftCustoms | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftLabel:
    """A label in base64; a search gives it without its data."""

    format: LabelFormat
    data: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftParcel:
    """One parcel that was taken on."""

    sequence: int
    tracking_number: str
    price: SwiftMoney
    label: SwiftLabel


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftShipment:
    """A shipment that was taken on: `created`, `in_network` or `voided`."""

    shipment_number: str
    reference: str
    state: str
    created_at: datetime
    parcels: tuple[SwiftParcel, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftShipments:
    """What a search found, the oldest first."""

    shipments: tuple[SwiftShipment, ...]
    total: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftFetchedLabel:
    """A label fetched again, byte for byte what was given first."""

    tracking_number: str
    format: LabelFormat
    data: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftFetchedLabels:
    """The labels of one shipment."""

    labels: tuple[SwiftFetchedLabel, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftTotal:
    """The answer to a dry run."""

    valid: bool
    total: SwiftMoney


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftEvent:
    """One scan; `at` is in the time of its place."""

    event_id: str
    code: str
    at: datetime
    place: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftTracked:
    """All scans of one parcel."""

    tracking_number: str
    shipment_number: str
    reference: str
    events: tuple[SwiftEvent, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftTracking:
    """One page of parcels."""

    parcels: tuple[SwiftTracked, ...]
    unknown: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftHeard:
    """One scan of one parcel, as a webhook tells it."""

    tracking_number: str
    shipment_number: str
    reference: str
    event: SwiftEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class SwiftTrackingUpdated:
    """The payload of `tracking.updated`."""

    id: str
    type: str
    created: datetime
    data: SwiftHeard
