"""What was sent of an order, told to bazaar's shoppers."""

from collections import Counter
from typing import Final

from goldthread.connectors.bazaar.application import bazaar
from goldthread.connectors.bazaar.rows import (
    BazaarFulfilment,
    BazaarFulfilments,
    BazaarOrder,
    BazaarParcel,
    BazaarQuantity,
)
from goldthread.connectors.bazaar.status import update_status
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.packing import OpenLine, laid
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import FieldNames, in_our_words, values_at


@bazaar.connector(at="shop")
async def mark_shipped(order: LabelledOrder, api: Client) -> LabelledOrder:
    """Make the shop's fulfilment with all parcels, then say where the order is.

    The shop would make a second fulfilment of the same again, and mail the shopper twice: one with our tracking
    numbers is looked for first, and again when an answer was lost.
    """
    path = f"/api/orders/{order.order_id}"
    with in_our_words(f"Could not mark order {order.order_number!r} as shipped", _FIELDS):
        row = await api.get(path, into=BazaarOrder)
        if _ours(order, row.fulfilments) is None:
            await _create_fulfilment(order, row, api)
        await update_status(order.shipment, api)
    return order


async def _create_fulfilment(order: LabelledOrder, row: BazaarOrder, api: Client) -> BazaarFulfilment:
    path = f"/api/orders/{order.order_id}/fulfilments"

    async def find() -> BazaarFulfilment | None:
        return _ours(order, (await api.get(path, into=BazaarFulfilments)).fulfilments)

    parcels = [
        BazaarParcel(trackingNumber=number, carrier=order.shipment.carrier)
        for number in order.shipment.tracking_numbers
    ]
    asked = {"lines": _quantities(order, row), "parcels": parcels}
    return await api.post(path, json=asked, into=BazaarFulfilment, doubt=Lookup(find=find))


def _ours(order: LabelledOrder, fulfilments: tuple[BazaarFulfilment, ...]) -> BazaarFulfilment | None:
    numbers = frozenset(order.shipment.tracking_numbers)
    return next((one for one in fulfilments if one.numbers >= numbers), None)


def _quantities(order: LabelledOrder, row: BazaarOrder) -> list[BazaarQuantity]:
    sent = Counter[str]()
    for fulfilment in row.fulfilments:
        for part in fulfilment.lines:
            sent[part.lineId] += part.quantity
    lines = [OpenLine(id=line.lineId, sku=line.sku, quantity=line.quantity - sent[line.lineId]) for line in row.lines]
    with values_at(""):
        portions = laid(order.fulfilment.lines, lines)
    return [BazaarQuantity(lineId=portion.line, quantity=portion.quantity) for portion in portions]


_FIELDS: Final = FieldNames(
    {
        "lines": "/fulfilment/lines",
        "parcels": "/shipment/parcels",
        "parcels.*.trackingNumber": "/shipment/parcels/*/tracking_number",
    }
)
