"""Orders to prove a connector with: valid everywhere, with a default for every field that matters."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from goldthread.domain.address import Address
from goldthread.domain.artifact import Artifact
from goldthread.domain.customer import Customer
from goldthread.domain.dimensions import Dimensions
from goldthread.domain.fulfilment import Fulfilment, LabelledOrder, PackedLine, ReadyOrder
from goldthread.domain.ids import (
    CustomerId,
    ErpOrderNumber,
    FulfilmentId,
    LabelId,
    OrderId,
    ParcelId,
    ShipmentId,
    TrackingNumber,
)
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.money import Money
from goldthread.domain.order import InjectedOrder, Order, OrderLine
from goldthread.domain.parcel import Parcel
from goldthread.domain.printing import PrintJob
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.domain.status import Status, Unknown
from goldthread.domain.track import StatusChange
from goldthread.domain.tracking import NOTHING_HEARD, Source, Tracking, TrackingEvent
from goldthread.domain.weight import Weight

BEGIN = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""What time it is when a contract begins."""
SHOP, ERP, CARRIER, PRINTER = "shop", "erp", "carrier", "printer"
"""What the installations are called."""
PDF = b"%PDF-1.4 a label\n%%EOF\n"


def an_address(
    *,
    name: str = "Jana Nováková",
    street: tuple[str, ...] = ("Dlouhá 12",),
    postal_code: str = "110 00",
    city: str = "Praha",
    country_code: str = "CZ",
) -> Address:
    """A recipient in Prague."""
    return Address(
        name=name,
        street=street,
        postal_code=postal_code,
        city=city,
        country_code=country_code,
        phone="+420601123456",
        email="jana@example.test",
    )


def an_order(
    number: int = 1, *, email: str = "jana@example.test", sku: str = "TEA-1", shipping: Address | None = None
) -> Order:
    """An order of a shop, of one article, in euros."""
    price = Money.of("9.95", "EUR")
    line = OrderLine(
        sku=sku,
        name="Green tea",
        quantity=2,
        unit_price=price,
        hs_code="090210",
        origin="JP",
        gtin="4006381333931",
        weight=Weight(grams=120),
    )
    address = shipping or an_address()
    return Order(
        id=OrderId(f"o{number}"),
        number=f"{1000 + number}",
        shop=SHOP,
        placed_at=BEGIN,
        currency="EUR",
        email=email,
        customer_name="Jana Nováková",
        billing=address,
        shipping=address,
        lines=(line,),
        total=Money.of("24.80", "EUR"),
    )


def injected(order: Order) -> InjectedOrder:
    """The order once the ERP keeps it."""
    customer = Customer(id=CustomerId("C-1"), email=order.email, name=order.customer_name)
    return order.identified(customer).injected(ERP, ErpOrderNumber(f"E-{order.number}"))


def a_ready_order(number: int = 1, *, recipient: Address | None = None, parcels: int = 1) -> ReadyOrder:
    """A packed order of so many parcels, each 1.187 kg and 30 x 20 x 12 cm."""
    return ready(an_order(number), recipient=recipient, parcels=parcels)


def ready(order: Order, *, recipient: Address | None = None, parcels: int = 1) -> ReadyOrder:
    """The order once the warehouse has packed it."""
    boxes = tuple(
        Parcel(
            id=ParcelId(str(place)),
            weight=Weight(grams=1187),
            dimensions=Dimensions(length=300, width=200, height=120),
        )
        for place in range(1, parcels + 1)
    )
    lines = tuple(
        PackedLine(
            sku=line.sku,
            quantity=line.quantity,
            name=line.name,
            unit_price=line.unit_price,
            hs_code=line.hs_code,
            origin=line.origin,
            gtin=line.gtin,
            weight=line.weight,
        )
        for line in order.lines
    )
    return ReadyOrder(
        erp=ERP,
        erp_order=ErpOrderNumber(f"E-{order.number}"),
        shop=order.shop,
        order_id=order.id,
        order_number=order.number,
        recipient=recipient or order.shipping,
        email=order.email,
        fulfilment=Fulfilment(id=FulfilmentId(f"F-{order.number}"), station="table-1", parcels=boxes, lines=lines),
    )


def part(order: ReadyOrder, number: int, *, quantity: int) -> ReadyOrder:
    """A partial fulfilment of the order: so many pieces of its first article."""
    line = replace(order.fulfilment.lines[0], quantity=quantity)
    id_ = FulfilmentId(f"{order.fulfilment.id}-{number}")
    parcels = tuple(replace(parcel, id=ParcelId(f"{number}{parcel.id}")) for parcel in order.fulfilment.parcels)
    return replace(order, fulfilment=replace(order.fulfilment, id=id_, lines=(line,), parcels=parcels))


def labelled(order: ReadyOrder) -> LabelledOrder:
    """The order once every parcel has its label, `T-…-1` and so on."""
    pairs = [(parcel.id, TrackingNumber(f"T-{order.order_number}-{parcel.id}")) for parcel in order.fulfilment.parcels]
    shipment = Shipment(
        carrier=CARRIER,
        id=ShipmentId(f"SP-{order.order_number}"),
        reference=order.reference,
        created_at=BEGIN,
        parcels=tuple(ShippedParcel(id=parcel, tracking_number=number) for parcel, number in pairs),
        labels=tuple(_label(order, parcel, number) for parcel, number in pairs),
        shop=order.shop,
        order_id=order.order_id,
        order_number=order.order_number,
        erp=order.erp,
        erp_order=order.erp_order,
        fulfilment=order.fulfilment.id,
    )
    return order.labelled(shipment)


def moved(order: LabelledOrder, status: Status | Unknown) -> StatusChange:
    """The news that the first parcel of the order came into this status."""
    number = order.shipment.tracking_numbers[0]
    event = TrackingEvent(
        carrier=CARRIER,
        tracking_number=number,
        status=status,
        raw_code="raw",
        received_at=BEGIN,
        source=Source.WEBHOOK,
        at=BEGIN,
    )
    tracking = Tracking(carrier=CARRIER, tracking_number=number).heard(event)
    return StatusChange(event=event, shipment=order.shipment, before=NOTHING_HEARD, tracking=tracking)


def a_print_job(artifact: Artifact, number: int = 1) -> PrintJob:
    """A request for the first print of a label."""
    return PrintJob(
        label=LabelId(f"label-{number}"),
        artifact=artifact,
        format=LabelFormat.PDF,
        printer=PRINTER,
        station="table-1",
        copies=1,
        who="jana",
        why="packed",
        is_reprint=False,
    )


def reprint(job: PrintJob) -> PrintJob:
    """The request for the next print of the same label."""
    return replace(job, number=job.number + 1, is_reprint=True, why="it was smeared")


def copies(job: PrintJob, count: int) -> PrintJob:
    """The request for so many copies at once."""
    return replace(job, copies=count)


def elsewhere(order: ReadyOrder, **fields: str | tuple[str, ...]) -> ReadyOrder:
    """The order with some fields of its recipient changed: `elsewhere(order, postal_code="1100")`."""
    return replace(order, recipient=replace(order.recipient, **fields))  # type: ignore[arg-type] # text, or lines of it


def _label(order: ReadyOrder, parcel: ParcelId, number: TrackingNumber) -> Label:
    artifact = Artifact(digest=hashlib.sha256(PDF).hexdigest(), media_type="application/pdf", size=len(PDF))
    return Label(
        id=LabelId(f"L-{order.order_number}-{parcel}"),
        parcel=parcel,
        tracking_number=number,
        format=LabelFormat.PDF,
        artifact=artifact,
        station=order.fulfilment.station,
        expires_at=BEGIN + timedelta(days=30),
    )
