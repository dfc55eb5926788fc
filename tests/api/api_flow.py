"""A small shop and its flows, for tests of the HTTP door."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from goldthread.domain.artifact import Artifact
from goldthread.domain.entity import Entity
from goldthread.domain.ids import (
    ErpOrderNumber,
    FulfilmentId,
    LabelId,
    OrderId,
    ParcelId,
    ShipmentId,
    TrackingNumber,
)
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.record import LabelRecord, OrderRecord, shipment_key
from goldthread.domain.request import ReprintRequest
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.flow.application import Application, Field
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask
from goldthread.flow.errors import Fault, Rejected
from goldthread.flow.limit import Limit
from goldthread.flow.node import mapper
from goldthread.flow.reply import Json
from goldthread.flow.signature import HmacSignature, WebhookScheme
from goldthread.flow.start import Cron, Manual, Tick, Webhook
from goldthread.flow.topology import Topology

SECRET = "hush"
helios = Application(
    "helios",
    title="Helios",
    limit=Limit(1000),
    webhooks=WebhookScheme(signature=HmacSignature(header="X-Helios-Signature"), delivery_header="X-Helios-Delivery"),
    fields=(Field("webhook_secret", "signs webhooks", is_secret=True),),
)


books = Application("goldthread", is_internal=True)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is bought."""

    id: str
    postal_code: str
    email: str = "ana@example.com"

    def entities(self) -> tuple[Entity, ...]:
        """Its own, and the customer."""
        return (Entity(kind="order", key=f"helios/{self.id}"), Entity.customer(self.email))


@dataclass(frozen=True, kw_only=True)
class Checked(Order):
    """An order that can be sent."""

    country: str

    def entities(self) -> tuple[Entity, ...]:
        """The order's."""
        return super().entities()


@mapper
def check_order(order: Order) -> Checked:
    """Five digits, or a person looks."""
    if not (order.postal_code.isdigit() and len(order.postal_code) == 5):
        words = f"postal code {order.postal_code!r} must have five digits"
        raise Rejected(words, faults=(Fault(field="/postal_code", message=words, code="form", suggestion="11000"),))
    return Checked(id=order.id, postal_code=order.postal_code, email=order.email, country="CZ")


@helios.connector
async def charge_order(order: Order, api: Client) -> Order:
    """Costs money each time."""
    await api.post("/charges", into=dict, json={"order": order.id, "email": order.email}, doubt=Ask(cost="4.90 EUR"))
    return order


@mapper
def take_note(tick: Tick) -> Tick:
    """Nothing to do."""
    return tick


@mapper
def print_again(request: ReprintRequest) -> ReprintRequest:
    """Nothing to do."""
    return request


@books.connector
async def keep_label(order: Order, api: Client) -> Order:
    """A label and its shipment, as if a carrier had drawn it."""
    artifact = await api.keep(b"%PDF-1.7 the label of " + order.id.encode(), "application/pdf")
    label = a_label(order.id, artifact, is_void=order.postal_code == "00000")
    shipment = a_shipment(order.id, label)
    await api.recall("label", label.id, into=LabelRecord)
    await api.recall("shipment", shipment_key(shipment), into=Shipment)
    sent = OrderRecord.of(shipment).shipped(shipment)
    await api.recall("order", f"helios/{order.id}", into=OrderRecord)
    api.remember("order", f"helios/{order.id}", sent)
    api.remember("label", label.id, LabelRecord(label=label, shipment=shipment_key(shipment)))
    api.remember("shipment", shipment_key(shipment), shipment)
    return order


def a_label(of: str, artifact: Artifact, *, is_void: bool = False) -> Label:
    """The label of an order's only parcel."""
    return Label(
        id=LabelId(f"swift-{of}-1"),
        parcel=ParcelId("1"),
        tracking_number=TrackingNumber(f"SW{of}"),
        format=LabelFormat.PDF,
        artifact=artifact,
        station="1",
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
        is_void=is_void,
    )


def a_shipment(of: str, label: Label) -> Shipment:
    """The shipment of an order."""
    return Shipment(
        carrier="swift",
        id=ShipmentId(f"S{of}"),
        reference=f"helios-{of}",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        parcels=(ShippedParcel(id=label.parcel, tracking_number=label.tracking_number),),
        labels=(label,),
        shop="helios",
        order_id=OrderId(of),
        order_number=f"N-{of}",
        erp="erp",
        erp_order=ErpOrderNumber(f"E-{of}"),
        fulfilment=FulfilmentId("F1"),
    )


FLOWS = cast(
    "tuple[Topology[object], ...]",
    (
        Topology("order.take", start=Webhook(helios, "order.placed", carries=Order), path=check_order),
        Topology("order.check", start=Manual(Order), path=check_order),
        Topology("order.charge", start=Manual(Order), path=charge_order),
        Topology("night.watch", start=Cron("0 3 * * *"), path=take_note),
        Topology("label.make", start=Manual(Order), path=keep_label),
        Topology("label.reprint", start=Manual(ReprintRequest), path=print_again),
    ),
)


def signed(body: bytes, *, delivery: str = "", secret: str = SECRET) -> dict[str, str]:
    """The headers that Helios sends with a webhook."""
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Helios-Signature": signature, **({"X-Helios-Delivery": delivery} if delivery else {})}


def an_order(*, id_: str = "1", postal_code: str = "11000", email: str = "ana@example.com") -> dict[str, Json]:
    """An order as JSON."""
    return {"id": id_, "postal_code": postal_code, "email": email}


def as_bytes(value: Json) -> bytes:
    """As it is sent."""
    return json.dumps(value).encode()
