"""Packeta against its fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from goldthread.connectors import packeta as package
from goldthread.connectors.packeta import (
    CARRIER,
    address_for_packeta,
    cancel_shipment,
    check_shipment,
    list_tracking,
    packeta,
    read_tracking,
)
from goldthread.connectors.packeta.tracking import event_key
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.money import Money
from goldthread.domain.status import Status
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.weight import Weight
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Has, Lacks, Rejection, Settles
from goldthread.testing.contract.sample import a_ready_order, an_address, elsewhere
from goldthread.testing.fakes.packeta import PacketaFake


def _heavy() -> ReadyOrder:
    order = a_ready_order(parcels=2)
    first, second = order.fulfilment.parcels
    parcels = (first, replace(second, weight=Weight(grams=40_000)))
    return replace(order, fulfilment=replace(order.fulfilment, parcels=parcels))


def _unpriced() -> ReadyOrder:
    order = a_ready_order()
    lines = (replace(order.fulfilment.lines[0], unit_price=None),)
    return replace(order, fulfilment=replace(order.fulfilment, lines=lines))


def _in_crowns(cod: str) -> ReadyOrder:
    order = a_ready_order()
    lines = (replace(order.fulfilment.lines[0], unit_price=Money.of("249.90", "CZK")),)
    return replace(order, cod=Money.of(cod, "CZK"), fulfilment=replace(order.fulfilment, lines=lines))


class PacketaKit:
    """What there is to say of Packeta."""

    application = packeta
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake by Packeta's documentation and plugins, with recorded faults"
    settings: Mapping[str, str] = {"sender": "goldthread.example", "carriers": "CZ=106, SK=131"}
    main = "POST /api/rest#createPacket"
    settles = Settles.ASKED
    throttle = Lacks("Packeta documents no limit, and no form of refusal for who asks too often.")
    expiry = Has()
    error_inside = Reply(
        status=200,
        content=b"<response><status>fault</status><fault>SenderFault</fault>"
        b"<string>Your contract is suspended.</string></response>",
    )
    label = CARRIER.label
    rejections = (
        Rejection(order=elsewhere(a_ready_order(), postal_code="1100"), field="/recipient/postal_code"),
        Rejection(order=elsewhere(a_ready_order(), city=""), field="/recipient/city"),
        Rejection(order=elsewhere(a_ready_order(), name="Cher"), field="/recipient/name"),
        Rejection(order=replace(a_ready_order(), pickup_point="999999"), field="/pickup_point"),
        Rejection(order=replace(a_ready_order(), pickup_point="3060"), field="/pickup_point"),
        Rejection(
            order=a_ready_order(
                recipient=an_address(street=("Lange Str. 1",), postal_code="10115", city="Berlin", country_code="DE")
            ),
            field="/pickup_point",
        ),
        Rejection(order=a_ready_order(recipient=an_address(street=("Dlouhá",))), field="/recipient/street/0"),
        Rejection(order=_heavy(), field="/fulfilment/parcels/1/weight"),
        Rejection(order=_unpriced(), field="/fulfilment/lines/0/unit_price"),
        Rejection(order=_in_crowns("499.80"), field="/cod/amount"),
        Rejection(order=replace(a_ready_order(), cod=Money.of("500", "CZK")), field="/cod"),
    )
    check = address_for_packeta >> check_shipment
    void = cancel_shipment
    list_tracking = list_tracking
    tracking_page = ("POST /api/rest#packetTracking", 25)
    tracking = Webhook(packeta, "tracking", carries=TrackingEvent, read=read_tracking, once=event_key)
    signature_age = Has()
    codes = (("1", Status.LABEL_CREATED), ("5", Status.READY_FOR_PICKUP), ("7", Status.DELIVERED))
    unlisted_code = "77"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[PacketaFake]:
        async with PacketaFake(now).running() as fake:
            yield fake
