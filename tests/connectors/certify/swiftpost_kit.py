"""swiftpost against the sandbox's carrier."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from sandbox_fake import PATIENCE_S, SandboxFake, content_of, sandboxed

from goldthread.connectors import swiftpost as package
from goldthread.connectors.swiftpost import (
    address_for_swiftpost,
    cancel_shipment,
    check_shipment,
    event_key,
    label_order,
    list_tracking,
    read_tracking,
    swiftpost,
)
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.status import Status
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.weight import Weight
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.sandbox.swiftpost import Swiftpost
from goldthread.sandbox.swiftpost.records import draw
from goldthread.testing.contract import Delivery, Has, Rejection, Settles
from goldthread.testing.contract.sample import a_ready_order, an_address, elsewhere


class SwiftpostFake(SandboxFake):
    """The sandbox's carrier, whose parcels all have an odd story."""

    @property
    def carrier(self) -> Swiftpost:
        """The carrier itself, without its port."""
        return cast("Swiftpost", self.system.vendor)

    def effects(self) -> Sequence[str]:
        shipments = self.carrier.shipments.by_number.values()
        return [one.number for one in shipments if not one.is_voided]

    def parcels(self) -> Sequence[str]:
        return list(self.carrier.shipments.parcels)

    def label(self, tracking_number: str) -> bytes:
        shipment, parcel = self.carrier.shipments.parcels[tracking_number]
        return draw(parcel, shipment.label_format)

    def stir(self) -> None:
        self.carrier.network.advance(steps=3)

    async def scan(self, tracking_number: str, code: str) -> Delivery | None:
        while True:
            told = await self._next(tracking_number)
            if told is None or content_of(told)["data"]["event"]["code"] == code:
                return told

    async def _next(self, tracking_number: str) -> Delivery | None:
        await self.sandbox.advance(tracking_number=tracking_number)
        told = await self.told()
        return told[-1] if told else None


def _heavy() -> ReadyOrder:
    order = a_ready_order()
    parcels = (replace(order.fulfilment.parcels[0], weight=Weight(grams=40_000)),)
    return replace(order, fulfilment=replace(order.fulfilment, parcels=parcels))


def _without_origin() -> ReadyOrder:
    recipient = an_address(street=("10 High Street",), postal_code="SW1A 1AA", city="London", country_code="GB")
    order = a_ready_order(recipient=recipient)
    lines = (replace(order.fulfilment.lines[0], origin=None),)
    return replace(order, fulfilment=replace(order.fulfilment, lines=lines))


class SwiftpostKit:
    """What there is to say of swiftpost."""

    application = swiftpost
    notes = Path(package.__file__).parent / "README.md"
    against = "the sandbox's swiftpost"
    settings: Mapping[str, str] = {}
    main = "POST /v1/shipments"
    settles = Settles.LOOKUP
    throttle = timedelta(seconds=PATIENCE_S)
    expiry = Has()
    error_inside = Reply(
        status=200, content=b'{"error": "contract_suspended", "error_description": "Your contract is suspended."}'
    )
    label = address_for_swiftpost >> label_order
    rejections = (
        Rejection(order=elsewhere(a_ready_order(), postal_code="1100"), field="/recipient/postal_code"),
        Rejection(order=elsewhere(a_ready_order(), postal_code="920 00"), field="/recipient/postal_code"),
        Rejection(order=elsewhere(a_ready_order(), name="Jana " * 12), field="/recipient/name"),
        Rejection(order=elsewhere(a_ready_order(), city=""), field="/recipient/city"),
        Rejection(order=elsewhere(a_ready_order(), country_code="BR"), field="/recipient/country_code"),
        Rejection(
            order=replace(a_ready_order(), recipient=an_address(street=("P.O. Box 1170",))),
            field="/recipient/street/0",
        ),
        Rejection(order=_heavy(), field="/fulfilment/parcels/0/weight"),
        Rejection(order=_without_origin(), field="/fulfilment/lines/0/origin"),
    )
    check = address_for_swiftpost >> check_shipment
    void = cancel_shipment
    list_tracking = list_tracking
    tracking_page = ("GET /v1/tracking", 25)
    tracking = Webhook(swiftpost, "tracking.updated", carries=TrackingEvent, read=read_tracking, once=event_key)
    signature_age = Has()
    codes = (("PRE", Status.LABEL_CREATED), ("HUB", Status.IN_TRANSIT), ("DLV", Status.DELIVERED))
    unlisted_code = "X07"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[SwiftpostFake]:
        async with sandboxed(now) as (sandbox, ear):
            sandbox.set_stories({"odd": 1})
            yield SwiftpostFake(sandbox, sandbox.swiftpost, ear, routes="/v1/*", form="epoch")
