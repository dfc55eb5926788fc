"""Our text in *Customer's Purchase Order*, which goes from order to delivery note.

`shop/o1/1001; service=express; pickup_point=CZ-4711; cod=24.80`: our reference, and what ERPNext has no field for.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from goldthread.domain.money import Money
from goldthread.domain.order import Order
from goldthread.flow.field_names import values_at
from goldthread.flow.reference import ShopOrder, order_reference, shop_order

_PLAIN: Final = " :/,+@()#&"


@dataclass(frozen=True, kw_only=True, slots=True)
class Purchase:
    """What stands in the purchase order: whose order it is, and how it is to be sent."""

    of: ShopOrder
    service: str = ""
    pickup_point: str = ""
    cod: Money | None = None


def purchase_order(order: Order) -> str:
    """The text of an order."""
    cod = f"{order.cod.amount:f}" if order.cod else ""
    parts = (("service", order.service), ("pickup_point", order.pickup_point), ("cod", cod))
    return "; ".join([own_reference(order), *(f"{name}={quote(value, safe=_PLAIN)}" for name, value in parts if value)])


def own_reference(order: Order) -> str:
    """What every text of the order begins with, whatever a clerk corrected behind it."""
    return order_reference(order).replace(";", "%3B")


def read_purchase_order(text: str, currency: str, pointer: str) -> Purchase:
    """What a text says. Raises `Rejected`: it names no shop's order, or an amount that is none."""
    reference, *said = text.split(";")
    pairs = {name.strip(): unquote(value.strip()) for name, _, value in (part.partition("=") for part in said)}
    with values_at(pointer):
        cod = Money.of(pairs["cod"], currency) if pairs.get("cod") else None
    return Purchase(
        of=shop_order(reference.replace("%3B", ";").strip(), pointer),
        service=pairs.get("service", ""),
        pickup_point=pairs.get("pickup_point", ""),
        cod=cod,
    )
