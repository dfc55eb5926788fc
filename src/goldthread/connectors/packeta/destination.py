"""Where a packet goes: a Packeta point, a partner's point, or a door that a partner serves."""

from dataclasses import dataclass
from typing import TypeAlias

from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.street import NeedsALook, split_lines
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A place where the customer collects."""

    address_id: str
    """Of the point, or of the partner whose point it is."""
    partners_point: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """A door, with the carrier that serves it."""

    address_id: str
    """Of the carrier: 106 is Packeta's own home delivery in Czechia."""
    street: str
    house_number: str
    note: str
    """Floor, door, building: what stands in the street lines beside both."""


Destination: TypeAlias = Point | Door


def destination(order: AddressedOrder, api: Client) -> Destination:
    """Of an order: `79` is a Packeta point, `3060/KRA010` a partner's, and no point is the door.

    Raises:
        Rejected: there is neither a point nor a carrier for the door, or the street has no house number.

    """
    point = order.pickup_point.strip()
    if point:
        carrier, _, partners = point.partition("/")
        return Point(address_id=carrier, partners_point=partners)
    carriers = _carriers(api)
    carrier = carriers.get(order.service) or carriers.get(order.recipient.country_code, "")
    if not carrier:
        raise _nowhere(order, api)
    return _door(order, carrier)


def _door(order: AddressedOrder, carrier: str) -> Door:
    parts = split_lines(order.recipient.street, order.recipient.country_code)
    if isinstance(parts, NeedsALook):
        raise Rejected(
            f"Packeta wants street and house number apart. {parts.why} Correct /recipient/street/0 and resume.",
            field="/recipient/street/0",
            code="street",
        )
    return Door(address_id=carrier, street=parts.street, house_number=parts.number, note=parts.rest)


def _carriers(api: Client) -> dict[str, str]:
    """The setting `CZ=106, SK=131, express=257`."""
    pairs = (pair.partition("=") for pair in api.setting("carriers").split(","))
    return {name.strip(): carrier.strip() for name, _, carrier in pairs if carrier.strip()}


def _nowhere(order: AddressedOrder, api: Client) -> Rejected:
    way = f"the service {order.service!r} or " if order.service else ""
    return Rejected(
        f"Order {order.order_number!r} names no pickup point, and {api.installation} has no carrier for {way}"
        f"{order.recipient.country_code}. Enter the point's id at /pickup_point and resume, or name the carrier in the "
        "setting 'carriers'.",
        field="/pickup_point",
        code="destination",
    )
