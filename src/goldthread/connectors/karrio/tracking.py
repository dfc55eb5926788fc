"""What karrio says about parcels: heard by webhook, asked for one by one."""

from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from goldthread.connectors.karrio.application import karrio
from goldthread.connectors.karrio.rows import KarrioEvent, KarrioNotice, KarrioTracker
from goldthread.connectors.karrio.statuses import REASONS, meaning
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.status import Unknown
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Drop, Emit
from goldthread.flow.start import Origin

TRACKING: Final = ("tracker_created", "tracker_updated")
"""The events that tell of a parcel. The second may come before the first."""
CLOCKS: Final = ("%Y-%m-%d %I:%M %p", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
"""How karrio writes date and time where it gives no timestamp."""
SILENT: Final = frozenset({"pending", "unknown"})
"""What karrio says of a parcel as a whole when it knows nothing."""


def read_tracking(payload: KarrioNotice, origin: Origin) -> tuple[TrackingEvent, ...] | Drop:
    """All events of the parcel that a webhook tells of, the oldest first; each was perhaps told before."""
    if payload.event not in TRACKING:
        return Drop(f"karrio's {payload.event} tells nothing of a parcel's way.")
    if not isinstance(payload.data, KarrioTracker):
        raise Rejected(f"{payload.event} of karrio holds no tracker.", field="/data")
    events = _events(payload.data, origin.installation, origin.received_at, Source.WEBHOOK)
    return events or Drop(f"karrio knows nothing of {payload.data.tracking_number} yet.")


def event_key(event: TrackingEvent) -> str:
    """What makes two events one, whether a webhook or the watch told it."""
    at = event.at.astimezone(UTC).isoformat() if event.at else "-"
    return f"{event.carrier}/{event.tracking_number}/{event.raw_code}/{at}"


@karrio.connector(at="carrier", name="list_tracking_karrio")
async def list_tracking(parcels: LiveParcels, api: Client) -> Emit[TrackingReport]:
    """Emit all that karrio says of each parcel, which takes a call for each. Reads only.

    One that it refuses to tell of is noted, and doesn't hide the others.
    """
    reports: list[TrackingReport] = []
    refused: Rejected | None = None
    for number in parcels.numbers:
        try:
            row = await api.find(f"/v1/trackers/{quote(number, safe='')}", into=KarrioTracker)
        except Rejected as error:
            api.note(f"{api.installation} refused to tell of {number}: {error}", refused=number)
            refused = error
            continue
        if row is None:
            api.note(f"{api.installation} doesn't know {number}.", unknown=number)
            continue
        events = _events(row, api.installation, api.now(), Source.WATCH)
        reports.append(TrackingReport(carrier=api.installation, tracking_number=number, events=events))
    if refused and not reports:
        raise refused
    return Emit(tuple(reports))


def _events(row: KarrioTracker, carrier: str, received_at: datetime, source: Source) -> tuple[TrackingEvent, ...]:
    """The tracker's events, the oldest first, and its status where none of them says it.

    karrio has the newest first, but sorts by minutes alone.
    """
    told = [_event(row, event, carrier, received_at, source) for event in row.events]
    told.sort(key=lambda event: event.moment)
    if row.status not in SILENT and row.status not in {event.status for event in row.events}:
        whole = KarrioEvent(status=row.status, description="karrio's status of the parcel")
        told.append(_event(row, whole, carrier, received_at, source))
    return tuple(told)


def _event(
    row: KarrioTracker, event: KarrioEvent, carrier: str, received_at: datetime, source: Source
) -> TrackingEvent:
    status, reason = meaning(event.status, event.reason) if event.status else (Unknown(raw=event.code or ""), None)
    at = _instant(event)
    return TrackingEvent(
        carrier=carrier,
        tracking_number=TrackingNumber(row.tracking_number),
        status=status,
        raw_code=event.status or event.code or "",
        received_at=received_at,
        source=source,
        at=at,
        reason=reason,
        text=_text(event, is_timed=at is not None),
        location=event.location or "",
    )


def _instant(event: KarrioEvent) -> datetime | None:
    """When it happened, read as karrio writes it: whatever the carrier's zone, karrio calls it UTC.

    None where it says no time, or one in no form that it documents: one odd event must not hide the others.
    """
    if event.timestamp:
        try:
            read = datetime.fromisoformat(event.timestamp)
        except ValueError:
            return None
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    text = f"{event.date or ''} {event.time or ''}".strip()
    for clock in CLOCKS:
        try:
            return datetime.strptime(text, clock).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _text(event: KarrioEvent, *, is_timed: bool) -> str:
    """The carrier's sentence with its code, and what no table lists or nobody can read."""
    code = f"({event.code})" if event.code and event.status else ""
    reason = f"[{event.reason}]" if event.reason and event.reason not in REASONS else ""
    stamp = event.timestamp or f"{event.date or ''} {event.time or ''}".strip()
    unread = f"[at {stamp}]" if stamp and not is_timed else ""
    return " ".join(part for part in (event.description or "", code, reason, unread) if part)
