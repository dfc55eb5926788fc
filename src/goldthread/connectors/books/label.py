"""Labels on their way to a printer; every print is counted, with who and why."""

from goldthread.connectors.books.application import books
from goldthread.connectors.books.search import labels_of
from goldthread.connectors.books.station import printer_at, printer_named
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.label import Label
from goldthread.domain.printing import PrintJob, StationProfile
from goldthread.domain.record import LabelRecord, Print, shipment_key
from goldthread.domain.request import ReprintRequest
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Emit

PACKED = "packed"
"""Why a label is printed the first time."""


@books.connector
async def assign_printer(order: LabelledOrder, api: Client) -> Emit[PrintJob]:
    """Emit one job for each label, for the printer of the order's packing station."""
    profile = await printer_at(order.fulfilment.station, api, "/fulfilment/station")
    jobs = []
    for place, label in enumerate(order.shipment.labels):
        if refusal := profile.refusal(label):
            raise Rejected(refusal, field=f"/shipment/labels/{place}")
        record = await api.recall("label", label.id, into=LabelRecord)
        record = record or LabelRecord(label=label, shipment=shipment_key(order.shipment))
        jobs.append(_job(record, profile, who="goldthread", why=PACKED, api=api))
    return Emit(tuple(jobs))


@books.connector
async def find_labels(request: ReprintRequest, api: Client) -> Emit[PrintJob]:
    """Emit one job for each label asked for, from the cache; no carrier is called.

    Raises:
        Rejected: there is no such label, all are void, one is too old, or the printer cannot print it.

    """
    records = await labels_of(request, api)
    jobs = []
    for record in records:
        profile = await _profile(record.label, request, api)
        if refusal := _refusal(record.label, profile, api):
            raise Rejected(refusal, field="/printer" if request.printer else "/of")
        jobs.append(_job(record, profile, who=request.who, why=request.why, api=api))
    return Emit(tuple(jobs))


async def _profile(label: Label, request: ReprintRequest, api: Client) -> StationProfile:
    if request.printer:
        return await printer_named(request.printer, api, "/printer")
    return await printer_at(label.station, api, "/of")


def _refusal(label: Label, profile: StationProfile, api: Client) -> str | None:
    if label.is_expired(api.now()):
        return f"Label {label.id} ended on {label.expires_at:%Y-%m-%d}: the carrier would refuse the parcel."
    return profile.refusal(label)


def _job(record: LabelRecord, profile: StationProfile, *, who: str, why: str, api: Client) -> PrintJob:
    label, number = record.label, record.next_number
    one = Print(number=number, printer=profile.printer, who=who, why=why, at=api.now())
    api.remember("label", label.id, record.printed(one))
    word = "print" if number == 1 else f"reprint {number - 1}"
    api.note(
        f"Asked {profile.printer} for {word} of label {label.id}, for {who}: {why}.",
        label=label.id,
        printer=profile.printer,
        print_number=number,
        who=who,
        why=why,
    )
    return PrintJob(
        label=label.id,
        artifact=label.artifact,
        format=label.format,
        printer=profile.printer,
        station=label.station,
        copies=1,
        who=who,
        why=why,
        is_reprint=number > 1,
        number=number,
    )
