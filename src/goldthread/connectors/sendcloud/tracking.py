"""What Sendcloud says about parcels: heard by webhook, asked for by shipment."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from goldthread.connectors.sendcloud.application import API, sendcloud
from goldthread.connectors.sendcloud.codes import code_of, meaning
from goldthread.connectors.sendcloud.rows import SendcloudEvent, SendcloudMany, SendcloudParcel, SendcloudShipment
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.record import ParcelRecord, parcel_key
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.client import Client, Params
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Drop, Emit
from goldthread.flow.start import Origin

CHANGED: Final = "parcel_status_changed"
AT_ONCE: Final = 20
"""So many shipments are asked about in one call, of 100 that Sendcloud would take: its replies are long."""
MILLISECONDS: Final = Decimal(10**11)
"""A Unix time above it counts milliseconds; in seconds it would lie in the year 5138."""


def read_tracking(payload: SendcloudEvent, origin: Origin) -> TrackingEvent | Drop:
    """The event of a `parcel_status_changed`; integrations and returns concern nobody here."""
    told = payload.parcel
    if payload.action != CHANGED:
        return Drop(f"{payload.action} says nothing of where a parcel is.")
    if told is None:
        raise Rejected("The change of a status names no parcel.", field="/parcel")
    if not told.tracking_number:
        return Drop("The parcel has no tracking number yet.")
    return _event(
        origin.installation,
        told.tracking_number,
        code_of(told.status.id, told.status.message),
        told.status.message,
        _instant(payload.timestamp),
        origin.received_at,
        Source.WEBHOOK,
    )


def event_key(event: TrackingEvent) -> str:
    """What makes two events one, whether a webhook or the watch told it."""
    at = event.at.astimezone(UTC).isoformat() if event.at else "-"
    return f"{event.carrier}/{event.tracking_number}/{event.raw_code}/{at}"


@sendcloud.connector(at="carrier", name="list_tracking_sendcloud")
async def list_tracking(parcels: LiveParcels, api: Client) -> Emit[TrackingReport]:
    """Emit where these parcels stand, twenty shipments a call. Reads only.

    Parcels that we labelled are asked for by shipment, any other one by its number.
    """
    shipments: dict[str, None] = {}
    strangers: list[TrackingNumber] = []
    for number in parcels.numbers:
        kept = await api.recall("parcel", parcel_key(parcels.carrier, number), into=ParcelRecord)
        if kept is None:
            strangers.append(number)
        else:
            shipments[kept.shipment.partition("/")[2]] = None
    ids = list(shipments)
    asked: list[Params] = [
        {"shipment_uuids": ",".join(ids[place : place + AT_ONCE]), "page_size": 100}
        for place in range(0, len(ids), AT_ONCE)
    ]
    asked += [{"tracking_number": number, "page_size": 100} for number in strangers]
    rows: list[SendcloudShipment] = []
    with in_our_words(f"Could not ask {api.installation} about its parcels", FieldNames({})):
        for params in asked:
            rows += (await api.get(f"{API}/shipments", params=params, into=SendcloudMany)).data
    return Emit(_reports(parcels, rows, api))


def _reports(parcels: LiveParcels, rows: list[SendcloudShipment], api: Client) -> tuple[TrackingReport, ...]:
    """One of each parcel; a number that the carrier gave twice is the parcel that was changed last."""
    found: dict[str, SendcloudParcel] = {}
    for parcel in sorted((one for row in rows for one in row.parcels), key=_changed):
        if parcel.tracking_number in parcels.numbers:
            found[parcel.tracking_number] = parcel
    missing = [number for number in parcels.numbers if number not in found]
    if missing:
        api.note(f"{api.installation} doesn't know {', '.join(missing)}.", unknown=", ".join(missing))
    return tuple(_report(TrackingNumber(number), parcel, api) for number, parcel in found.items())


def _report(number: TrackingNumber, parcel: SendcloudParcel, api: Client) -> TrackingReport:
    at = parcel.updated_at if parcel.updated_at and parcel.updated_at.tzinfo else None
    status = parcel.status
    event = _event(api.installation, number, status.code, status.message, at, api.now(), Source.WATCH)
    return TrackingReport(carrier=api.installation, tracking_number=number, events=(event,))


def _changed(parcel: SendcloudParcel) -> str:
    return parcel.updated_at.isoformat() if parcel.updated_at else ""


def _event(
    carrier: str, number: str, code: str, text: str, at: datetime | None, received_at: datetime, source: Source
) -> TrackingEvent:
    status, reason = meaning(code)
    return TrackingEvent(
        carrier=carrier,
        tracking_number=TrackingNumber(number),
        status=status,
        reason=reason,
        raw_code=code,
        at=at,
        received_at=received_at,
        source=source,
        text=text,
    )


def _instant(timestamp: Decimal) -> datetime:
    seconds = timestamp / 1000 if timestamp > MILLISECONDS else timestamp
    try:
        return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(seconds % 1 * 1_000_000))
    except (OverflowError, ValueError, OSError) as error:
        raise Rejected(f"{timestamp} is no instant.", field="/timestamp") from error
