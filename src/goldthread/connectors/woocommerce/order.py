"""Orders of WooCommerce: heard of by webhook, found by sweeping, told their number at the ERP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from goldthread.connectors.woocommerce.application import API, woocommerce
from goldthread.connectors.woocommerce.reading import modified, read_order
from goldthread.connectors.woocommerce.rows import WooOrder, WooWritten
from goldthread.connectors.woocommerce.statuses import CALLED_OFF
from goldthread.domain.order import InjectedOrder, Order
from goldthread.domain.record import order_key as key_of
from goldthread.flow.client import Client, Params
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Drop, Emit
from goldthread.flow.start import Origin, Tick

READY: Final = "processing"
"""Paid, or to be paid on delivery, and not sent yet."""
ERP_ORDER: Final = "_goldthread_erp_order"
"""Under which key of `meta_data` the ERP's number is told."""
PAGE: Final = 100
OVERLAP: Final = timedelta(minutes=2)
"""How far each sweep looks back beyond the last one: changes may become visible late."""
SECOND: Final = timedelta(seconds=1)

Row: TypeAlias = WooOrder | dict[str, object]
"""An order, or what a plugin made of one so that nobody can read it."""


def read_order_placed(payload: WooOrder, origin: Origin) -> Order | Drop:
    """The order of an `order.created` or `order.updated`, once it is to be sent and nobody keeps it yet."""
    if payload.status != READY:
        return Drop(f"Order {payload.number} is {payload.status}, not {READY}.")
    if told := payload.meta(ERP_ORDER):
        return Drop(f"Order {payload.number} stands in the ERP as {told}.")
    return read_order(payload, origin.installation)


def order_key(order: Order) -> str:
    """What makes two events one: `myshop/727`."""
    return key_of(order.shop, order.id)


@woocommerce.connector(at="shop")
async def reread_order(order: Order, api: Client) -> Order:
    """The order as the shop has it now, after somebody corrected it there. Reads only.

    Raises:
        Rejected: it was called off, or it cannot be read.

    """
    row = await api.get(f"{API}/orders/{order.id}", into=WooOrder)
    if row.status in CALLED_OFF:
        raise Rejected(f"The shop's order {row.number} is {row.status}; discard this one.", field="/status")
    return read_order(row, order.shop)


@woocommerce.connector
async def list_orders(tick: Tick, api: Client) -> Emit[Order]:
    """Emit the orders that changed since the last sweep, are to be sent, and that no ERP number is known of.

    Pages shift while orders change, so each begins where the last one ended by the time of change, not by its number;
    an order of that second comes twice. One that cannot be read is noted and passed over: its webhook lies in the
    trash. Reads only.
    """
    del tick
    place = _Place.parse(api.cursor) or _Place.first(api)
    params: Params = {
        "status": READY,
        "modified_after": place.after,
        "dates_are_gmt": "true",
        "orderby": "modified",
        "order": "asc",
        "per_page": PAGE,
        "page": place.page,
    }
    rows = await api.get(f"{API}/orders", into=tuple[Row, ...], params=params)
    orders = tuple(order for row in rows if (order := _lost(row, api)))
    return Emit(orders, cursor=place.following(rows).text, has_more=len(rows) == PAGE)


@woocommerce.connector(at="shop")
async def tell_erp_number(order: InjectedOrder, api: Client) -> InjectedOrder:
    """Write the ERP's number into the shop's order. Repeatable: keys that aren't named stay, ours is overwritten."""
    asked = {"meta_data": [{"key": ERP_ORDER, "value": order.erp_order}]}
    with in_our_words(f"Could not tell the shop the ERP number of order {order.number!r}", _NUMBER):
        await api.put(f"{API}/orders/{order.id}", json=asked, into=WooWritten)
    await api.link("order", f"{order.erp}/{order.erp_order}", order.id)
    return order


_NUMBER: Final = FieldNames({"meta_data": "/erp_order"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a sweep stands: since when it asks, and which page of that; more than one only if a second has so many."""

    after: str
    """Without a zone, in UTC, as WooCommerce reads it."""
    page: int = 1

    @classmethod
    def first(cls, api: Client) -> "_Place":
        return cls(after=_text(api.now() - timedelta(days=int(api.setting("sweep_days") or 7))))

    @classmethod
    def parse(cls, text: str | None) -> "_Place | None":
        if not text:
            return None
        after, page = text.split("|", 1)
        return cls(after=after, page=int(page))

    @property
    def text(self) -> str:
        return f"{self.after}|{self.page}"

    def following(self, rows: tuple[Row, ...]) -> "_Place":
        """Where it goes on: behind the last change that was seen, or a little before it for the next sweep."""
        newest = max((at for row in rows if (at := modified(row))), default=None)
        if newest is None:
            return _Place(after=self.after, page=self.page + 1 if len(rows) == PAGE else 1)
        if len(rows) < PAGE:
            return _Place(after=max(self.after, _text(newest - OVERLAP)))
        after = _text(newest - SECOND)
        return _Place(after=after) if after > self.after else _Place(after=self.after, page=self.page + 1)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()


def _lost(row: Row, api: Client) -> Order | None:
    if isinstance(row, Mapping):
        number, key = row.get("number"), str(row.get("id"))
        api.note(f"Order {number} cannot be read: it isn't what WooCommerce documents.", order=key)
        return None
    if row.meta(ERP_ORDER) or row.status != READY:
        return None
    try:
        return read_order(row, api.installation)
    except Rejected as error:
        api.note(f"Order {row.number} cannot be read: {error}", order=str(row.id), field=error.field)
        return None
