"""What EasyPost takes and sends, under its own names."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostRate:
    """What one service of one carrier costs."""

    id: str
    carrier: str
    service: str
    rate: Decimal
    currency: str | None = None

    @property
    def name(self) -> str:
        """As settings say it: `USPS/GroundAdvantage`."""
        return f"{self.carrier}/{self.service}"


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostMessage:
    """Why a carrier gave no rate."""

    carrier: str | None = None
    message: object = None
    """Words, or an object of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostLabel:
    """A label that was bought; its bytes come along where that was asked for."""

    label_file: str | None = None
    """Base64 of the bytes."""
    label_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostShipment:
    """One parcel's shipment: a draft with rates, then bought with a label."""

    id: str
    created_at: datetime
    mode: str = ""
    reference: str | None = None
    rates: tuple[EasyPostRate, ...] = ()
    messages: tuple[EasyPostMessage, ...] = ()
    selected_rate: EasyPostRate | None = None
    postage_label: EasyPostLabel | None = None
    tracking_code: str | None = None
    refund_status: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostRates:
    """Rates that were asked for again."""

    rates: tuple[EasyPostRate, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostPlace:
    """Where a scan was."""

    city: str | None = None
    state: str | None = None
    country: str | None = None

    @property
    def text(self) -> str:
        """For people: `San Diego, CA, US`."""
        return ", ".join(part for part in (self.city, self.state, self.country) if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostScan:
    """One thing that happened."""

    status: str
    datetime: str | None = None
    """By the place where it happened if that is known, else by UTC."""
    status_detail: str | None = None
    message: str | None = None
    tracking_location: EasyPostPlace | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostTracker:
    """All that is known of one number; carriers use numbers again, so several may have one."""

    tracking_code: str
    status: str
    status_detail: str | None = None
    shipment_id: str | None = None
    tracking_details: tuple[EasyPostScan, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostTrackers:
    """What a search found, the newest first."""

    trackers: tuple[EasyPostTracker, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostEvent:
    """What webhooks send: something that happened to `result`."""

    id: str
    description: str
    result: EasyPostTracker | dict[str, object]
    """A tracker, or another object that doesn't concern us."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostWebhook:
    """What is told where; every webhook hears of everything."""

    id: str
    url: str
    disabled_at: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EasyPostWebhooks:
    """All webhooks of the key's mode."""

    webhooks: tuple[EasyPostWebhook, ...]
