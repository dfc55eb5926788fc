"""Our reference in an ERP's order, which names the shop's order in full: `bazaar/ord_5f0c6b1e9a/B-100001`."""

from dataclasses import dataclass

from goldthread.domain.ids import OrderId
from goldthread.domain.order import Order
from goldthread.flow.errors import Rejected


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopOrder:
    """Which order of which shop."""

    shop: str
    order_id: OrderId
    number: str


def order_reference(order: Order) -> str:
    """The reference of an order: unique over shops, and readable by a clerk."""
    return f"{order.shop}/{order.id}/{order.number}"


def shop_order(reference: str, pointer: str) -> ShopOrder:
    """The order that a reference names.

    Raises:
        Rejected: the order didn't come from a shop through us; `pointer` is where the reference stands.

    """
    parts = reference.split("/", 2)
    if len(parts) != 3 or not all(parts):
        message = f"The reference {reference!r} names no shop's order; it is written shop/id/number."
        raise Rejected(message, field=pointer, code="reference.form")
    return ShopOrder(shop=parts[0], order_id=OrderId(parts[1]), number=parts[2])
