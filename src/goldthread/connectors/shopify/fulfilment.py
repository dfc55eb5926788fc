"""What was sent of an order, told to Shopify: one fulfilment for each location that sends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from goldthread.connectors.shopify.application import shopify
from goldthread.connectors.shopify.documents import FULFIL
from goldthread.connectors.shopify.fulfilment_rows import (
    ShopifyCreated,
    ShopifyFulfilled,
    ShopifyFulfilment,
    ShopifyFulfilmentOrder,
    ShopifyShipping,
)
from goldthread.connectors.shopify.graphql import Answer, change
from goldthread.connectors.shopify.shipping import get_shipping, list_open_lines, list_sent_lines, ours
from goldthread.connectors.shopify.status import update_status
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.packing import OpenLine, laid
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words, values_at
from goldthread.flow.reply import Json

_FIELDS: Final = FieldNames(
    {
        "fulfillment": "/fulfilment",
        "fulfillment.lineItemsByFulfillmentOrder": "/fulfilment/lines",
        "fulfillment.trackingInfo": "/shipment/parcels",
        "fulfillment.trackingInfo.numbers.*": "/shipment/parcels/*/tracking_number",
        "id": "/order_id",
    }
)
_OPEN: Final = frozenset({"OPEN", "IN_PROGRESS"})
_BLOCKED: Final = frozenset({"ON_HOLD", "SCHEDULED"})


@shopify.connector(at="shop")
async def mark_shipped(order: LabelledOrder, api: Client) -> LabelledOrder:
    """Make the fulfilments with all parcels, then say where the order is.

    Shopify would make a second fulfilment of what is still open, and mail the shopper twice: those with our tracking
    numbers are looked for first, and again when an answer was lost. One order at a time, since a fulfilment splits
    what is open.
    """
    with in_our_words(f"Could not mark order {order.order_number!r} as shipped", _FIELDS):
        async with api.exclusive("shopify_fulfilment", f"{order.shop}/{order.order_id}"):
            shipping = await get_shipping(order.order_id, api)
            for part in await _parts(order, shipping, api):
                await _fulfil(order, part, api)
        await update_status(order.shipment, order.shipment.created_at, api)
    return order


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What one location sends: lines by fulfilment order."""

    location: str
    lines: list[Json]


async def _parts(order: LabelledOrder, shipping: ShopifyShipping, api: Client) -> list[_Part]:
    """What was packed, laid onto what is open, less what fulfilments of ours hold already."""
    sent = [
        OpenLine(id="", sku=line.lineItem.sku or "", quantity=line.quantity)
        for one in ours(order.shipment, shipping.fulfillments)
        for line in await list_sent_lines(one.id, api)
    ]
    heads = shipping.fulfillmentOrders.nodes
    open_ = [(head, line) for head in heads if head.status in _OPEN for line in await list_open_lines(head.id, api)]
    lines = [OpenLine(id=line.id, sku=line.lineItem.sku or "", quantity=line.remainingQuantity) for _, line in open_]
    try:
        with values_at(""):
            portions = laid(order.fulfilment.lines, [*_numbered(sent), *lines])
    except Rejected as error:
        raise _blocked(error, heads) from error
    wanted = {portion.line: portion.quantity for portion in portions}
    return _by_location([(head, line.id, wanted[line.id]) for head, line in open_ if line.id in wanted])


def _numbered(sent: Sequence[OpenLine]) -> list[OpenLine]:
    """Lines of ours that were sent take what was packed first, each under a name of its own that is sent no more."""
    return [OpenLine(id=f"sent-{place}", sku=line.sku, quantity=line.quantity) for place, line in enumerate(sent)]


def _by_location(rows: Sequence[tuple[ShopifyFulfilmentOrder, str, int]]) -> list[_Part]:
    grouped: dict[str, dict[str, list[Json]]] = {}
    for head, line, quantity in rows:
        grouped.setdefault(head.location, {}).setdefault(head.id, []).append({"id": line, "quantity": quantity})
    return [
        _Part(
            location=location,
            lines=[{"fulfillmentOrderId": head, "fulfillmentOrderLineItems": lines} for head, lines in heads.items()],
        )
        for location, heads in grouped.items()
    ]


def _blocked(error: Rejected, heads: Sequence[ShopifyFulfilmentOrder]) -> Rejected:
    """The same complaint, with what keeps Shopify from sending, where something does."""
    words = [_why(head) for head in heads if head.status in _BLOCKED]
    if not words:
        return error
    message = f"{'; '.join(words)}; release it in Shopify. {error}"
    return Rejected(message, field=error.field, code="fulfilment.blocked")


def _why(head: ShopifyFulfilmentOrder) -> str:
    if head.status == "SCHEDULED":
        return f"Shopify sends {head.id} not before {head.fulfillAt or 'its date'}"
    holds = ", ".join(
        f"{hold.reason} ({hold.reasonNotes})" if hold.reasonNotes else hold.reason for hold in head.fulfillmentHolds
    )
    return f"Shopify holds {head.id}: {holds or 'no reason given'}"


async def _fulfil(order: LabelledOrder, part: _Part, api: Client) -> ShopifyFulfilment:
    async def find() -> Answer[ShopifyFulfilled] | None:
        known = ours(order.shipment, (await get_shipping(order.order_id, api)).fulfillments)
        there = next((one for one in known if (one.location.id if one.location else "") == part.location), None)
        if there is None:
            return None
        return Answer(data=ShopifyFulfilled(fulfillmentCreate=ShopifyCreated(fulfillment=there)))

    tracking: dict[str, Json] = {
        "company": _company(order.shipment.carrier, api),
        "numbers": list(order.shipment.tracking_numbers),
    }
    fulfilment: dict[str, Json] = {
        "lineItemsByFulfillmentOrder": part.lines,
        "trackingInfo": tracking,
        "notifyCustomer": api.setting("notify_customer") == "yes",
    }
    made = await change(FULFIL, {"fulfillment": fulfilment}, api, Answer[ShopifyFulfilled], Lookup(find=find))
    return made.fulfillmentCreate.fulfillment


def _company(carrier: str, api: Client) -> str:
    """What Shopify calls the carrier; those that it knows get a link."""
    pairs = (pair.partition("=") for pair in api.setting("tracking_companies").split(","))
    return {name.strip(): title.strip() for name, _, title in pairs if title.strip()}.get(carrier, carrier)
