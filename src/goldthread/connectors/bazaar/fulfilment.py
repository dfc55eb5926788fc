"""What was sent of an order, told to bazaar's shoppers."""

from typing import Final

from goldthread.connectors.bazaar.application import bazaar
from goldthread.connectors.bazaar.rows import (
    BazaarFulfilment,
    BazaarFulfilments,
    BazaarLine,
    BazaarOrder,
    BazaarParcel,
    BazaarQuantity,
)
from goldthread.connectors.bazaar.status import update_status
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words


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
    """What was packed, laid onto the shop's lines as far as they are open, the first line of an article first."""
    sent: dict[str, int] = {}
    for fulfilment in row.fulfilments:
        for part in fulfilment.lines:
            sent[part.lineId] = sent.get(part.lineId, 0) + part.quantity
    laid: list[BazaarQuantity] = []
    for place, packed in enumerate(order.fulfilment.lines):
        left = packed.quantity
        for line in _lines_of(packed.sku, row):
            quantity = min(left, line.quantity - sent.get(line.lineId, 0))
            if quantity > 0:
                sent[line.lineId] = sent.get(line.lineId, 0) + quantity
                laid.append(BazaarQuantity(lineId=line.lineId, quantity=quantity))
                left -= quantity
        if left:
            raise Rejected(
                f"{left} of {packed.sku!r} were packed that the shop's order {order.order_number!r} doesn't have open",
                field=f"/fulfilment/lines/{place}",
            )
    return laid


def _lines_of(sku: str, row: BazaarOrder) -> list[BazaarLine]:
    return [line for line in row.lines if line.sku == sku]


_FIELDS: Final = FieldNames(
    {
        "lines": "/fulfilment/lines",
        "parcels": "/shipment/parcels",
        "parcels.*.trackingNumber": "/shipment/parcels/*/tracking_number",
    }
)
