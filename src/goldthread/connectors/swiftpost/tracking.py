"""What swiftpost says about parcels: heard by webhook, asked for in pages."""

from datetime import UTC, datetime
from typing import Final

from goldthread.connectors.swiftpost.application import swiftpost
from goldthread.connectors.swiftpost.rows import SwiftEvent, SwiftTracked, SwiftTracking, SwiftTrackingUpdated
from goldthread.connectors.swiftpost.statuses import meaning
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Origin

MOST: Final = 50
"""How many numbers swiftpost takes in one call."""


def read_tracking(payload: SwiftTrackingUpdated, origin: Origin) -> TrackingEvent:
    """The event of a `tracking.updated`."""
    heard = payload.data
    if heard.event.at.tzinfo is None:
        raise Rejected(f"The scan's time {heard.event.at} has no time zone.", field="/data/event/at")
    return _event(heard.event, origin.installation, heard.tracking_number, origin.received_at, Source.WEBHOOK)


def event_key(event: TrackingEvent) -> str:
    """What makes two events one, whether a webhook or the watch told it."""
    at = event.at.astimezone(UTC).isoformat() if event.at else "-"
    return f"{event.carrier}/{event.tracking_number}/{event.raw_code}/{at}"


@swiftpost.connector(at="carrier")
async def list_tracking(parcels: LiveParcels, api: Client) -> Emit[TrackingReport]:
    """Emit all that the carrier says of up to 50 parcels, which it tells in pages of 20. Reads only."""
    numbers = ",".join(parcels.numbers)
    reports: list[TrackingReport] = []
    page = pages = 1
    while page <= pages:
        with in_our_words(f"Could not ask {api.installation} about its parcels", FieldNames({"numbers": "/numbers"})):
            row = await api.get("/v1/tracking", params={"numbers": numbers, "page": page}, into=SwiftTracking)
        if page == 1 and row.unknown:
            unknown = ", ".join(row.unknown)
            api.note(f"{api.installation} doesn't know {unknown}.", unknown=unknown)
        reports += [_report(one, api) for one in row.parcels]
        page, pages = page + 1, row.pages
    return Emit(tuple(reports))


def _report(row: SwiftTracked, api: Client) -> TrackingReport:
    return TrackingReport(
        carrier=api.installation,
        tracking_number=TrackingNumber(row.tracking_number),
        events=tuple(
            _event(event, api.installation, row.tracking_number, api.now(), Source.WATCH) for event in row.events
        ),
    )


def _event(row: SwiftEvent, carrier: str, number: str, received_at: datetime, source: Source) -> TrackingEvent:
    status, reason = meaning(row.code)
    return TrackingEvent(
        carrier=carrier,
        tracking_number=TrackingNumber(number),
        status=status,
        raw_code=row.code,
        received_at=received_at,
        source=source,
        at=row.at,
        reason=reason,
        text=row.text,
        location=row.place,
    )
