"""What karrio takes and sends, under its own names."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioAddress:
    """Who sends or gets it; lines of 100 characters, cities of 50."""

    person_name: str | None
    company_name: str | None
    address_line1: str | None
    address_line2: str | None
    postal_code: str | None
    city: str | None
    state_code: str | None
    country_code: str
    phone_number: str | None
    email: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioBox:
    """The parcel; never with `reference_number`, which karrio's own carrier would take for a tracking number."""

    weight: int
    length: str
    width: str
    height: str
    weight_unit: str = "G"
    dimension_unit: str = "CM"


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioCommodity:
    """One article for customs."""

    title: str
    sku: str
    quantity: int
    weight: int | None
    hs_code: str | None
    origin_country: str | None
    value_amount: str | None
    value_currency: str | None
    weight_unit: str = "G"


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioCustoms:
    """What customs ask for outside the Union."""

    commodities: tuple[KarrioCommodity, ...]
    incoterm: str
    content_type: str = "merchandise"
    commercial_invoice: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioDraft:
    """A shipment to be bought in one call."""

    reference: str
    order_id: str
    service: str
    carrier_ids: tuple[str, ...]
    label_type: str
    shipper: KarrioAddress
    recipient: KarrioAddress
    parcels: tuple[KarrioBox, ...]
    options: dict[str, str]
    customs: KarrioCustoms | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioRateRequest:
    """What a carrier is asked without anything being bought."""

    reference: str
    services: tuple[str, ...]
    carrier_ids: tuple[str, ...]
    shipper: KarrioAddress
    recipient: KarrioAddress
    parcels: tuple[KarrioBox, ...]
    options: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioRate:
    """What a service costs; `total_charge` is a JSON number."""

    service: str
    total_charge: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioRates:
    """The answer to a dry run; services that weren't asked for may be among them."""

    rates: tuple[KarrioRate, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioDocument:
    """A label or invoice in base64; lists give it without its data."""

    category: str
    format: str
    base64: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioParcel:
    """A parcel as karrio keeps it; grams, as they were sent: `1187.0`."""

    weight: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioShipment:
    """A shipment as karrio keeps it: `draft`, `created`, `shipped`, … `cancelled`."""

    id: str
    status: str
    created_at: datetime
    recipient: KarrioAddress
    parcels: tuple[KarrioParcel, ...]
    options: dict[str, object]
    service: str | None = None
    reference: str | None = None
    tracking_number: str | None = None
    tracker_id: str | None = None
    carrier_name: str | None = None
    selected_rate: KarrioRate | None = None
    shipping_documents: tuple[KarrioDocument, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioShipments:
    """One page of shipments, the newest first."""

    results: tuple[KarrioShipment, ...]
    next: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioEvent:
    """One thing that happened to a parcel. `timestamp` is the carrier's local time, written as if it were UTC."""

    date: str | None = None
    time: str | None = None
    timestamp: str | None = None
    status: str | None = None
    code: str | None = None
    reason: str | None = None
    description: str | None = None
    location: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioTracker:
    """All that is known of a parcel, the newest event first."""

    id: str
    tracking_number: str
    status: str
    events: tuple[KarrioEvent, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioNotice:
    """The payload of a webhook: a tracker, or whatever else the event is about."""

    event: str
    data: KarrioTracker | dict[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioWebhook:
    """A subscription."""

    id: str
    url: str
    enabled_events: tuple[str, ...]
    disabled: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KarrioWebhooks:
    """One page of subscriptions."""

    results: tuple[KarrioWebhook, ...]
    next: str | None = None
