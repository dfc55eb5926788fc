"""Labels as people look for them: by order, shipment, tracking number or their own id; and their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goldthread.audit.label_search import labels_of
from goldthread.audit.record import LABEL, SHIPMENT, recall
from goldthread.domain.record import LabelRecord, Print
from goldthread.flow.errors import Conflict, NotFound
from goldthread.ports.artifacts import Artifacts
from goldthread.ports.ledger import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelView:
    """A label, what it belongs to, and its prints."""

    id: str
    carrier: str
    shipment: str
    """The carrier's id of the shipment."""
    parcel: str
    tracking_number: str
    order: str
    """`bazaar/1001`; empty when the shipment's record is gone."""
    order_number: str
    station: str
    format: str
    dpi: int | None
    size: int
    """In bytes."""
    digest: str
    """SHA-256 of the bytes as the carrier sent them."""
    expires_at: datetime
    cost: str
    """What the carrier billed, `4.90 EUR`; empty where it doesn't say."""
    is_void: bool
    is_expired: bool
    prints: tuple[Print, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The bytes of a label."""

    content: bytes
    media_type: str
    file_name: str


class Labels:
    """Finds labels and their bytes. Never asks a carrier."""

    def __init__(self, ledger: Ledger, artifacts: Artifacts) -> None:
        self._ledger = ledger
        self._artifacts = artifacts

    async def get(self, label: str, now: datetime) -> LabelView:
        """Raises `NotFound`."""
        return await self._view(await self._record(label), now)

    async def page(self, now: datetime, *, after: str = "", limit: int = 50) -> list[LabelView]:
        """Labels in the order of their ids; `after` is the last id of the former page."""
        rows = await self._ledger.records("label", after=after, limit=limit)
        return [await self._view(LABEL.validate_json(row.body), now) for row in rows]

    async def find(self, text: str, now: datetime) -> list[LabelView]:
        """All labels of `kind:key` (`order:bazaar/1001`), or of any key that finds a trace."""
        ids = await labels_of(self._ledger, text)
        rows = [await self._ledger.record("label", one) for one in ids]
        return [await self._view(LABEL.validate_json(row.body), now) for row in rows if row is not None]

    async def document(self, label: str, now: datetime) -> Document:
        """The bytes as the carrier sent them. Raises `NotFound`; `Conflict` when they were erased."""
        record = await self._record(label)
        artifact = record.label.artifact
        content = await self._artifacts.read(artifact.digest)
        if content is None:
            when = record.label.expires_at
            past = f"It expired at {when.isoformat()}" if record.label.is_expired(now) else "Somebody erased them"
            raise Conflict(f"The bytes of label {label} are no longer kept. {past}; ask the carrier for a new label.")
        name = f"{label}.{record.label.format.value.lower()}"
        return Document(content=content, media_type=artifact.media_type, file_name=name)

    async def printable(self, label: str, now: datetime) -> LabelView:
        """The label, if it may be printed. Raises `NotFound`; `Conflict` when it is void, expired or erased."""
        found = await self.get(label, now)
        if found.is_void:
            raise Conflict(f"Label {label} is void: the carrier cancelled it and would refuse the parcel.")
        if found.is_expired:
            raise Conflict(f"Label {label} expired at {found.expires_at.isoformat()}; ask the carrier for a new one.")
        await self.document(label, now)
        return found

    async def _record(self, label: str) -> LabelRecord:
        record = await recall(self._ledger, "label", label, LABEL)
        if record is None:
            raise NotFound(f"There is no label {label!r}; find labels by order, shipment or tracking number.")
        return record

    async def _view(self, record: LabelRecord, now: datetime) -> LabelView:
        label = record.label
        carrier, _, id_ = record.shipment.partition("/")
        shipment = await recall(self._ledger, "shipment", record.shipment, SHIPMENT)
        cost = label.cost
        return LabelView(
            id=label.id,
            carrier=carrier,
            shipment=id_,
            parcel=label.parcel,
            tracking_number=label.tracking_number,
            order=f"{shipment.shop}/{shipment.order_id}" if shipment else "",
            order_number=shipment.order_number if shipment else "",
            station=label.station,
            format=label.format.value,
            dpi=label.dpi,
            size=label.artifact.size,
            digest=label.artifact.digest,
            expires_at=label.expires_at,
            cost=cost.text if cost else "",
            is_void=label.is_void,
            is_expired=label.is_expired(now),
            prints=record.prints,
        )
