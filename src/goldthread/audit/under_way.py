"""Parcels that more is expected of: where they stand, when they last gave a sign of life, which are overdue."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from goldthread.audit.record import SHIPMENT, recall
from goldthread.domain.status import Status
from goldthread.ports.ledger import Ledger

PAGE: Final = 1000
ASKED_AGAIN: Final = timedelta(seconds=30)
"""Going through five thousand parcels takes a quarter of a second."""
MOST: Final = 50_000
PATIENCE: Final[Mapping[str, timedelta]] = {
    Status.UNKNOWN.value: timedelta(days=1),
    Status.LABEL_CREATED.value: timedelta(days=2),
    Status.PICKED_UP.value: timedelta(days=2),
    Status.IN_TRANSIT.value: timedelta(days=3),
    Status.CUSTOMS_HOLD.value: timedelta(days=4),
    Status.DELAYED.value: timedelta(days=3),
    Status.ON_HOLD.value: timedelta(days=3),
    Status.OUT_FOR_DELIVERY.value: timedelta(days=1),
    Status.ATTEMPT_FAILED.value: timedelta(days=2),
    Status.READY_FOR_PICKUP.value: timedelta(days=7),
    Status.RETURNING.value: timedelta(days=7),
}
"""How long a parcel may keep silent in a status before somebody should ask; our own rule, no carrier's."""
USUAL: Final = timedelta(days=3)
NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelUnderWay:
    """One parcel that isn't at its end."""

    carrier: str
    tracking_number: str
    shipment: str
    """The key of its shipment: `swiftpost/SP17`."""
    order_number: str
    status: str
    """One of the sixteen words."""
    raw: str
    """The carrier's own code behind it; empty before anything was heard."""
    reason: str
    source: str
    """Who told what the status rests on: `webhook`, `watch`, `person` or `policy`; empty before anything was heard."""
    created_at: datetime
    """When its label was made."""
    heard_at: datetime | None
    """The last sign of life; None while the carrier has said nothing."""

    @property
    def alive_at(self) -> datetime:
        """From when on it keeps silent."""
        return self.heard_at or self.created_at

    def overdue(self, now: datetime) -> timedelta:
        """For how long it has kept silent beyond patience; negative while it has time left."""
        return now - self.alive_at - PATIENCE.get(self.status, USUAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """All parcels under way at one look."""

    at: datetime
    parcels: tuple[ParcelUnderWay, ...]
    """The longest overdue first."""
    is_cut: bool
    """There are more than are looked through."""

    def overdue(self) -> tuple[ParcelUnderWay, ...]:
        """Those that have kept silent beyond patience."""
        return tuple(one for one in self.parcels if one.overdue(self.at) > timedelta(0))

    def by(self, name: str) -> Mapping[str, int]:
        """How many there are by `status`, `source` or `carrier`, most first."""
        return dict(Counter(str(getattr(one, name)) for one in self.parcels).most_common())


class UnderWay:
    """Goes through the live parcels at most twice a minute, whoever asks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._shipments: dict[str, tuple[datetime, str]] = {}
        self._last: Survey | None = None
        self._looking = asyncio.Lock()

    async def survey(self, now: datetime) -> Survey:
        """How they stand, half a minute old at most."""
        async with self._looking:
            if self._last is None or now - self._last.at >= ASKED_AGAIN:
                self._last = await self._look(now)
            return self._last

    async def _look(self, now: datetime) -> Survey:
        found: list[ParcelUnderWay] = []
        after, is_cut = "", False
        while rows := await self._ledger.records("parcel", is_live=True, after=after, limit=PAGE):
            found += [await self._parcel(json.loads(row.body)) for row in rows]
            after = rows[-1].key
            if is_cut := len(found) >= MOST:
                break
        alive = {one.shipment for one in found}
        self._shipments = {key: kept for key, kept in self._shipments.items() if key in alive}
        found.sort(key=lambda one: (-one.overdue(now), one.tracking_number))
        return Survey(at=now, parcels=tuple(found), is_cut=is_cut)

    async def _parcel(self, body: dict[str, Any]) -> ParcelUnderWay:
        tracking, shipment = body["tracking"], body["shipment"]
        created_at, order = await self._shipment(shipment)
        events, state = tracking["events"], tracking["state"]
        heard = [_heard(event) for event in events]
        status = state["status"]
        word = status if isinstance(status, str) else Status.UNKNOWN.value
        return ParcelUnderWay(
            carrier=tracking["carrier"],
            tracking_number=tracking["tracking_number"],
            shipment=shipment,
            order_number=order,
            status=word if events else Status.LABEL_CREATED.value,
            raw=str(state.get("raw") or ""),
            reason=str(state.get("reason") or ""),
            source=str(state.get("source") or "") if events else "",
            created_at=created_at,
            heard_at=max(heard, default=None),
        )

    async def _shipment(self, key: str) -> tuple[datetime, str]:
        """When it was made and for which order, remembered while its parcels are under way."""
        if key not in self._shipments:
            found = await recall(self._ledger, "shipment", key, SHIPMENT)
            self._shipments[key] = (found.created_at, found.order_number) if found else (NEVER, "")
        return self._shipments[key]


def chosen(
    parcels: Sequence[ParcelUnderWay], *, status: str = "", carrier: str = "", source: str = "", q: str = ""
) -> list[ParcelUnderWay]:
    """Those in a status, of a carrier, told by a source, with a number that contains `q`."""
    sought = q.casefold()
    return [
        one
        for one in parcels
        if status in ("", one.status)
        and carrier in ("", one.carrier)
        and source in ("", one.source or "nobody")
        and (not sought or sought in f"{one.tracking_number} {one.order_number} {one.shipment}".casefold())
    ]


def _heard(event: Mapping[str, str | None]) -> datetime:
    """When it happened; clocks of carriers that go fast don't count."""
    heard, happened = datetime.fromisoformat(event["received_at"] or ""), event.get("at")
    return min(heard, datetime.fromisoformat(happened)) if happened else heard
