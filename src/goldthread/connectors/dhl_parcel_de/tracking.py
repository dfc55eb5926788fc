"""What DHL says about parcels when it is asked, fifteen at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from goldthread.connectors.dhl_parcel_de.application import dhl_parcel_de
from goldthread.connectors.dhl_parcel_de.codes import SILENT, meaning
from goldthread.connectors.dhl_parcel_de.rows import DhlEvent
from goldthread.connectors.dhl_parcel_de.xml import FINE, answer_in, question
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.client import Client
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Emit

PATH: Final = "/parcel/de/tracking/v0/shipments"
MOST: Final = 15
"""How many numbers go into one question."""
ZONE: Final = ZoneInfo("Europe/Berlin")
"""DHL writes times without a zone, as German clocks show them."""


@dhl_parcel_de.connector(at="carrier", name="list_tracking_dhl_parcel_de")
async def list_tracking(parcels: LiveParcels, api: Client) -> Emit[TrackingReport]:
    """Emit all that DHL says of the parcels. Reads only."""
    user = api.setting("tracking_user")
    if not user:
        api.note(f"{api.installation} has no tracking_user; nothing is asked about its parcels.")
        return Emit(())
    reports: list[TrackingReport] = []
    for place in range(0, len(parcels.numbers), MOST):
        reports += await _reports(user, parcels.numbers[place : place + MOST], api)
    return Emit(tuple(reports))


async def _reports(user: str, numbers: Sequence[TrackingNumber], api: Client) -> list[TrackingReport]:
    with in_our_words(f"Could not ask {api.installation} about its parcels", FieldNames({})):
        reply = await api.request("GET", PATH, params={"xml": question(user, numbers)})
    answer = answer_in(reply.content)
    found = {} if answer is None else {_bare(piece.get("searched-piece-code", "")): piece for piece in _pieces(answer)}
    known = [(number, found[_bare(number)]) for number in numbers if _bare(number) in found]
    if unknown := ", ".join(number for number in numbers if _bare(number) not in found):
        api.note(f"{api.installation} doesn't know {unknown} yet.", unknown=unknown)
    return [_report(number, piece, api) for number, piece in known]


def _bare(number: str) -> str:
    """Numbers are of 18 digits or of 20, with two zeros before them."""
    return number.lstrip("0")


def _pieces(answer: Element) -> Iterator[Element]:
    return (piece for piece in answer.iter("data") if _is(piece, "pieceshipment") and piece.get("error-status") == FINE)


def _is(element: Element, name: str) -> bool:
    """DHL writes names with hyphens and without."""
    return (element.get("name") or "").replace("-", "") == name


def _report(number: TrackingNumber, piece: Element, api: Client) -> TrackingReport:
    rows = [_row(one) for one in piece.iter("data") if _is(one, "pieceevent")]
    events = tuple(_event(row, number, api) for row in rows if row.standard not in SILENT)
    return TrackingReport(carrier=api.installation, tracking_number=number, events=events)


def _row(event: Element) -> DhlEvent:
    return DhlEvent(
        timestamp=event.get("event-timestamp", ""),
        standard=event.get("standard-event-code", ""),
        ice=event.get("ice", ""),
        ric=event.get("ric", ""),
        text=event.get("event-status", ""),
        location=event.get("event-location", ""),
        country=event.get("event-country", ""),
        is_return=event.get("ruecksendung") == "true",
    )


def _event(row: DhlEvent, number: TrackingNumber, api: Client) -> TrackingEvent:
    status, reason = meaning(row.code, is_return=row.is_return)
    return TrackingEvent(
        carrier=api.installation,
        tracking_number=number,
        status=status,
        raw_code=row.code,
        received_at=api.now(),
        source=Source.WATCH,
        at=_read_time(row.timestamp),
        reason=reason,
        text=row.text,
        location=", ".join(part for part in (row.location, row.country) if part),
    )


def _read_time(text: str) -> datetime | None:
    """None where DHL's time cannot be read: then what counts is when we heard of it."""
    try:
        return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=ZONE)
    except ValueError:
        return None
