"""What an order brings that Odoo has no field for; it stands in the order's *Source Document*.

`1001; service=express; pickup_point=CZ-4711; cod=24.80`: a clerk can read it there, and correct it.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from goldthread.domain.money import Money
from goldthread.domain.order import Order
from goldthread.flow.field_names import values_at

_PLAIN = " :/,+@()#&"


@dataclass(frozen=True, kw_only=True, slots=True)
class Extras:
    """How an order is to be sent."""

    service: str = ""
    pickup_point: str = ""
    cod: Money | None = None


def source_document(order: Order) -> str:
    """The text that keeps them."""
    cod = f"{order.cod.amount:f}" if order.cod else ""
    parts = (("service", order.service), ("pickup_point", order.pickup_point), ("cod", cod))
    kept = [f"{name}={quote(value, safe=_PLAIN)}" for name, value in parts if value]
    return "; ".join([quote(order.number, safe=_PLAIN), *kept])


def extras_of(source: str, currency: str) -> Extras:
    """What a text keeps. Raises `Rejected`: somebody wrote an amount that is none."""
    pairs = [part.partition("=") for part in source.split(";") if "=" in part]
    said = {name.strip(): unquote(value.strip()) for name, _, value in pairs}
    with values_at("/cod"):
        cod = Money.of(said["cod"], currency) if said.get("cod") else None
    return Extras(service=said.get("service", ""), pickup_point=said.get("pickup_point", ""), cod=cod)
