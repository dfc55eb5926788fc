"""Orders of Shopify: found by sweeping, read again, told their number at the ERP."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from goldthread.connectors.shopify.application import shopify
from goldthread.connectors.shopify.documents import CHANGED_ORDERS, ORDER, ORDER_LINES, SET_ERP_NUMBER
from goldthread.connectors.shopify.graphql import Answer, ask, change
from goldthread.connectors.shopify.reading import is_for_us, read_order
from goldthread.connectors.shopify.rows import (
    ShopifyChangedOrder,
    ShopifyChangedOrders,
    ShopifyLines,
    ShopifyNumberSet,
    ShopifyOrder,
    ShopifyOrderFound,
    ShopifyOrderLinesFound,
    ShopifySweep,
)
from goldthread.domain.ids import OrderId
from goldthread.domain.order import InjectedOrder, Order
from goldthread.domain.record import order_key as key_of
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Emit
from goldthread.flow.reply import Json
from goldthread.flow.start import Tick

OVERLAP: Final = timedelta(minutes=2)
"""How far each sweep looks back beyond the last one: changes may become visible late."""
_ERP_NUMBER: Final = FieldNames({"metafields.*.value": "/erp_order", "metafields.*.ownerId": "/id"})


def order_key(order: Order) -> str:
    """What makes two events one: `eshop/5940139491234`."""
    return key_of(order.shop, order.id)


def order_gid(order_id: OrderId) -> str:
    """How GraphQL names an order: `gid://shopify/Order/5940139491234`."""
    return f"gid://shopify/Order/{order_id}"


@shopify.connector(at="shop")
async def reread_order(order: Order, api: Client) -> Order:
    """The order as the shop has it now, after somebody corrected it there. Reads only.

    Raises:
        Rejected: it isn't to be sent any more, or cannot be read.

    """
    row = await _find(order_gid(order.id), api)
    if row is None:
        raise Rejected(f"Shopify has no order {order.id}.", field="/id")
    if (why := is_for_us(row)) is not None:
        raise Rejected(f"{why} Discard this one.", field="/id", code="order.off")
    return read_order(row, order.shop)


@shopify.connector
async def list_orders(tick: Tick, api: Client) -> Emit[Order]:
    """Emit the orders that changed since the last sweep and that no ERP number is known of, page by page.

    One that cannot be read is noted and passed over: its webhook lies in the trash. Reads only.
    """
    del tick
    place = _Place.parse(api.cursor) or _Place.first(api)
    variables = {"query": f"updated_at:>='{place.after}'", "after": place.page or None}
    page = (await ask(CHANGED_ORDERS, variables, api, Answer[ShopifySweep])).orders
    orders = [order for row in page.nodes if _is_lost(row) and (order := await _readable(row, api))]
    return Emit(tuple(orders), cursor=place.after_page(page).text, has_more=page.pageInfo.hasNextPage)


@shopify.connector(at="shop")
async def tell_erp_number(order: InjectedOrder, api: Client) -> InjectedOrder:
    """Write the ERP's number into a metafield of the shop's order. Repeatable: the last one wins."""
    metafield: dict[str, Json] = {
        "ownerId": order_gid(order.id),
        "namespace": "goldthread",
        "key": "erp_order",
        "type": "single_line_text_field",
        "value": order.erp_order,
    }
    with in_our_words(f"Could not tell Shopify the ERP number of order {order.number!r}", _ERP_NUMBER):
        await change(SET_ERP_NUMBER, {"metafields": [metafield]}, api, Answer[ShopifyNumberSet], Repeatable())
    await api.link("order", f"{order.erp}/{order.erp_order}", order.id)
    return order


async def _find(gid: str, api: Client) -> ShopifyOrder | None:
    """The order with all its lines, 25 to a page."""
    row = (await ask(ORDER, {"id": gid}, api, Answer[ShopifyOrderFound])).order
    while row is not None and row.lineItems.pageInfo.hasNextPage:
        variables = {"id": gid, "after": row.lineItems.pageInfo.endCursor}
        more = (await ask(ORDER_LINES, variables, api, Answer[ShopifyOrderLinesFound])).order
        if more is None:
            return None
        nodes = (*row.lineItems.nodes, *more.lineItems.nodes)
        row = replace(row, lineItems=ShopifyLines(nodes=nodes, pageInfo=more.lineItems.pageInfo))
    return row


def _is_lost(row: ShopifyChangedOrder) -> bool:
    return row.cancelledAt is None and row.metafield is None and row.displayFulfillmentStatus != "FULFILLED"


async def _readable(row: ShopifyChangedOrder, api: Client) -> Order | None:
    found = await _find(row.id, api)
    if found is None or is_for_us(found) is not None:
        return None
    try:
        return read_order(found, api.installation)
    except Rejected as error:
        api.note(f"Order {row.name} cannot be read: {error}", order=row.id, field=error.field)
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a sweep stands: since when it asks, at which page it is, and the newest change it has seen."""

    after: str
    page: str = ""
    newest: str = ""

    @classmethod
    def first(cls, api: Client) -> "_Place":
        days = timedelta(days=int(api.setting("sweep_days") or 7))
        return cls(after=_instant(api.now() - days))

    @classmethod
    def parse(cls, text: str | None) -> "_Place | None":
        if not text:
            return None
        after, page, newest = text.split("|", 2)
        return cls(after=after, page=page, newest=newest)

    @property
    def text(self) -> str:
        return f"{self.after}|{self.page}|{self.newest}"

    def after_page(self, page: ShopifyChangedOrders) -> "_Place":
        seen = [row.updatedAt for row in page.nodes]
        if self.newest:
            seen.append(datetime.fromisoformat(self.newest))
        newest = max(seen, default=None)
        if page.pageInfo.hasNextPage and page.pageInfo.endCursor:
            return _Place(after=self.after, page=page.pageInfo.endCursor, newest=_instant(newest) if newest else "")
        return _Place(after=_instant(newest - OVERLAP)) if newest else _Place(after=self.after)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
