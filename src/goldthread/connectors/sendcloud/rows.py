"""What Sendcloud takes and sends, under its own names; money, kg and cm are decimal texts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudStatus:
    """Where a parcel stands: `READY_TO_SEND`."""

    code: str
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudParcel:
    """One parcel; `label_file` is base64, and there only if it is alone and was announced just now."""

    id: int | None = None
    """None while it is being announced."""
    status: SendcloudStatus
    tracking_number: str | None = ""
    label_file: str | None = None
    announced_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudShipment:
    """A shipment with its parcels, in the order in which they were asked for."""

    id: str
    external_reference_id: str | None = None
    """Ours, which Sendcloud takes once."""
    parcels: tuple[SendcloudParcel, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudOne:
    """A reply with one shipment."""

    data: SendcloudShipment


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudMany:
    """A page of shipments."""

    data: tuple[SendcloudShipment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudCancelled:
    """`cancelled`, or `queued` while it is watched whether it is sent after all."""

    status: str
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudCancellation:
    """The reply to a cancellation."""

    data: SendcloudCancelled


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudAddress:
    """An address as the validation gives it back."""

    address_line_1: str | None = None
    house_number: str | None = None
    address_line_2: str | None = None
    postal_code: str | None = None
    city: str | None = None
    state_province_code: str | None = None
    country_code: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudValidity:
    """Whether an address is right, and if not, why: `POSTAL_CODE_MISSING`."""

    is_valid: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudAnalysis:
    """What was found out about one reading of an address."""

    validation_result: SendcloudValidity = SendcloudValidity()


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudReading:
    """One reading of an address: as it was given, or as it is recommended."""

    address: SendcloudAddress
    recommended: bool = False
    analysis: SendcloudAnalysis = SendcloudAnalysis()


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudValidation:
    """The reply to a validation of an address."""

    input_address_is_valid: bool
    results: tuple[SendcloudReading, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudNumberedStatus:
    """A status as webhooks tell it."""

    id: int
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudTold:
    """The parcel that a webhook is about."""

    tracking_number: str | None = ""
    status: SendcloudNumberedStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudEvent:
    """The payload of any webhook; `parcel` is there when its status changed."""

    action: str
    timestamp: Decimal
    """A Unix time, in milliseconds as they are sent; the documents also show seconds."""
    parcel: SendcloudTold | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudIntegration:
    """An integration, with the address that its webhooks go to."""

    id: int
    type: str | None = None
    webhook_active: bool | None = False
    webhook_url: str | None = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SendcloudIntegrations:
    """All integrations of an account."""

    data: tuple[SendcloudIntegration, ...] = ()
