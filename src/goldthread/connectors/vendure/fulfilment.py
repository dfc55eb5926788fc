"""What was sent of an order, told to Vendure's shoppers."""

from collections import Counter
from datetime import timedelta
from typing import Final

from goldthread.connectors.vendure.application import vendure
from goldthread.connectors.vendure.note import find_sending
from goldthread.connectors.vendure.order import EDITED
from goldthread.connectors.vendure.parcel_rows import VendureFulfilledData, VendureFulfillment, VendureSending
from goldthread.connectors.vendure.question import ADD_FULFILLMENT, ask
from goldthread.connectors.vendure.rows import VendureReply
from goldthread.connectors.vendure.status import advance, fulfillment_of
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.packing import OpenLine, laid
from goldthread.domain.record import order_key
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import in_our_words, values_at
from goldthread.flow.outcome import Wait

PATIENCE: Final = timedelta(minutes=10)
"""After it an order that a clerk is changing is looked at again."""


@vendure.connector(at="shop")
async def mark_shipped(order: LabelledOrder, api: Client) -> LabelledOrder | Wait:
    """Make the shop's fulfilment with all parcels, and move it to where they are.

    Vendure makes a second fulfilment of the same pieces when it is asked twice at the same time: one writer per order
    looks for our tracking numbers first, and again when an answer was lost.
    """
    key = order_key(order.shop, order.order_id)
    fields = _Fields()
    with in_our_words(f"Could not mark order {order.order_number!r} as shipped", fields):
        async with api.exclusive("vendure_order", key):
            row = await find_sending(order.order_id, api)
            fields.learn(order, row)
            found = fulfillment_of(order.shipment, row)
            if found is None and row.state in EDITED:
                return Wait(PATIENCE, f"order {order.order_number} is being changed in the shop ({row.state})")
            await advance(found or await _add_fulfillment(order, row, api), order.shipment, api)
    return order


async def _add_fulfillment(order: LabelledOrder, row: VendureSending, api: Client) -> VendureFulfillment:
    async def find() -> VendureReply[VendureFulfilledData] | None:
        found = fulfillment_of(order.shipment, await find_sending(order.order_id, api))
        return VendureReply(data=VendureFulfilledData(addFulfillmentToOrder=found)) if found else None

    shown = {"method": order.shipment.carrier, "trackingCode": ", ".join(order.shipment.tracking_numbers)}
    handler = {
        "code": api.setting("fulfillment_handler") or "manual-fulfillment",
        "arguments": [{"name": name, "value": value} for name, value in shown.items()],
    }
    asked = {"lines": _quantities(order, row), "handler": handler}
    into = VendureReply[VendureFulfilledData]
    return (await ask(api, ADD_FULFILLMENT, {"input": asked}, into, doubt=Lookup(find=find))).data.addFulfillmentToOrder


def _quantities(order: LabelledOrder, row: VendureSending) -> list[dict[str, object]]:
    """What was packed, laid onto the shop's lines as far as they are open; what a clerk took back is open again."""
    sent = Counter[str]()
    for fulfillment in row.fulfillments or ():
        for part in fulfillment.lines if fulfillment.state != "Cancelled" else ():
            sent[part.orderLineId] += part.quantity
    lines = [
        OpenLine(id=line.id, sku=line.productVariant.sku, quantity=line.quantity - sent[line.id]) for line in row.lines
    ]
    with values_at(""):
        portions = laid(order.fulfilment.lines, lines)
    return [{"orderLineId": portion.line, "quantity": portion.quantity} for portion in portions]


class _Fields:
    """Our fields for Vendure's; which of our lines an article is, is known once the shop's order was read."""

    def __init__(self) -> None:
        self._table = {"order": "/order_id", "lines": "/fulfilment/lines"}

    def learn(self, order: LabelledOrder, row: VendureSending) -> None:
        """Vendure names an article by an id of its own."""
        ids = {line.productVariant.sku: line.productVariant.id for line in row.lines}
        for place, line in enumerate(order.fulfilment.lines):
            self._table[f"variants.{ids.get(line.sku)}"] = f"/fulfilment/lines/{place}/quantity"

    def __call__(self, path: str) -> str:
        return path if path.startswith("/") else self._table.get(path, "")
