"""What Packeta is asked for, made of our order: one packet for every parcel."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Final

from goldthread.connectors.packeta.destination import Destination, Door, Point, destination
from goldthread.connectors.packeta.rows import PacketaAttributes, PacketaSize
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.money import Money
from goldthread.domain.parcel import Parcel
from goldthread.flow.client import Client
from goldthread.flow.errors import Fault, Rejected

LONGEST_NUMBER: Final = 36
CENT: Final = Decimal("0.01")


def drafts(order: AddressedOrder, api: Client) -> tuple[PacketaAttributes, ...]:
    """A packet for every parcel, in their order; the first collects all that is due on delivery.

    Raises:
        Rejected: nobody can say where it goes, what it's worth, or what is to be collected.

    """
    where, worth, parcels = destination(order, api), _worth(order), order.fulfilment.parcels
    due = _due(order, worth)
    shares = _shares(worth, len(parcels))
    return tuple(
        _draft(order, parcel, where, share, due if place == 0 else None, api)
        for place, (parcel, share) in enumerate(zip(parcels, shares, strict=True))
    )


def number_of(order: AddressedOrder, parcel: Parcel) -> str:
    """What stands on the label as the shop's number: `1001-F7-1`; without the order's where that is too long."""
    number = f"{order.order_number}-{order.fulfilment.id}-{parcel.id}"
    return number if len(number) <= LONGEST_NUMBER else f"{order.fulfilment.id}-{parcel.id}"[-LONGEST_NUMBER:]


def _draft(
    order: AddressedOrder, parcel: Parcel, where: Destination, worth: Money, due: Money | None, api: Client
) -> PacketaAttributes:
    to = order.recipient
    first, _, last = to.name.strip().rpartition(" ")
    door = where if isinstance(where, Door) else None
    measures = parcel.dimensions
    return PacketaAttributes(
        number=number_of(order, parcel),
        name=first,
        surname=last,
        company=to.company or None,
        email=to.email or order.email or None,
        phone=to.phone or None,
        addressId=where.address_id,
        carrierPickupPoint=where.partners_point or None if isinstance(where, Point) else None,
        currency=worth.currency,
        cod=None if due is None else f"{due.amount:f}",
        value=f"{worth.amount:f}",
        weight=f"{parcel.weight.kg:f}",
        eshop=api.setting("sender"),
        size=PacketaSize(length=str(measures.length), width=str(measures.width), height=str(measures.height)),
        note=door.note or None if door else None,
        street=door.street if door else None,
        houseNumber=door.house_number if door else None,
        city=to.city if door else None,
        zip=to.postal_code.replace(" ", "") if door else None,
        province=to.region if door else None,
    )


def _worth(order: AddressedOrder) -> Money:
    """Of everything in the fulfilment; Packeta insures it up to that."""
    faults = [
        Fault(field=f"/fulfilment/lines/{place}/unit_price", message=f"{line.sku!r} has no price")
        for place, line in enumerate(order.fulfilment.lines)
        if line.unit_price is None
    ]
    if faults or not order.fulfilment.lines:
        raise Rejected(
            "Packeta wants to know what a packet is worth, and not every line has a price.", faults=tuple(faults)
        )
    prices = [line.unit_price * line.quantity for line in order.fulfilment.lines if line.unit_price is not None]
    return Money.total(prices, prices[0].currency)


def _due(order: AddressedOrder, worth: Money) -> Money | None:
    """What is collected. Nothing is rounded here: it is what the customer pays."""
    due = order.cod
    if due is None or not due.amount:
        return None
    if due.currency != worth.currency:
        raise _undue(f"Packeta collects in the currency of the packet, {worth.currency}, not in {due.currency}")
    if due.currency == "CZK" and due.amount != due.amount.to_integral_value():
        raise _undue(f"Packeta collects whole crowns, not {due.text}", str(due.amount.to_integral_value()))
    return due if due.currency != "CZK" else Money(amount=due.amount.to_integral_value(), currency="CZK")


def _undue(words: str, suggestion: str | None = None) -> Rejected:
    fault = Fault(field="/cod/amount" if suggestion else "/cod", message=words, code="cod", suggestion=suggestion)
    return Rejected(f"{words}. Correct {fault.field} and resume.", faults=(fault,))


def _shares(worth: Money, count: int) -> Sequence[Money]:
    """Equal parts in whole cents, the rest on the first."""
    each = (worth.amount / count).quantize(CENT, rounding=ROUND_DOWN)
    first = worth.amount - each * (count - 1)
    return [Money(amount=first if place == 0 else each, currency=worth.currency) for place in range(count)]
