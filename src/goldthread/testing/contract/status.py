"""Every status there is, told to a shop or an ERP."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.record import OrderRecord, order_key
from goldthread.domain.status import Status, Unknown
from goldthread.engine.codec import Codec
from goldthread.testing.contract.sample import moved
from goldthread.testing.contract.scene import Scene

STATUS: Final = "status"
UNLISTED: Final = Unknown(raw="ZZZ")


async def every_status(scene: Scene[Any], order: LabelledOrder) -> None:
    """Tell the other side every status, and at last that nothing but an unlisted code is known; all are taken."""
    for status in (*Status, UNLISTED):
        change = moved(order, status)
        key = order_key(order.shop, order.order_id)
        known = OrderRecord.of(order.shipment).shipped(order.shipment)
        record = replace(known, parcels=tuple(replace(parcel, status=status) for parcel in known.parcels))
        await scene.keep("order", key, json.loads(Codec().encode(record)))
        await scene.run(STATUS, change)
        await scene.expect_no_trash()
