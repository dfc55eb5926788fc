"""What the watch over parcels under way works on."""

from dataclasses import dataclass

from goldthread.domain.ids import TrackingNumber
from goldthread.domain.tracking import TrackingEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveParcels:
    """Parcels of one carrier that more is expected of, so many as may be asked for at once."""

    carrier: str
    """The name of the carrier's installation."""
    numbers: tuple[TrackingNumber, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackingReport:
    """All that the carrier says of one parcel when it is asked."""

    carrier: str
    tracking_number: TrackingNumber
    events: tuple[TrackingEvent, ...]
