"""Orders of bazaar: heard of by webhook, found by sweeping, told their number at the ERP."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from goldthread.connectors.bazaar.application import bazaar
from goldthread.connectors.bazaar.reading import read_order
from goldthread.connectors.bazaar.rows import BazaarOrder, BazaarOrderEvent, BazaarOrders, BazaarReference
from goldthread.domain.order import InjectedOrder, Order
from goldthread.domain.record import order_key as key_of
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Origin, Tick

PAGE: Final = 100
OVERLAP: Final = timedelta(minutes=2)
"""How far each sweep looks back beyond the last one: changes may become visible late."""


def read_order_placed(payload: BazaarOrderEvent, origin: Origin) -> Order:
    """The order of an `order.placed`."""
    return read_order(payload.order, origin.installation, "/order")


def order_key(order: Order) -> str:
    """What makes two events one: `bazaar/ord_5f0c6b1e9a`."""
    return key_of(order.shop, order.id)


@bazaar.connector(at="shop")
async def reread_order(order: Order, api: Client) -> Order:
    """The order as the shop has it now, after somebody corrected it there. Reads only."""
    row = await api.get(f"/api/orders/{order.id}", into=BazaarOrder)
    return read_order(row, order.shop)


@bazaar.connector
async def list_orders(tick: Tick, api: Client) -> Emit[Order]:
    """Emit the orders that changed since the last sweep and that no ERP number is known of, page by page.

    One that cannot be read is noted and passed over: its webhook lies in the trash. Reads only.
    """
    del tick
    place = _Place.parse(api.cursor) or _Place.first(api)
    params = {"updatedAfter": place.after, "cursor": place.page or None, "limit": PAGE}
    page = await api.get("/api/orders", into=BazaarOrders, params=params)
    orders = tuple(order for row in page.orders if _is_lost(row) and (order := _readable(row, api)))
    following = place.after_page(page)
    return Emit(orders, cursor=following.text, has_more=page.nextCursor is not None)


@bazaar.connector(at="shop")
async def tell_erp_number(order: InjectedOrder, api: Client) -> InjectedOrder:
    """Write the ERP's number into the shop's order. Repeatable: the last one wins."""
    with in_our_words(f"Could not tell the shop the ERP number of order {order.number!r}", _REFERENCE):
        await api.put(
            f"/api/orders/{order.id}/external-reference",
            json={"externalReference": order.erp_order},
            into=BazaarReference,
        )
    await api.link("order", f"{order.erp}/{order.erp_order}", order.id)
    return order


_REFERENCE: Final = FieldNames({"externalReference": "/erp_order"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a sweep stands: since when it asks, at which page it is, and the newest change it has seen."""

    after: str
    page: str = ""
    newest: str = ""

    @classmethod
    def first(cls, api: Client) -> "_Place":
        days = timedelta(days=int(api.setting("sweep_days") or 7))
        return cls(after=(api.now() - days).isoformat())

    @classmethod
    def parse(cls, text: str | None) -> "_Place | None":
        if not text:
            return None
        after, page, newest = text.split("|", 2)
        return cls(after=after, page=page, newest=newest)

    @property
    def text(self) -> str:
        return f"{self.after}|{self.page}|{self.newest}"

    def after_page(self, page: BazaarOrders) -> "_Place":
        seen = [row.updatedAt for row in page.orders]
        if self.newest:
            seen.append(datetime.fromisoformat(self.newest))
        newest = max(seen, default=None)
        if page.nextCursor is not None:
            return _Place(after=self.after, page=page.nextCursor, newest=newest.isoformat() if newest else "")
        return _Place(after=(newest - OVERLAP).isoformat()) if newest else _Place(after=self.after)


def _is_lost(row: BazaarOrder) -> bool:
    return row.status == "placed" and row.externalReference is None


def _readable(row: BazaarOrder, api: Client) -> Order | None:
    try:
        return read_order(row, api.installation)
    except Rejected as error:
        api.note(f"Order {row.number} cannot be read: {error}", order=row.id, field=error.field)
        return None
