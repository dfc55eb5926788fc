"""Shipments and where their parcels stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goldthread.audit.record import PARCEL, SHIPMENT, recall
from goldthread.domain.record import ParcelRecord
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status, Unknown
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.errors import NotFound
from goldthread.ports.ledger import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class EventView:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelView:
    """One parcel and where it stands."""

    tracking_number: str
    status: str
    """One of the sixteen words."""
    raw: str
    """The carrier's own code behind it."""
    reason: str
    since: datetime | None
    source: str
    """Who told what the status rests on; empty before anything was heard."""
    is_live: bool
    unlisted: tuple[str, ...]
    """Codes of the carrier that no table lists."""
    events: tuple[EventView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShipmentView:
    """A shipment with its parcels."""

    carrier: str
    id: str
    reference: str
    created_at: datetime
    order: str
    """`bazaar/1001`."""
    order_number: str
    erp_order: str
    fulfilment: str
    is_void: bool
    labels: tuple[str, ...]
    parcels: tuple[ParcelView, ...]


class Shipments:
    """Reads shipments from Goldthread's own records."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def get(self, carrier: str, shipment: str) -> ShipmentView:
        """Raises `NotFound`."""
        found = await recall(self._ledger, "shipment", f"{carrier}/{shipment}", SHIPMENT)
        if found is None:
            raise NotFound(f"There is no shipment {shipment!r} of {carrier!r}; find it through a label or a trace.")
        return await self._view(found)

    async def page(self, *, is_live: bool | None = None, after: str = "", limit: int = 50) -> list[ShipmentView]:
        """In the order of their keys; `after` is the last `carrier/id` of the former page."""
        rows = await self._ledger.records("shipment", is_live=is_live, after=after, limit=limit)
        return [await self._view(SHIPMENT.validate_json(row.body)) for row in rows]

    async def _view(self, shipment: Shipment) -> ShipmentView:
        parcels = [await self._parcel(shipment.carrier, number) for number in shipment.tracking_numbers]
        return ShipmentView(
            carrier=shipment.carrier,
            id=shipment.id,
            reference=shipment.reference,
            created_at=shipment.created_at,
            order=f"{shipment.shop}/{shipment.order_id}",
            order_number=shipment.order_number,
            erp_order=shipment.erp_order,
            fulfilment=shipment.fulfilment,
            is_void=shipment.is_void,
            labels=tuple(label.id for label in shipment.labels),
            parcels=tuple(parcels),
        )

    async def _parcel(self, carrier: str, number: str) -> ParcelView:
        record = await recall(self._ledger, "parcel", f"{carrier}/{number}", PARCEL)
        return _unheard(number) if record is None else _seen(number, record)


def status_word(status: Status | Unknown) -> str:
    """One of the sixteen words; an unlisted code is `unknown`."""
    return status.value if isinstance(status, Status) else Status.UNKNOWN.value


def _unheard(number: str) -> ParcelView:
    return ParcelView(
        tracking_number=number,
        status=Status.LABEL_CREATED.value,
        raw="",
        reason="",
        since=None,
        source="",
        is_live=True,
        unlisted=(),
        events=(),
    )


def _seen(number: str, record: ParcelRecord) -> ParcelView:
    tracking = record.tracking
    state = tracking.state
    if not tracking.events:
        return _unheard(number)
    return ParcelView(
        tracking_number=number,
        status=status_word(state.status),
        raw=state.raw,
        reason=state.reason or "",
        since=state.since,
        source=state.source or "",
        is_live=tracking.is_live,
        unlisted=state.unlisted,
        events=tuple(_event(event) for event in tracking.events),
    )


def _event(event: TrackingEvent) -> EventView:
    return EventView(
        at=event.moment,
        status=status_word(event.status),
        raw_code=event.raw_code,
        reason=event.reason or "",
        text=event.text,
        location=event.location,
        source=event.source.value,
        received_at=event.received_at,
    )
