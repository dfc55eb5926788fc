"""Labels and shipments as they are answered."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from goldthread.api.model import Asked, Shown


class PrintModel(Shown):
    """One request to print a label."""

    number: int
    """1 is the first print, every further one a reprint."""
    printer: str
    who: str
    why: str
    at: datetime


class LabelModel(Shown):
    """A label, what it belongs to, and its prints."""

    id: str
    carrier: str
    shipment: str
    parcel: str
    tracking_number: str
    order: str
    """`bazaar/1001`."""
    order_number: str
    station: str
    format: str
    """`PDF` or `ZPL`."""
    dpi: int | None
    size: int
    """In bytes."""
    digest: str
    """SHA-256 of the bytes as the carrier sent them."""
    expires_at: datetime
    cost: str
    """`4.90 EUR`; empty where the carrier doesn't say."""
    is_void: bool
    is_expired: bool
    prints: list[PrintModel]


class Reprint(Asked):
    """A label wanted on paper again."""

    why: str = Field(min_length=1, max_length=500)
    printer: str | None = None
    """The installation of another printer; without it the printer of the label's station."""


class LinkAsked(Asked):
    """A link wanted for a label."""

    lifetime_s: int = Field(default=3600, ge=1, le=30 * 86400)
    """For how long it opens the label."""


class LinkModel(Shown):
    """Whoever holds this opens the label, without a token, until it expires."""

    url: str
    label: str
    expires_at: datetime


class EventModel(Shown):
    """One thing that a carrier said about a parcel."""

    at: datetime
    status: str
    raw_code: str
    reason: str
    text: str
    location: str
    source: str
    """`webhook`, `watch`, `person` or `policy`."""
    received_at: datetime


class ParcelModel(Shown):
    """One parcel and where it stands."""

    tracking_number: str
    status: str
    raw: str
    reason: str
    since: datetime | None
    source: str
    is_live: bool
    unlisted: list[str]
    events: list[EventModel]


class ShipmentModel(Shown):
    """A shipment with its parcels."""

    carrier: str
    id: str
    reference: str
    created_at: datetime
    order: str
    order_number: str
    erp_order: str
    fulfilment: str
    is_void: bool
    labels: list[str]
    parcels: list[ParcelModel]
