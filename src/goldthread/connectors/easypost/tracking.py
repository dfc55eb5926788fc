"""What EasyPost says about parcels: heard by webhook, asked for number by number."""

from datetime import UTC, datetime
from typing import Final

from goldthread.connectors.easypost.application import easypost
from goldthread.connectors.easypost.rows import EasyPostEvent, EasyPostScan, EasyPostTracker, EasyPostTrackers
from goldthread.connectors.easypost.shipment import BETWEEN
from goldthread.connectors.easypost.statuses import meaning, raw_code
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.record import ParcelRecord, parcel_key
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.client import Client, Params
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Drop, Emit
from goldthread.flow.start import Origin

TOLD: Final = frozenset({"tracker.created", "tracker.updated"})


def read_tracking(payload: EasyPostEvent, origin: Origin) -> tuple[TrackingEvent, ...] | Drop:
    """All events of the parcel that a webhook tells of, the oldest first; most were told before."""
    if payload.description not in TOLD:
        return Drop(f"EasyPost's {payload.description} tells nothing of a parcel's way.")
    if not isinstance(payload.result, EasyPostTracker):
        raise Rejected(f"{payload.description} of EasyPost holds no tracker.", field="/result")
    events = _events(payload.result, origin.installation, origin.received_at, Source.WEBHOOK)
    return events or Drop(f"Nothing happened to {payload.result.tracking_code} yet.")


def event_key(event: TrackingEvent) -> str:
    """What makes two events one, whether a webhook or the watch told it."""
    at = event.at.astimezone(UTC).isoformat() if event.at else "-"
    return f"{event.carrier}/{event.tracking_number}/{event.raw_code}/{at}"


@easypost.connector(at="carrier", name="list_tracking_easypost")
async def list_tracking(parcels: LiveParcels, api: Client) -> Emit[TrackingReport]:
    """Emit all that EasyPost says of each parcel, which takes a call for each. Reads only.

    One that it refuses to tell of is noted, and doesn't hide the others.
    """
    reports: list[TrackingReport] = []
    refused: Rejected | None = None
    for number in parcels.numbers:
        try:
            tracker = await _tracker(number, api)
        except Rejected as error:
            api.note(f"{api.installation} refused to tell of {number}: {error}", refused=number)
            refused = error
            continue
        if tracker is None:
            api.note(f"{api.installation} doesn't know {number}.", unknown=number)
            continue
        events = _events(tracker, api.installation, api.now(), Source.WATCH)
        reports.append(TrackingReport(carrier=api.installation, tracking_number=number, events=events))
    if refused and not reports:
        raise refused
    return Emit(tuple(reports))


async def _tracker(number: TrackingNumber, api: Client) -> EasyPostTracker | None:
    """The tracker of our shipment: carriers use numbers again. The newest where we know none of our shipments."""
    params: Params = {"tracking_code": number, "page_size": 20}
    found = (await api.get("/v2/trackers", params=params, into=EasyPostTrackers)).trackers
    same = [one for one in found if one.tracking_code == number]
    record = await api.recall("parcel", parcel_key(api.installation, number), into=ParcelRecord)
    ids = record.shipment.partition("/")[2].split(BETWEEN) if record else []
    return next((one for one in same if one.shipment_id in ids), None if ids else next(iter(same), None))


def _events(row: EasyPostTracker, carrier: str, received_at: datetime, source: Source) -> tuple[TrackingEvent, ...]:
    return tuple(_event(row, scan, carrier, received_at, source) for scan in row.tracking_details)


def _event(
    row: EasyPostTracker, scan: EasyPostScan, carrier: str, received_at: datetime, source: Source
) -> TrackingEvent:
    status, reason = meaning(scan.status, scan.status_detail)
    at = _instant(scan.datetime)
    unread = f"[at {scan.datetime}]" if scan.datetime and at is None else ""
    return TrackingEvent(
        carrier=carrier,
        tracking_number=TrackingNumber(row.tracking_code),
        status=status,
        raw_code=raw_code(scan.status, scan.status_detail),
        received_at=received_at,
        source=source,
        at=at,
        reason=reason,
        text=f"{scan.message or ''} {unread}".strip(),
        location=scan.tracking_location.text if scan.tracking_location else "",
    )


def _instant(text: str | None) -> datetime | None:
    """When it happened; without a zone it is UTC, as EasyPost documents.

    None where that cannot be read: one odd scan must not hide the others.
    """
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
