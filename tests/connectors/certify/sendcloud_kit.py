"""Sendcloud against a stand-in by its documents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.connectors import sendcloud as package
from goldthread.connectors.sendcloud import (
    address_for_sendcloud,
    cancel_shipment,
    check_shipment,
    event_key,
    label_order,
    list_tracking,
    read_tracking,
    sendcloud,
)
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.status import Status
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Has, Lacks, Rejection, Settles, json_reply
from goldthread.testing.contract.sample import a_ready_order, an_address, elsewhere
from goldthread.testing.fakes.sendcloud import SendcloudFake
from goldthread.testing.fakes.sendcloud.service import PATIENCE_S


def _without_hs_code() -> ReadyOrder:
    recipient = an_address(street=("10 High Street",), postal_code="SW1A 1AA", city="London", country_code="GB")
    order = a_ready_order(recipient=recipient)
    lines = (replace(order.fulfilment.lines[0], hs_code=None),)
    return replace(order, fulfilment=replace(order.fulfilment, lines=lines))


def _without_state() -> ReadyOrder:
    recipient = an_address(street=("350 5th Ave",), postal_code="10118", city="New York", country_code="US")
    return a_ready_order(recipient=recipient)


class SendcloudKit:
    """What there is to say of Sendcloud."""

    application = sendcloud
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake by API v3's OpenAPI documents and field reports of 2026"
    settings: Mapping[str, str] = {"sender_address": "192", "options": "*=postnl:standard"}
    main = "POST /api/v3/shipments/announce"
    settles = Settles.REPEATED
    throttle = timedelta(seconds=PATIENCE_S)
    expiry = Has()
    error_inside = json_reply(
        201,
        {
            "data": {
                "id": "a4f0-shipment-id",
                "parcels": [{"id": 383707309, "status": {"code": "ANNOUNCEMENT_FAILED", "message": "Failed"}}],
                "errors": [
                    {
                        "status": "400",
                        "code": "parcel_announcement_error",
                        "detail": "Service error: the carrier does not deliver to this postal code on this contract.",
                    }
                ],
            }
        },
    )
    label = address_for_sendcloud >> label_order
    rejections = (
        Rejection(order=elsewhere(a_ready_order(), postal_code=""), field="/recipient/postal_code"),
        Rejection(order=elsewhere(a_ready_order(), name=""), field="/recipient/name"),
        Rejection(order=elsewhere(a_ready_order(), city=""), field="/recipient/city"),
        Rejection(order=elsewhere(a_ready_order(), country_code="BR"), field="/recipient/country_code"),
        Rejection(order=_without_state(), field="/recipient/region"),
        Rejection(order=_without_hs_code(), field="/fulfilment/lines/0/hs_code"),
    )
    check = address_for_sendcloud >> check_shipment
    void = cancel_shipment
    list_tracking = list_tracking
    tracking_page = ("GET /api/v3/shipments", 105)
    tracking = Webhook(sendcloud, "tracking", carries=TrackingEvent, read=read_tracking, once=event_key)
    signature_age = Lacks("The signature covers the body alone, not the time: age cannot be checked")
    codes = (
        ("READY_TO_SEND", Status.LABEL_CREATED),
        ("SHIPMENT_ON_ROUTE", Status.IN_TRANSIT),
        ("DELIVERED", Status.DELIVERED),
    )
    unlisted_code = "STUCK_IN_A_LIFT"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[SendcloudFake]:
        async with SendcloudFake(now).running() as fake:
            yield fake
