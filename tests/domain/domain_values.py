"""Values of the domain with a default for every field, for tests that care about one of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from goldthread.domain.address import Address
from goldthread.domain.artifact import Artifact
from goldthread.domain.customer import Customer
from goldthread.domain.dimensions import Dimensions
from goldthread.domain.fulfilment import Fulfilment, PackedLine, ReadyOrder
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
from goldthread.domain.order import Order, OrderLine
from goldthread.domain.parcel import Parcel
from goldthread.domain.printing import Media, PrinterLanguage, PrintJob, StationProfile
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.domain.status import Status
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.weight import Weight

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def an_address(**fields: Any) -> Address:
    defaults: dict[str, Any] = {
        "name": "Ana Nováková",
        "street": ("Dlouhá 12/34a",),
        "postal_code": "110 00",
        "city": "Praha",
        "country_code": "CZ",
        "phone": "+420601123456",
        "email": "ana@example.test",
    }
    return Address(**(defaults | fields))


def a_line(**fields: Any) -> OrderLine:
    defaults: dict[str, Any] = {
        "sku": "TEA-1",
        "name": "Green tea",
        "quantity": 2,
        "unit_price": Money.of("9.95", "EUR"),
        "hs_code": "090210",
        "origin": "JP",
        "gtin": "4006381333931",
        "weight": Weight(grams=120),
    }
    return OrderLine(**(defaults | fields))


def an_order(**fields: Any) -> Order:
    defaults: dict[str, Any] = {
        "id": OrderId("1001"),
        "number": "1001",
        "shop": "bazaar",
        "placed_at": NOON,
        "currency": "EUR",
        "email": "Ana@Example.test",
        "customer_name": "Ana Nováková",
        "billing": an_address(),
        "shipping": an_address(),
        "lines": (a_line(),),
        "total": Money.of("24.90", "EUR"),
        "note": "Ring twice.",
    }
    return Order(**(defaults | fields))


def a_customer(**fields: Any) -> Customer:
    defaults: dict[str, Any] = {"id": CustomerId("C-17"), "email": "ana@example.test", "name": "Ana Nováková"}
    return Customer(**(defaults | fields))


def a_parcel(**fields: Any) -> Parcel:
    defaults: dict[str, Any] = {
        "id": ParcelId("P1"),
        "weight": Weight(grams=1250),
        "dimensions": Dimensions(length=300, width=200, height=100),
    }
    return Parcel(**(defaults | fields))


def a_fulfilment(**fields: Any) -> Fulfilment:
    defaults: dict[str, Any] = {
        "id": FulfilmentId("F7"),
        "station": "pack-1",
        "parcels": (a_parcel(), a_parcel(id=ParcelId("P2"))),
        "lines": (PackedLine(sku="TEA-1", quantity=2, name="Green tea", unit_price=Money.of("9.95", "EUR")),),
    }
    return Fulfilment(**(defaults | fields))


def a_ready_order(**fields: Any) -> ReadyOrder:
    defaults: dict[str, Any] = {
        "erp": "helios",
        "erp_order": ErpOrderNumber("E-204"),
        "shop": "bazaar",
        "order_id": OrderId("1001"),
        "order_number": "1001",
        "recipient": an_address(),
        "email": "ana@example.test",
        "fulfilment": a_fulfilment(),
        "cod": Money.of("620", "CZK"),
    }
    return ReadyOrder(**(defaults | fields))


def an_artifact(**fields: Any) -> Artifact:
    defaults: dict[str, Any] = {"digest": "ab" * 32, "media_type": "application/pdf", "size": 4096}
    return Artifact(**(defaults | fields))


def a_label(**fields: Any) -> Label:
    defaults: dict[str, Any] = {
        "id": LabelId("L1"),
        "parcel": ParcelId("P1"),
        "tracking_number": TrackingNumber("T1"),
        "format": LabelFormat.PDF,
        "artifact": an_artifact(),
        "station": "pack-1",
        "expires_at": NOON + timedelta(days=30),
        "cost": Money.of("3.20", "EUR"),
    }
    return Label(**(defaults | fields))


def a_shipment(**fields: Any) -> Shipment:
    second = a_label(id=LabelId("L2"), parcel=ParcelId("P2"), tracking_number=TrackingNumber("T2"))
    defaults: dict[str, Any] = {
        "carrier": "pigeon",
        "id": ShipmentId("S-9"),
        "reference": "bazaar-1001-F7",
        "created_at": NOON,
        "parcels": (
            ShippedParcel(id=ParcelId("P1"), tracking_number=TrackingNumber("T1")),
            ShippedParcel(id=ParcelId("P2"), tracking_number=TrackingNumber("T2")),
        ),
        "labels": (a_label(), second),
        "shop": "bazaar",
        "order_id": OrderId("1001"),
        "order_number": "1001",
        "erp": "helios",
        "erp_order": ErpOrderNumber("E-204"),
        "fulfilment": FulfilmentId("F7"),
    }
    return Shipment(**(defaults | fields))


def an_event(status: Any = Status.IN_TRANSIT, *, minute: int | None = 0, **fields: Any) -> TrackingEvent:
    """An event `minute` minutes after noon by the carrier's clock, heard a minute later."""
    at = None if minute is None else NOON + timedelta(minutes=minute)
    defaults: dict[str, Any] = {
        "carrier": "pigeon",
        "tracking_number": TrackingNumber("T1"),
        "status": status,
        "raw_code": str(getattr(status, "raw", status)).upper(),
        "received_at": (at or NOON) + timedelta(minutes=1),
        "source": Source.WEBHOOK,
        "at": at,
    }
    return TrackingEvent(**(defaults | fields))


def a_print_job(**fields: Any) -> PrintJob:
    defaults: dict[str, Any] = {
        "label": LabelId("L1"),
        "artifact": an_artifact(),
        "format": LabelFormat.PDF,
        "printer": "printer-1",
        "station": "pack-1",
        "copies": 1,
        "who": "ship",
        "why": "labelled",
        "is_reprint": False,
    }
    return PrintJob(**(defaults | fields))


def a_station(**fields: Any) -> StationProfile:
    defaults: dict[str, Any] = {
        "station": "pack-1",
        "printer": "printer-1",
        "language": PrinterLanguage.PDF,
        "dpi": 203,
        "media": Media(width=102, height=152),
    }
    return StationProfile(**(defaults | fields))
