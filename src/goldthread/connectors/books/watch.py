"""The watch over parcels under way: who is to be asked for, and what a webhook should have told."""

import json
from typing import Final

from goldthread.connectors.books.application import books
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.record import ParcelRecord, parcel_key
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.client import Client
from goldthread.flow.outcome import Drop, Emit
from goldthread.flow.start import Tick

PAGE: Final = 50
"""How many parcels go into one question: the fewest that any carrier here takes."""


@books.connector
async def list_live(tick: Tick, api: Client) -> Emit[LiveParcels]:
    """Emit the parcels that more is expected of, up to 50 of one carrier at a time."""
    del tick
    listed = await api.records("parcel", after=api.cursor or None, limit=PAGE)
    by_carrier: dict[str, list[TrackingNumber]] = {}
    for body in listed.bodies:
        tracking = json.loads(body)["tracking"]
        by_carrier.setdefault(tracking["carrier"], []).append(TrackingNumber(tracking["tracking_number"]))
    pages = tuple(LiveParcels(carrier=carrier, numbers=tuple(numbers)) for carrier, numbers in by_carrier.items())
    return Emit(pages, cursor=listed.after or "", has_more=listed.after is not None)


@books.connector
async def note_missed(report: TrackingReport, api: Client) -> Emit[TrackingEvent] | Drop:
    """Emit the events that nobody has told us of, and say so: a webhook should have."""
    parcel = await api.recall("parcel", parcel_key(report.carrier, report.tracking_number), into=ParcelRecord)
    if parcel is None:
        return Drop(f"{report.tracking_number} isn't followed any more.")
    known = {(event.raw_code, event.at) for event in parcel.tracking.events}
    missed = tuple(event for event in report.events if (event.raw_code, event.at) not in known)
    if not missed:
        return Drop(f"Everything that {report.carrier} says of {report.tracking_number} is known.")
    codes = ", ".join(event.raw_code for event in missed)
    api.note(
        f"{report.carrier} says {codes} of {report.tracking_number}; its webhook is lost, or hasn't come this far.",
        missed_by_webhook=[event.raw_code for event in missed],
        tracking_number=report.tracking_number,
    )
    return Emit(missed)
