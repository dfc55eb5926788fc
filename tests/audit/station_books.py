"""Labels and parcels of packing stations, kept as the flows keep them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from goldthread.adapters.memory.artifacts import MemoryArtifacts
from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.labels import Labels
from goldthread.audit.record import LABEL, PARCEL, SHIPMENT
from goldthread.audit.stations import STATION, Stations
from goldthread.domain.entity import Entity
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, LabelId, OrderId, ParcelId, ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from goldthread.domain.record import LabelRecord, ParcelRecord, Print, parcel_key, shipment_key
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.domain.status import Status
from goldthread.domain.tracking import Source, Tracking, TrackingEvent
from goldthread.flow.message import Message, MessageId, RunId, TraceId, WorkerId
from goldthread.ports.carried import Birth, Gone, Keeping, Run
from goldthread.ports.write import Accept, Beat, Settle
from goldthread.testing.clock import NEW_YEAR, ManualClock

WORKER = WorkerId("w")
MINUTE = timedelta(minutes=1)


def a_profile(station: str, printer: str, *, language: str = "PDF", dpi: int = 203) -> StationProfile:
    """A station and its printer."""
    return StationProfile(
        station=station,
        printer=printer,
        language=PrinterLanguage(language),
        dpi=dpi,
        media=Media(width=100, height=150),
    )


@dataclass(kw_only=True)
class StationBooks:
    """A ledger in memory."""

    clock: ManualClock = field(default_factory=ManualClock)
    artifacts: MemoryArtifacts = field(default_factory=MemoryArtifacts)
    runs: int = 0

    def __post_init__(self) -> None:
        self.ledger = MemoryLedger(clock=self.clock)
        self.labels = Labels(self.ledger, self.artifacts)
        self.stations = Stations(self.ledger, self.labels, topologies=("order.ship", "label.reprint"))

    async def run(self, *keepings: Keeping, entities: tuple[Entity, ...] = (), topology: str = "order.ship") -> RunId:
        """One run that keeps these records, and is done."""
        self.runs += 1
        run = Run(
            id=RunId(f"r-{self.runs:04}"),
            trace=TraceId(f"t-{self.runs:04}"),
            topology=topology,
            version="v",
            origin="",
            start_key=str(self.runs),
            started_at=self.clock.now(),
        )
        message = Message(
            id=MessageId(f"m-{self.runs}"),
            run=run.id,
            trace=run.trace,
            topology=topology,
            version="v",
            node="print",
            body="{}",
            created_at=self.clock.now(),
        )
        now = self.clock.now()
        await self.ledger.write(Beat(worker=WORKER, now=now, until=now + timedelta(days=1)))
        await self.ledger.write(Accept(birth=Birth(run=run, messages=(message,), entities=entities), worker=WORKER))
        await self.ledger.write(Settle(worker=WORKER, message=message.id, fate=Gone(), records=keepings, at=now))
        return run.id

    async def packed(
        self,
        name: str,
        *,
        station: str = "one",
        at: datetime = NEW_YEAR,
        status: Status | None = None,
        is_void: bool = False,
        expires_at: datetime = NEW_YEAR + timedelta(days=30),
    ) -> str:
        """An order packed, labelled and printed; the id of its label."""
        artifact = await self.artifacts.keep(f"%PDF {name}".encode(), "application/pdf")
        label = Label(
            id=LabelId(f"swift-{name}-1"),
            parcel=ParcelId("1"),
            tracking_number=TrackingNumber(f"SW{name}"),
            format=LabelFormat.PDF,
            artifact=artifact,
            station=station,
            expires_at=expires_at,
            is_void=is_void,
        )
        shipment = a_shipment(name, label, at)
        first = Print(number=1, printer=f"press-{station}", who="goldthread", why="packed", at=at)
        record = LabelRecord(label=label, shipment=shipment_key(shipment), prints=(first,))
        await self.run(
            _kept("label", label.id, LABEL.dump_json(record)),
            _kept("shipment", shipment_key(shipment), SHIPMENT.dump_json(shipment)),
            _parcel(shipment, label.tracking_number, status, at),
            entities=(Entity.local("order", "shop", name), Entity(kind="label", key=label.id)),
        )
        return label.id

    async def stationed(self, *profiles: StationProfile) -> None:
        """Printers at stations."""
        await self.run(
            *(_kept("station", one.station, STATION.dump_json(one)) for one in profiles), topology="station.assign"
        )


def a_shipment(name: str, label: Label, at: datetime) -> Shipment:
    """One of Swift's, with one parcel."""
    return Shipment(
        carrier="swift",
        id=ShipmentId(f"S{name}"),
        reference=f"shop-{name}",
        created_at=at,
        parcels=(ShippedParcel(id=label.parcel, tracking_number=label.tracking_number),),
        labels=(label,),
        shop="shop",
        order_id=OrderId(name),
        order_number=f"N-{name}",
        erp="erp",
        erp_order=ErpOrderNumber(f"E-{name}"),
        fulfilment=FulfilmentId(f"F-{name}"),
    )


def _parcel(shipment: Shipment, number: TrackingNumber, status: Status | None, at: datetime) -> Keeping:
    tracking = Tracking(carrier=shipment.carrier, tracking_number=number)
    if status is not None:
        event = TrackingEvent(
            carrier=shipment.carrier,
            tracking_number=number,
            status=status,
            raw_code=status.value.upper(),
            received_at=at,
            source=Source.WEBHOOK,
            at=at,
        )
        tracking = tracking.heard(event)
    body = PARCEL.dump_json(ParcelRecord(shipment=shipment_key(shipment), tracking=tracking))
    return _kept("parcel", parcel_key(shipment.carrier, number), body, is_live=tracking.is_live)


def _kept(kind: str, key: str, body: bytes, *, is_live: bool = True) -> Keeping:
    return Keeping(kind=kind, key=key, body=body.decode(), version=0, is_live=is_live)
