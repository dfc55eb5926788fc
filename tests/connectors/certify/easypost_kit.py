"""EasyPost against its stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.connectors import easypost as package
from goldthread.connectors.easypost import (
    cancel_shipment,
    check_shipment,
    easypost,
    event_key,
    label_order,
    list_tracking,
    read_tracking,
)
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.money import Money
from goldthread.domain.status import Status
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.weight import Weight
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Has, Lacks, Rejection, Settles
from goldthread.testing.contract.sample import a_ready_order, elsewhere
from goldthread.testing.fakes.easypost import EasyPostFake


def _heavy() -> ReadyOrder:
    order = a_ready_order()
    parcels = (replace(order.fulfilment.parcels[0], weight=Weight(grams=90_000)),)
    return replace(order, fulfilment=replace(order.fulfilment, parcels=parcels))


def _abroad(*, parcels: int = 1) -> ReadyOrder:
    return elsewhere(a_ready_order(parcels=parcels), country_code="GB", postal_code="SW1A 1AA", city="London")


def _worthless() -> ReadyOrder:
    order = _abroad()
    lines = (replace(order.fulfilment.lines[0], unit_price=None),)
    return replace(order, fulfilment=replace(order.fulfilment, lines=lines))


class EasyPostKit:
    """What there is to say of EasyPost."""

    application = easypost
    notes = Path(package.__file__).parent / "README.md"
    against = "a stand-in by EasyPost's documentation of API version 2"
    settings: Mapping[str, str] = {"from_address": "adr_1", "from_country": "CZ"}
    main = "POST /v2/shipments/*/buy"
    settles = Settles.TWO_STEP
    throttle = timedelta(seconds=1)
    expiry = Has()
    error_inside = Reply(
        status=200,
        content=b'{"error": {"code": "SHIPMENT.POSTAGE.FAILURE", "message": "The account is on hold.", "errors": []}}',
    )
    label = label_order
    rejections = (
        Rejection(order=elsewhere(a_ready_order(), postal_code="1100"), field="/recipient/postal_code"),
        Rejection(order=elsewhere(a_ready_order(), city=""), field="/recipient/city"),
        Rejection(order=elsewhere(a_ready_order(), name=""), field="/recipient/name"),
        Rejection(
            order=replace(a_ready_order(), recipient=replace(a_ready_order().recipient, street=())),
            field="/recipient/street/0",
        ),
        Rejection(
            order=replace(a_ready_order(), recipient=replace(a_ready_order().recipient, street=("a", "b", "c"))),
            field="/recipient/street",
        ),
        Rejection(order=_heavy(), field="/service"),
        Rejection(order=replace(a_ready_order(), service="DHL/Express"), field="/service"),
        Rejection(order=replace(a_ready_order(), cod=Money.of("24.80", "EUR")), field="/cod"),
        Rejection(order=replace(a_ready_order(), pickup_point="95"), field="/pickup_point"),
        Rejection(order=_worthless(), field="/fulfilment/lines/0/unit_price"),
        Rejection(order=_abroad(parcels=2), field="/fulfilment/parcels"),
    )
    check = check_shipment
    void = cancel_shipment
    list_tracking = list_tracking
    tracking_page = ("GET /v2/trackers", 7)
    tracking = Webhook(easypost, "tracking", carries=TrackingEvent, read=read_tracking, once=event_key)
    signature_age = Lacks("The signature covers the body alone: its age cannot be checked")
    codes = (
        ("pre_transit/label_created", Status.LABEL_CREATED),
        ("in_transit/arrived_at_facility", Status.IN_TRANSIT),
        ("delivered/arrived_at_destination", Status.DELIVERED),
    )
    unlisted_code = "teleported/beamed_up"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[EasyPostFake]:
        async with EasyPostFake(now).running() as fake:
            yield fake
