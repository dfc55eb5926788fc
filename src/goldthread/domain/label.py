"""The paper on a parcel, as the carrier drew it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from goldthread.domain.artifact import Artifact
from goldthread.domain.ids import LabelId, ParcelId, TrackingNumber
from goldthread.domain.money import Money


class LabelFormat(StrEnum):
    """What the bytes of a label are."""

    PDF = "PDF"
    ZPL = "ZPL"

    @property
    def media_type(self) -> str:
        return "application/pdf" if self is LabelFormat.PDF else "application/zpl"

    def fits(self, content: bytes) -> bool:
        """Whether the bytes begin as this format does. Before `^XA`, ZPL may set its signs or store a picture."""
        begun = content.lstrip()
        if self is LabelFormat.PDF:
            return begun.startswith(b"%PDF")
        return begun.startswith((b"^", b"~", b"CT~~")) and b"^XA" in begun


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """One label of one parcel; its bytes stay as the carrier sent them."""

    id: LabelId
    parcel: ParcelId
    tracking_number: TrackingNumber
    format: LabelFormat
    artifact: Artifact
    station: str
    """The packing station that waits for it."""
    expires_at: datetime
    """Until then it may be printed from the cache; the carrier's lifetime or ours, whichever ends first."""
    dpi: int | None = None
    """Dots per inch it was drawn for; a ZPL label prints right on no other. None for PDF."""
    cost: Money | None = None
    """What the carrier bills for it, where it says so."""
    is_void: bool = False

    def voided(self) -> "Label":
        """The same label after the carrier cancelled it: it is never printed again."""
        return replace(self, is_void=True)

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at
