"""DHL Parcel DE against its fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.connectors import dhl_parcel_de as package
from goldthread.connectors.dhl_parcel_de import (
    CARRIER,
    address_for_dhl_parcel_de,
    cancel_shipment,
    check_shipment,
    dhl_parcel_de,
    list_tracking,
)
from goldthread.connectors.dhl_parcel_de.statuses import PATIENCE
from goldthread.domain.address import Address
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.money import Money
from goldthread.domain.status import Status
from goldthread.domain.weight import Weight
from goldthread.testing.contract import Has, Lacks, Rejection, Settles, json_reply
from goldthread.testing.contract.sample import a_ready_order, an_address, elsewhere
from goldthread.testing.fakes.dhl_parcel_de import DhlParcelDeFake

SILENCE = "DHL tells nobody: its push is a product of its own, whose signature no page describes."


def in_bonn(postal_code: str = "53113", street: str = "Sträßchensweg 10") -> Address:
    """A recipient in Germany."""
    return an_address(street=(street,), postal_code=postal_code, city="Bonn", country_code="DE")


def _heavy() -> ReadyOrder:
    order = a_ready_order(parcels=2)
    first, second = order.fulfilment.parcels
    parcels = (first, replace(second, weight=Weight(grams=40_000)))
    return replace(order, fulfilment=replace(order.fulfilment, parcels=parcels))


def _to_london(*, is_weighed: bool) -> ReadyOrder:
    recipient = an_address(street=("10 High Street",), postal_code="SW1A 1AA", city="London", country_code="GB")
    order = a_ready_order(recipient=recipient)
    line = order.fulfilment.lines[0]
    lines = (line if is_weighed else replace(line, weight=None),)
    return replace(order, fulfilment=replace(order.fulfilment, lines=lines))


class DhlParcelDeKit:
    """What there is to say of DHL Parcel DE."""

    application = dhl_parcel_de
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake by DHL's specification of Parcel DE Shipping 2.1.14 and recorded answers of its tracking"
    settings: Mapping[str, str] = {
        "billing_numbers": "V01PAK=33333333330102, V53WPAK=33333333335301",
        "shipper": "warehouse",
        "services": "small=V62KP",
        "tracking_user": "zt12345",
    }
    main = "POST /parcel/de/shipping/v2/orders"
    settles = Settles.ASKED
    throttle: timedelta | Lacks = PATIENCE
    expiry = Has()
    error_inside = json_reply(200, {"title": "Forbidden", "statusCode": 403, "detail": "Your contract is suspended."})
    label = CARRIER.label
    rejections = (
        Rejection(order=elsewhere(a_ready_order(), postal_code="1100"), field="/recipient/postal_code"),
        Rejection(order=elsewhere(a_ready_order(), city=""), field="/recipient/city"),
        Rejection(order=elsewhere(a_ready_order(), name="Jana " * 12), field="/recipient/name"),
        Rejection(order=elsewhere(a_ready_order(), country_code="XX"), field="/recipient/country_code"),
        Rejection(order=replace(a_ready_order(), service="small"), field="/service"),
        Rejection(order=a_ready_order(recipient=in_bonn(postal_code="10115")), field="/recipient"),
        Rejection(order=a_ready_order(recipient=in_bonn(street="Packstation 118")), field="/recipient/street/0"),
        Rejection(order=replace(a_ready_order(), pickup_point="79"), field="/pickup_point"),
        Rejection(order=_heavy(), field="/fulfilment/parcels/1/weight"),
        Rejection(order=_to_london(is_weighed=False), field="/fulfilment/lines/0/weight"),
        Rejection(order=replace(a_ready_order(), cod=Money.of("500", "CZK")), field="/cod"),
        Rejection(order=replace(a_ready_order(), cod=Money.of("50", "EUR")), field="/cod"),
    )
    check = address_for_dhl_parcel_de >> check_shipment
    void = cancel_shipment
    list_tracking = list_tracking
    tracking_page = ("GET /parcel/de/tracking/v0/shipments", 25)
    tracking = Lacks(SILENCE)
    signature_age = Lacks(SILENCE)
    codes = (
        ("VA/PARCV/NRQRD", Status.LABEL_CREATED),
        ("PO/LDTMV/MVMTV", Status.OUT_FOR_DELIVERY),
        ("ZU/DLVRD/ACCPT", Status.DELIVERED),
    )
    unlisted_code = "QQ/NEWXX/NRQRD"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[DhlParcelDeFake]:
        async with DhlParcelDeFake(now).running() as fake:
            yield fake
