"""The check finds what must never be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from goldthread.adapters.memory.artifacts import MemoryArtifacts
from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.check import Report, check
from goldthread.audit.label_search import labels_of
from goldthread.audit.record import LABEL, ORDER, SHIPMENT
from goldthread.audit.shipments import Shipments
from goldthread.domain.artifact import Artifact
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, LabelId, OrderId, ParcelId, ShipmentId, TrackingNumber
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.record import LabelRecord, OrderRecord, shipment_key
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.flow.message import Message, MessageId, RunId, TraceId, WorkerId
from goldthread.ports.carried import Birth, Gone, Keeping, Run
from goldthread.ports.write import Accept, Beat, Settle
from goldthread.testing.clock import NEW_YEAR, ManualClock

FAR = datetime(2099, 1, 1, tzinfo=UTC)


class Books:
    """A ledger with records, kept as the flows keep them."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.ledger = MemoryLedger(clock=self.clock)
        self.artifacts = MemoryArtifacts()
        self.kept = 0

    async def keep(self, *records: tuple[str, str, str]) -> None:
        """Records (kind, key, body) with the outcome of a run."""
        self.kept += 1
        worker, message = WorkerId("w"), MessageId(f"m-{self.kept}")
        run = Run(
            id=RunId(f"r-{self.kept}"),
            trace=TraceId(f"t-{self.kept}"),
            topology="order.ship",
            version="v",
            origin="",
            start_key=str(self.kept),
            started_at=NEW_YEAR,
        )
        standing = Message(
            id=message,
            run=run.id,
            trace=run.trace,
            topology=run.topology,
            version="v",
            node="label",
            body="{}",
            created_at=NEW_YEAR,
        )
        await self.ledger.write(Beat(worker=worker, now=NEW_YEAR, until=NEW_YEAR + timedelta(days=1)))
        await self.ledger.write(Accept(birth=Birth(run=run, messages=(standing,)), worker=worker))
        keepings = tuple(Keeping(kind=kind, key=key, body=body, version=0, is_live=True) for kind, key, body in records)
        await self.ledger.write(Settle(worker=worker, message=message, fate=Gone(), records=keepings, at=NEW_YEAR))

    async def label(self, id_: str, *, parcel: str = "1", shipment: str = "S1", is_void: bool = False) -> Label:
        """A label whose bytes are kept."""
        artifact = await self.artifacts.keep(f"the bytes of {id_}".encode(), "application/pdf")
        label = a_label(id_, artifact, parcel=parcel, is_void=is_void)
        record = LabelRecord(label=label, shipment=f"swift/{shipment}")
        await self.keep(("label", id_, LABEL.dump_json(record).decode()))
        return label

    async def shipment(self, id_: str, *labels: Label, reference: str = "shop-1-F1", is_void: bool = False) -> None:
        """A shipment with its labels, and its order."""
        shipment = a_shipment(id_, labels, reference=reference, is_void=is_void)
        await self.keep(
            ("shipment", shipment_key(shipment), SHIPMENT.dump_json(shipment).decode()),
            (f"order-{id_}", "shop/1", "{}"),
        )

    async def checked(self) -> Report:
        """What the check says."""
        return await check(self.ledger, self.artifacts, NEW_YEAR)


def a_label(id_: str, artifact: Artifact, *, parcel: str, is_void: bool) -> Label:
    """A PDF for a parcel."""
    return Label(
        id=LabelId(id_),
        parcel=ParcelId(parcel),
        tracking_number=TrackingNumber(f"SW{parcel}"),
        format=LabelFormat.PDF,
        artifact=artifact,
        station="1",
        expires_at=FAR,
        is_void=is_void,
    )


def a_shipment(id_: str, labels: tuple[Label, ...], *, reference: str, is_void: bool) -> Shipment:
    """One of Swift's."""
    return Shipment(
        carrier="swift",
        id=ShipmentId(id_),
        reference=reference,
        created_at=NEW_YEAR,
        parcels=tuple(ShippedParcel(id=label.parcel, tracking_number=label.tracking_number) for label in labels),
        labels=labels,
        shop="shop",
        order_id=OrderId("1"),
        order_number="N-1",
        erp="erp",
        erp_order=ErpOrderNumber("E-1"),
        fulfilment=FulfilmentId("F1"),
        is_void=is_void,
    )


async def test_all_is_well_where_nothing_is_wrong() -> None:
    """Everything was looked at."""
    books = Books()
    labels = [await books.label(f"L{number}", parcel=str(number)) for number in range(3)]
    await books.shipment("S1", *labels)
    report = await books.checked()
    assert report.is_ok
    assert (report.labels, report.shipments, report.parcels) == (3, 1, 3)
    assert report.entries > 0


async def test_missing_and_changed_bytes_are_found() -> None:
    """Of void labels they may be missing."""
    books = Books()
    for id_ in ("L1", "L2"):
        label = await books.label(id_, parcel=id_, is_void=id_ == "L2")
        await books.artifacts.erase(label.artifact.digest)
    kept = await books.artifacts.keep(b"other bytes", "application/pdf")
    longer = a_label("L3", replace(kept, size=kept.size + 1), parcel="3", is_void=False)
    await books.keep(("label", "L3", LABEL.dump_json(LabelRecord(label=longer, shipment="swift/S1")).decode()))
    findings = (await books.checked()).findings
    assert [one.text for one in findings] == [
        "The bytes of label L1 are missing; they were to be kept longer.",
        "The bytes of label L3 aren't those that the carrier sent.",
    ]


async def test_a_parcel_with_two_labels_is_found() -> None:
    """A void one beside it is none."""
    books = Books()
    await books.label("L1", is_void=True)
    await books.label("L2")
    assert (await books.checked()).is_ok
    await books.label("L3")
    (finding,) = (await books.checked()).findings
    assert finding.text == "Parcel 1 of swift/S1 has several labels: L2, L3."


async def test_a_fulfilment_sent_twice_is_found() -> None:
    """A void shipment beside it is none."""
    books = Books()
    await books.shipment("S1", is_void=True)
    await books.shipment("S2")
    assert (await books.checked()).is_ok
    await books.shipment("S3")
    (finding,) = (await books.checked()).findings
    assert finding.text == "shop-1-F1 was sent twice with swift: as swift/S2 and as swift/S3."


@pytest.mark.parametrize("text", ["order:shop/1", "shipment:swift/S1", "label:L1"])
async def test_labels_are_found_by_what_they_belong_to(text: str) -> None:
    """Through the records."""
    books = Books()
    label = await books.label("L1")
    shipment = a_shipment("S1", (label,), reference="shop-1-F1", is_void=False)
    await books.shipment("S1", label)
    order = OrderRecord.of(shipment).shipped(shipment)
    await books.keep(("order", "shop/1", ORDER.dump_json(order).decode()))
    assert await labels_of(books.ledger, text) == ["L1"]
    assert await labels_of(books.ledger, text.replace("1", "9")) == []


async def test_shipments_are_paged() -> None:
    """By their keys."""
    books = Books()
    for number in range(3):
        await books.shipment(f"S{number}", reference=str(number))
    shipments = Shipments(books.ledger)
    first = await shipments.page(limit=2)
    second = await shipments.page(limit=2, after=f"swift/{first[-1].id}")
    assert [one.id for one in (*first, *second)] == ["S0", "S1", "S2"]
