"""karrio against its fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.connectors import karrio as package
from goldthread.connectors.karrio import (
    cancel_shipment,
    check_shipment,
    event_key,
    karrio,
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
from goldthread.testing.contract.sample import a_ready_order, an_address, elsewhere
from goldthread.testing.fakes.karrio import KarrioFake

SETTINGS: Mapping[str, str] = {
    "carrier_id": "goldpost",
    "service": "standard_service",
    "services": "standard=standard_service, balloon=hot_air",
    "shipper_name": "Sklad",
    "shipper_company": "Čajovna s.r.o.",
    "shipper_street": "Skladová 1",
    "shipper_postal_code": "110 00",
    "shipper_city": "Praha",
    "shipper_country": "CZ",
    "shipper_phone": "+420601123456",
}


def _by_phone(phone: str) -> ReadyOrder:
    return a_ready_order(recipient=replace(an_address(), phone=phone))


def _abroad(postal_code: str = "10118", weight: Weight | None = Weight(grams=120)) -> ReadyOrder:  # noqa: B008 - frozen
    order = a_ready_order(
        recipient=an_address(street=("350 5th Ave",), postal_code=postal_code, city="New York", country_code="US")
    )
    lines = (replace(order.fulfilment.lines[0], weight=weight),)
    return replace(order, fulfilment=replace(order.fulfilment, lines=lines))


class KarrioKit:
    """What there is to say of karrio."""

    application = karrio
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake by recorded replies of karrio 2026.1.32"
    settings = SETTINGS
    main = "POST /v1/shipments"
    settles = Settles.LOOKUP
    throttle = timedelta(seconds=53)
    expiry = Has()
    error_inside = Reply(
        status=200,
        content=b'{"errors": [{"code": "failure", "level": "error", "message": "Your account is suspended."}]}',
    )
    label = label_order
    rejections = (
        Rejection(order=_abroad(postal_code="1234"), field="/recipient/postal_code"),
        Rejection(order=_by_phone("call me"), field="/recipient/phone"),
        Rejection(order=elsewhere(a_ready_order(), country_code="XX"), field="/recipient/country_code"),
        Rejection(order=elsewhere(a_ready_order(), name="Jana " * 21), field="/recipient/name"),
        Rejection(order=elsewhere(a_ready_order(), city="Praha " * 9), field="/recipient/city"),
        Rejection(order=a_ready_order(recipient=an_address(street=("Dlouhá " * 15,))), field="/recipient/street/0"),
        Rejection(order=a_ready_order(recipient=an_address(street=("1", "2", "3"))), field="/recipient/street"),
        Rejection(order=elsewhere(a_ready_order(), city=""), field="/recipient/city"),
        Rejection(order=elsewhere(a_ready_order(), name=" "), field="/recipient/name"),
        Rejection(order=_abroad(weight=None), field="/fulfilment/lines/0/weight"),
        Rejection(order=replace(a_ready_order(), service="balloon"), field="/service"),
        Rejection(order=replace(a_ready_order(), service="pigeon"), field="/service"),
        Rejection(order=replace(a_ready_order(), cod=Money.of("10", "EUR")), field="/cod"),
        Rejection(order=replace(a_ready_order(), pickup_point="BOX-7"), field="/pickup_point"),
    )
    check = check_shipment
    void = cancel_shipment
    list_tracking = list_tracking
    tracking_page = ("GET /v1/trackers/*", 5)
    tracking = Webhook(karrio, "tracking", carries=TrackingEvent, read=read_tracking, once=event_key)
    signature_age = Lacks("karrio's webhooks carry a secret and no time: a delivery that somebody kept can come again.")
    codes = (
        ("created", Status.LABEL_CREATED),
        ("picked_up", Status.PICKED_UP),
        ("in_transit", Status.IN_TRANSIT),
        ("delivered", Status.DELIVERED),
    )
    unlisted_code = "teleported"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[KarrioFake]:
        async with KarrioFake(now).running() as fake:
            yield fake
