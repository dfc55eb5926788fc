"""The carrier's network: moves parcels scan by scan, and shows where they are."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, reply
from goldthread.sandbox.numbering import digest
from goldthread.sandbox.swiftpost.records import BookedParcel, BookedShipment, ScanEvent
from goldthread.sandbox.swiftpost.refusals import Violation
from goldthread.sandbox.swiftpost.shipments import Shipments, unprocessable
from goldthread.sandbox.swiftpost.stories import HAPPENS_AT_HOME, TEXT

MOST_NUMBERS = 50
PAGE = 20
_HOME = ("Brno", 1)
_PLACES = {
    "CZ": ("Praha", 1),
    "SK": ("Bratislava", 1),
    "DE": ("Leipzig", 1),
    "AT": ("Wien", 1),
    "PL": ("Łódź", 1),
    "HU": ("Budapest", 1),
    "FR": ("Lyon", 1),
    "GB": ("London", 0),
    "US": ("New York", -5),
    "JP": ("Tokyo", 9),
}
"""Where parcels of a country are scanned, and the hours it's ahead of UTC."""

Scanned = Callable[[BookedShipment, BookedParcel, ScanEvent], None]


class Network:
    """Everything that is on its way."""

    def __init__(self, *, seed: int, clock: SystemClock, shipments: Shipments, scanned: Scanned) -> None:
        self._seed = seed
        self._clock = clock
        self._shipments = shipments
        self._scanned = scanned

    def doors(self) -> Iterable[Door]:
        yield Door(
            method="GET", path="/v1/tracking", answer=self._track, entity=lambda ask: ask.query.get("numbers", "")
        )

    def advance(self, *, tracking_number: str | None = None, steps: int = 1) -> Json:
        """Scan all parcels, or one, so many times more; tells how many moved and how many still can."""
        moved = 0
        for _ in range(steps):
            for shipment, parcel in list(self._shipments.parcels.values()):
                if shipment.is_voided or parcel.is_finished:
                    continue
                if tracking_number is None or tracking_number == parcel.tracking_number:
                    self._scan(shipment, parcel)
                    moved += 1
        remaining = sum(
            not (shipment.is_voided or parcel.is_finished) for shipment, parcel in self._shipments.parcels.values()
        )
        return {"moved": moved, "remaining": remaining}

    def _scan(self, shipment: BookedShipment, parcel: BookedParcel) -> None:
        place = len(parcel.events)
        code = parcel.story[place]
        where, hours = _HOME if code in HAPPENS_AT_HOME else _PLACES[shipment.country]
        at = self._clock.now().astimezone(timezone(timedelta(hours=hours))).replace(microsecond=0)
        if parcel.events:
            at = max(at, datetime.fromisoformat(parcel.events[-1].at).astimezone(at.tzinfo) + timedelta(minutes=1))
        event = ScanEvent(
            event_id=f"ev_{digest(self._seed, shipment.reference, parcel.tracking_number, place)}",
            code=code,
            at=at.isoformat(),
            place=where,
            text=TEXT.get(code, ""),
        )
        parcel.events.append(event)
        self._scanned(shipment, parcel, event)

    def _track(self, ask: Ask) -> Answer:
        numbers = list(dict.fromkeys(filter(None, ask.query.get("numbers", "").split(","))))
        if not numbers:
            raise unprocessable([Violation(path="numbers", code="REQUIRED", message="Ask for some numbers.")])
        if len(numbers) > MOST_NUMBERS:
            text = f"At most {MOST_NUMBERS} numbers a call."
            raise unprocessable([Violation(path="numbers", code="TOO_MANY", message=text)])
        known = [number for number in numbers if number in self._shipments.parcels]
        pages = max(1, -(-len(known) // PAGE))
        written = ask.query.get("page", "1")
        if not written.isdecimal() or not 1 <= int(written) <= pages:
            raise unprocessable([Violation(path="page", code="PAGE", message=f"There are {pages} pages.")])
        page = int(written)
        return reply(
            {
                "parcels": [self._told(number) for number in known[(page - 1) * PAGE : page * PAGE]],
                "unknown": [number for number in numbers if number not in self._shipments.parcels],
                "page": page,
                "pages": pages,
            }
        )

    def _told(self, number: str) -> Json:
        shipment, parcel = self._shipments.parcels[number]
        return {
            "tracking_number": number,
            "shipment_number": shipment.number,
            "reference": shipment.reference,
            "events": [event.told() for event in parcel.events],
        }
