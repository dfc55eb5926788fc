"""What Packeta says about packets: heard by push tracking, asked for one by one."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from goldthread.connectors.packeta.application import packeta
from goldthread.connectors.packeta.packet import records_of
from goldthread.connectors.packeta.rows import PacketaPush, PacketaRecord
from goldthread.connectors.packeta.statuses import NO_PACKET, meaning
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Drop, Emit
from goldthread.flow.start import Origin

ZONE: Final = ZoneInfo("Europe/Prague")
"""Packeta writes times without an offset, as its clocks in Prague show them."""


def read_tracking(payload: PacketaPush, origin: Origin) -> TrackingEvent | Drop:
    """The event of a push; what a partner says in its own words is left to the status that Packeta makes of it."""
    heard = payload.status
    if heard is None:
        if payload.externalStatus is None:
            raise Rejected("The push holds neither a status nor an external status.", field="/status")
        return Drop(
            f"A partner's own status, {payload.externalStatus.externalStatusId}; Packeta tells its own beside it."
        )
    code = str(heard.statusId)
    status, reason = meaning(code)
    return TrackingEvent(
        carrier=origin.installation,
        tracking_number=TrackingNumber(heard.barcode),
        status=status,
        raw_code=code,
        received_at=origin.received_at,
        source=Source.WEBHOOK,
        at=_in_prague(heard.dateTime),
        reason=reason,
        text=heard.statusText or heard.statusCode,
        location=_branch(str(heard.branchId or "")),
    )


def event_key(event: TrackingEvent) -> str:
    """What makes two events one, whether a push or the watch told it."""
    at = event.at.astimezone(UTC).isoformat() if event.at else "-"
    return f"{event.carrier}/{event.tracking_number}/{event.raw_code}/{at}"


@packeta.connector(at="carrier", name="list_tracking_packeta")
async def list_tracking(parcels: LiveParcels, api: Client) -> Emit[TrackingReport]:
    """Emit all that Packeta says of each packet, a call for each. Reads only.

    One that it refuses to tell of is noted, and doesn't hide the others.
    """
    reports: list[TrackingReport] = []
    refused: Rejected | None = None
    for number in parcels.numbers:
        try:
            report = await _report(number, api)
        except Rejected as error:
            api.note(f"{api.installation} refused to tell of {number}: {error}", refused=number)
            refused = error
        else:
            reports += [report] if report else []
    if refused and not reports:
        raise refused
    return Emit(tuple(reports))


async def _report(number: TrackingNumber, api: Client) -> TrackingReport | None:
    try:
        with in_our_words(f"Could not ask {api.installation} about {number}", FieldNames({})):
            rows = await records_of(number.removeprefix("Z"), api)
    except Rejected as error:
        if error.faults[0].code != NO_PACKET:
            raise
        api.note(f"{api.installation} doesn't know {number}.", unknown=number)
        return None
    events = tuple(_event(row, number, api) for row in rows if row.statusCode)
    return TrackingReport(carrier=api.installation, tracking_number=number, events=events)


def _event(row: PacketaRecord, number: TrackingNumber, api: Client) -> TrackingEvent:
    status, reason = meaning(row.statusCode)
    return TrackingEvent(
        carrier=api.installation,
        tracking_number=number,
        status=status,
        raw_code=row.statusCode,
        received_at=api.now(),
        source=Source.WATCH,
        at=_read_time(row.dateTime),
        reason=reason,
        text=row.statusText or row.codeText,
        location=_branch(row.branchId),
    )


def _read_time(text: str) -> datetime | None:
    """None where Packeta's time cannot be read: then what counts is when we heard of it."""
    try:
        return _in_prague(datetime.fromisoformat(text))
    except ValueError:
        return None


def _in_prague(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _branch(branch: str) -> str:
    return f"branch {branch}" if branch.strip("0") else ""
