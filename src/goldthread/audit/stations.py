"""The labels of a packing station: the last ones, those printed since an instant, and what forbids another print."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from goldthread.audit.labels import Labels, LabelView
from goldthread.audit.record import LABEL, PARCEL, recall
from goldthread.audit.shipments import status_word
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.printing import StationProfile
from goldthread.domain.record import parcel_key
from goldthread.domain.status import Status
from goldthread.flow.errors import Conflict, Misuse
from goldthread.flow.message import RunId
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import RunRow

STATION: Final = TypeAdapter(StationProfile)
FEW, MANY, MOST = 60, 400, 2000
"""How many of the newest runs of a topology are looked through: at first, when those were too few, and at most."""
UNDER_WAY: Final = timedelta(hours=2)
"""So long may a run have stood before its label was printed."""
REMEMBERED: Final = 20_000
_UNSCANNED: Final = frozenset({Status.LABEL_CREATED.value, Status.UNKNOWN.value, Status.CANCELLED.value})


@dataclass(frozen=True, kw_only=True, slots=True)
class StationLabel:
    """A label as a packing station sees it."""

    label: LabelView
    status: str
    """Where its parcel stands, one of the sixteen words."""
    since: datetime | None
    """Since when it does; None before anything was heard of it."""
    obstacle: str
    """Why it isn't printed again, in a sentence; empty where it may be."""
    is_scanned: bool
    """The carrier holds the parcel already, and nothing but that stands against another print."""

    @property
    def printed_at(self) -> datetime | None:
        """When it was last asked to be printed."""
        return self.label.prints[-1].at if self.label.prints else None


class Stations:
    """Packing stations and their labels. `topologies`: those whose runs print."""

    def __init__(self, ledger: Ledger, labels: Labels, *, topologies: Sequence[str]) -> None:
        self._ledger = ledger
        self._labels = labels
        self._topologies = topologies
        self._of_run: dict[RunId, tuple[str, ...]] = {}
        self._station_of: dict[str, str] = {}

    async def all(self) -> list[StationProfile]:
        """All stations that have a printer, by name."""
        return [STATION.validate_json(row.body) for row in await self._ledger.records("station", limit=500)]

    async def newest(self) -> tuple[tuple[str, str, int], ...]:
        """What tells whether anything was printed since: equal as long as nothing moved. Two small reads."""
        rows = await self._runs(8)
        return tuple((row.run.id, row.state, row.open_messages) for row in rows)

    async def latest(self, station: str, now: datetime, *, count: int = 12) -> list[StationLabel]:
        """The labels that the station printed last, the newest print first."""
        found: list[str] = []
        for depth in (FEW, MANY):
            found = []
            rows = await self._runs(depth)
            async for label in self._labels_at(station, rows):
                found.append(label)
                if len(found) == count:
                    break
            if len(found) == count or len(rows) < depth:
                break
        seen = [await self.seen(await self._labels.get(one, now)) for one in found]
        return sorted(seen, key=lambda one: one.printed_at or now, reverse=True)

    async def since(self, station: str, begin: datetime, now: datetime) -> list[StationLabel]:
        """The labels that the station printed at `begin` or later, in the order they were printed.

        Raises `Misuse` when that is farther back than a station's day.
        """
        rows = await self._runs(MOST)
        if len(rows) >= MOST and rows[-1].run.started_at > begin:
            raise Misuse(
                f"More than {MOST} orders went out since then. Choose a later time, or find labels one by one."
            )
        recent = [row for row in rows if row.run.started_at >= begin - UNDER_WAY]
        views = [await self._labels.get(one, now) async for one in self._labels_at(station, recent)]
        dated = [(first, view) for view in views if (first := _first_since(view, begin)) is not None]
        return [await self.seen(view) for _, view in sorted(dated, key=lambda pair: (pair[0], pair[1].id))]

    async def seen(self, label: LabelView) -> StationLabel:
        """The label with where its parcel stands, and what forbids another print."""
        parcel = await recall(
            self._ledger, "parcel", parcel_key(label.carrier, TrackingNumber(label.tracking_number)), PARCEL
        )
        state = parcel.tracking.state if parcel is not None and parcel.tracking.events else None
        status = status_word(state.status) if state else Status.LABEL_CREATED.value
        spoiled = _spoiled(label)
        is_scanned = not spoiled and status not in _UNSCANNED
        return StationLabel(
            label=label,
            status=status,
            since=state.since if state else None,
            obstacle=spoiled or (_scanned(label, status) if is_scanned else ""),
            is_scanned=is_scanned,
        )

    async def printable(self, label: str, now: datetime, *, is_insisted: bool = False) -> LabelView:
        """The label, if it may be printed again. `is_insisted`: although the carrier has scanned its parcel.

        Raises `NotFound`; `Conflict` when it is void, expired, erased or scanned.
        """
        found = await self.seen(await self._labels.printable(label, now))
        if found.is_scanned and not is_insisted:
            raise Conflict(found.obstacle)
        return found.label

    async def _runs(self, depth: int) -> list[RunRow]:
        """The newest runs of all topologies that print, newest first, as far back as each of them was read."""
        rows = [row for topology in self._topologies for row in await self._ledger.runs(topology=topology, limit=depth)]
        return sorted(rows, key=lambda row: row.run.id, reverse=True)[:depth]

    async def _labels_at(self, station: str, rows: Sequence[RunRow]) -> AsyncIterator[str]:
        seen: set[str] = set()
        for row in rows:
            for label in await self._labels_of(row):
                if label not in seen and await self._place_of(label) == station:
                    yield label
                seen.add(label)

    async def _labels_of(self, row: RunRow) -> tuple[str, ...]:
        """The labels of a run's trace; remembered as soon as there are any, or will be none."""
        if (known := self._of_run.get(row.run.id)) is not None:
            return known
        entities = await self._ledger.entities(row.run.trace)
        labels = tuple(entity.key for entity in entities if entity.kind == "label")
        if labels or row.state != "open":
            self._forget_when_full()
            self._of_run[row.run.id] = labels
        return labels

    async def _place_of(self, label: str) -> str:
        if label not in self._station_of:
            record = await recall(self._ledger, "label", label, LABEL)
            if record is None:
                return ""
            self._station_of[label] = record.label.station
        return self._station_of[label]

    def _forget_when_full(self) -> None:
        if len(self._of_run) > REMEMBERED:
            self._of_run.clear()
            self._station_of.clear()


def _first_since(label: LabelView, begin: datetime) -> datetime | None:
    return min((one.at for one in label.prints if one.at >= begin), default=None)


def _spoiled(label: LabelView) -> str:
    if label.is_void:
        return "Void: the carrier cancelled it and would refuse the parcel. Pack with the order's new label."
    if label.is_expired:
        return f"Expired on {label.expires_at:%Y-%m-%d}: the carrier would refuse it. Ask an operator for a new label."
    return ""


def _scanned(label: LabelView, status: str) -> str:
    words = status.replace("_", " ")
    return (
        f"Already scanned: {label.carrier} says {words}. "
        "A second label would send two parcels under one number. Ask an operator."
    )
