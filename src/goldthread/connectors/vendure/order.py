"""Orders of Vendure: heard of by the order events, found by sweeping, read again."""

from typing import Final

from goldthread.connectors.vendure.application import vendure
from goldthread.connectors.vendure.number import number_told
from goldthread.connectors.vendure.question import ask, find_order
from goldthread.connectors.vendure.question import list_orders as question
from goldthread.connectors.vendure.reading import read_order
from goldthread.connectors.vendure.rows import (
    VendureOrder,
    VendureOrderData,
    VendureOrderEvent,
    VendureOrdersData,
    VendureReply,
)
from goldthread.connectors.vendure.sweep import PAGE, Place
from goldthread.domain.order import Order
from goldthread.domain.record import order_key as key_of
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Origin, Tick

TAKEN: Final = ("PaymentAuthorized", "PaymentSettled")
"""In which states an order is taken, unless the setting `order_states` says otherwise."""
CANCELLED: Final = "Cancelled"
EDITED: Final = ("Modifying", "ArrangingAdditionalPayment")
"""In which states an order is in a clerk's hands, and comes back from."""


def read_order_placed(payload: VendureOrderEvent, origin: Origin) -> Order:
    """The order of an `order.placed`."""
    return read_order(payload.order, origin.installation, payload.precision, "/order")


def order_key(order: Order) -> str:
    """What makes two events one: `vendure/17`."""
    return key_of(order.shop, order.id)


@vendure.connector(at="shop")
async def reread_order(order: Order, api: Client) -> Order:
    """The order as the shop has it now, after somebody corrected it there. Reads only."""
    found = (await ask(api, find_order(api), {"id": order.id}, VendureReply[VendureOrderData])).data
    if found.order is None:
        raise Rejected(f"The shop has no order {order.number!r} (id {order.id}) any more.", field="/id")
    if found.order.state == CANCELLED:
        raise Rejected(f"The shop's order {order.number!r} was cancelled; discard this one.", field="/id")
    return read_order(found.order, order.shop, found.globalSettings.serverConfig.moneyStrategyPrecision)


@vendure.connector
async def list_orders(tick: Tick, api: Client) -> Emit[Order]:
    """Emit the orders that were placed since the last sweep and that no ERP number is known of, page by page.

    One that cannot be read, or that a clerk is changing, is passed over; the next sweep begins with it. Reads only.
    """
    del tick
    taken = tuple(state.strip() for state in api.setting("order_states").split(",") if state.strip()) or TAKEN
    place = Place.parse(api.cursor) or Place.first(api)
    options = {
        "filter": {"orderPlacedAt": {"after": place.after}, "state": {"in": [*taken, *EDITED]}},
        "sort": {"orderPlacedAt": "ASC"},
        "skip": place.skip,
        "take": PAGE,
    }
    page = (await ask(api, question(api), {"options": options}, VendureReply[VendureOrdersData])).data
    precision = page.globalSettings.serverConfig.moneyStrategyPrecision
    orders: list[Order] = []
    for row in page.orders.items:
        is_edited = row.state in EDITED and row.state not in taken
        order = None if is_edited or number_told(row) else _readable(row, precision, api)
        if order is not None:
            orders.append(order)
        elif not number_told(row):
            place = place.held_by(row)
    following = place.after_page(page.orders.items)
    has_more = len(page.orders.items) == PAGE
    return Emit(tuple(orders), cursor=(following if has_more else following.ended(api)).text, has_more=has_more)


def _readable(row: VendureOrder, precision: int, api: Client) -> Order | None:
    try:
        return read_order(row, api.installation, precision)
    except Rejected as error:
        api.note(f"Order {row.code} cannot be read: {error}", order=row.id, field=error.field)
        return None
