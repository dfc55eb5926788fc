"""What is open of an order and what was sent, as far as fulfilments go. Reads only."""

from goldthread.connectors.shopify.documents import OPEN_LINES, SENT_LINES, SHIPPING
from goldthread.connectors.shopify.fulfilment_rows import (
    ShopifyFulfilment,
    ShopifyOpenFound,
    ShopifyOpenLine,
    ShopifySentFound,
    ShopifySentLine,
    ShopifyShipping,
    ShopifyShippingFound,
)
from goldthread.connectors.shopify.graphql import Answer, ask
from goldthread.connectors.shopify.order import order_gid
from goldthread.domain.ids import OrderId
from goldthread.domain.shipment import Shipment
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected


async def get_shipping(order_id: OrderId, api: Client) -> ShopifyShipping:
    """The order's fulfilments and fulfilment orders. Raises `Rejected` when there is no such order."""
    found = (await ask(SHIPPING, {"id": order_gid(order_id)}, api, Answer[ShopifyShippingFound])).order
    if found is None:
        raise Rejected(f"Shopify has no order {order_id}.", field="/order_id")
    return found


def ours(shipment: Shipment, fulfilments: tuple[ShopifyFulfilment, ...]) -> list[ShopifyFulfilment]:
    """Those with all tracking numbers of the shipment that weren't cancelled; one for each location that sent."""
    numbers = frozenset(shipment.tracking_numbers)
    return [one for one in fulfilments if one.status != "CANCELLED" and one.numbers >= numbers]


async def list_open_lines(fulfilment_order: str, api: Client) -> list[ShopifyOpenLine]:
    """All lines of a fulfilment order."""
    lines: list[ShopifyOpenLine] = []
    after: str | None = None
    while True:
        variables = {"id": fulfilment_order, "after": after}
        found = (await ask(OPEN_LINES, variables, api, Answer[ShopifyOpenFound])).fulfillmentOrder
        if found is None:
            return lines
        lines += found.lineItems.nodes
        after = found.lineItems.pageInfo.endCursor
        if not found.lineItems.pageInfo.hasNextPage:
            return lines


async def list_sent_lines(fulfilment: str, api: Client) -> list[ShopifySentLine]:
    """All lines of a fulfilment."""
    lines: list[ShopifySentLine] = []
    after: str | None = None
    while True:
        variables = {"id": fulfilment, "after": after}
        found = (await ask(SENT_LINES, variables, api, Answer[ShopifySentFound])).fulfillment
        if found is None:
            return lines
        lines += found.fulfillmentLineItems.nodes
        after = found.fulfillmentLineItems.pageInfo.endCursor
        if not found.fulfillmentLineItems.pageInfo.hasNextPage:
            return lines
