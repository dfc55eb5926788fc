"""What was sent of an order, told to WooCommerce's shoppers."""

from collections.abc import Iterable
from typing import Final

from goldthread.connectors.woocommerce.application import API, woocommerce
from goldthread.connectors.woocommerce.note import ensure_note
from goldthread.connectors.woocommerce.rows import WooFulfilment, WooOrder, WooTracking, WooWritten
from goldthread.connectors.woocommerce.sending import (
    NUMBERS,
    PLUGIN,
    REFERENCE,
    SENT,
    SEPARATOR,
    Sent,
    Way,
    read_sent,
    sent_in_core,
    written,
)
from goldthread.connectors.woocommerce.statuses import CALLED_OFF
from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.packing import OpenLine, Portion, laid
from goldthread.domain.record import order_key
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words, values_at

COMPLETED: Final = "completed"
"""WooCommerce's word for sent."""


@woocommerce.connector(at="shop")
async def mark_shipped(order: LabelledOrder, api: Client) -> LabelledOrder:
    """Tell the shop what was sent in which parcels, and complete the order once all of it was.

    The shop takes the same again, and more than was ordered: what it knows is looked at first, one message of the order
    at a time, and again when an answer was lost.
    """
    path = f"{API}/orders/{order.order_id}"
    with in_our_words(f"Could not mark order {order.order_number!r} as shipped", _FIELDS):
        async with api.exclusive("woocommerce_order", order_key(order.shop, order.order_id)):
            row = await api.get(path, into=WooOrder)
            sent = await read_sent(row, api)
            if sent.knows(order.reference, frozenset(order.shipment.tracking_numbers)):
                portions: tuple[Portion, ...] = ()
                await _tell_anew(order, row, sent, api)
            else:
                portions = _portions(order, row, sent)
                await _tell(order, row, portions, sent, api)
            await _complete(order, row, portions, sent, api)
    return order


def _portions(order: LabelledOrder, row: WooOrder, sent: Sent) -> tuple[Portion, ...]:
    lines = [
        OpenLine(id=str(line.id), sku=line.sku or "", quantity=int(line.quantity) - sent.of(str(line.id)))
        for line in row.line_items
    ]
    with values_at(""):
        return laid(order.fulfilment.lines, lines)


async def _tell(order: LabelledOrder, row: WooOrder, portions: Iterable[Portion], sent: Sent, api: Client) -> None:
    match sent.way:
        case Way.FULFILMENTS:
            await _create_fulfilment(order, portions, api)
        case Way.PLUGIN:
            for number in order.shipment.tracking_numbers:
                if not any(number in known for known in sent.numbers.values()):
                    await _create_tracking(order, number, api)
        case Way.NOTES:
            numbers = SEPARATOR.join(order.shipment.tracking_numbers)
            goods = SEPARATOR.join(f"{line.quantity} x {line.name}" for line in order.fulfilment.lines)
            text = f"Sent with {order.shipment.carrier}: {numbers}. {goods}."
            await ensure_note(row.id, text, api, to_customer=True, known=sent.notes)


async def _tell_anew(order: LabelledOrder, row: WooOrder, sent: Sent, api: Client) -> None:
    """Tell the numbers of a label that replaced a voided one: the goods were told before, under other numbers.

    Raises:
        Rejected: they stand in core's fulfilment, which has one place for them.

    """
    numbers = frozenset(order.shipment.tracking_numbers)
    former = sent.numbers.get(order.reference, numbers)
    if not numbers <= former:
        raise Rejected(
            f"The shop has sent these goods under {SEPARATOR.join(sorted(former))}. Write "
            f"{SEPARATOR.join(sorted(numbers))} into that fulfilment there, and resume",
            field="/shipment/parcels",
            code="fulfilment.numbers",
        )
    is_noted = all(any(number in note for note in sent.notes) for number in numbers)
    if sent.way is Way.PLUGIN or (sent.way is Way.NOTES and not is_noted):
        await _tell(order, row, (), sent, api)


async def _create_fulfilment(order: LabelledOrder, portions: Iterable[Portion], api: Client) -> WooFulfilment:
    """One fulfilment with all parcels: it has a single place for numbers, and none may be without items."""
    path = f"{API}/orders/{order.order_id}/fulfillments"
    numbers = frozenset(order.shipment.tracking_numbers)

    async def find() -> WooFulfilment | None:
        found = await api.get(path, into=tuple[WooFulfilment, ...])
        return next((one for one in found if sent_in_core((one,)).knows(order.reference, numbers)), None)

    items = [{"item_id": int(portion.line), "qty": portion.quantity} for portion in portions]
    provider = _provider(order.shipment.carrier, api)
    meta = {
        "_items": items,
        NUMBERS: SEPARATOR.join(order.shipment.tracking_numbers),
        "_shipping_provider": provider or "other",
        **({} if provider else {"_provider_name": order.shipment.carrier}),
        REFERENCE: order.reference,
    }
    asked = {
        "status": "fulfilled",
        "is_fulfilled": True,
        "meta_data": [{"key": key, "value": value} for key, value in meta.items()],
    }
    params = {"notify_customer": "true"}
    return await api.post(path, params=params, json=asked, into=WooFulfilment, doubt=Lookup(find=find))


async def _create_tracking(order: LabelledOrder, number: str, api: Client) -> WooTracking:
    path = f"{PLUGIN}/orders/{order.order_id}/shipment-trackings"

    async def find() -> WooTracking | None:
        found = await api.get(path, into=tuple[WooTracking, ...])
        return next((one for one in found if one.tracking_number == number), None)

    provider = _provider(order.shipment.carrier, api)
    named = {"tracking_provider": provider} if provider else {"custom_tracking_provider": order.shipment.carrier}
    asked = {**named, "tracking_number": number, "date_shipped": api.now().date().isoformat()}
    return await api.post(path, json=asked, into=WooTracking, doubt=Lookup(find=find))


async def _complete(
    order: LabelledOrder, row: WooOrder, portions: tuple[Portion, ...], sent: Sent, api: Client
) -> None:
    """Write down what was sent where the shop has no place of its own for it, and complete what was sent in full."""
    now = {portion.line: portion.quantity for portion in portions}
    is_all = all(sent.of(str(line.id)) + now.get(str(line.id), 0) >= line.quantity for line in row.line_items)
    asked: dict[str, object] = {}
    if sent.way is not Way.FULFILMENTS and portions:
        text = written({**sent.quantities, order.reference: now})
        asked["meta_data"] = [{"key": SENT, "value": text}]
    if is_all and row.status not in CALLED_OFF | {COMPLETED}:
        asked["status"] = COMPLETED
    if asked:
        await api.put(f"{API}/orders/{order.order_id}", json=asked, into=WooWritten)
    if row.status in CALLED_OFF:
        api.note(f"The shop's order {row.number} is {row.status}; it stays so, though it was sent.", status=row.status)


def _provider(carrier: str, api: Client) -> str:
    """What the shop calls a carrier's installation; empty where the setting doesn't say."""
    pairs = (pair.partition("=") for pair in api.setting("providers").split(","))
    return next((theirs.strip() for ours, _, theirs in pairs if ours.strip() == carrier), "")


_FIELDS: Final = FieldNames({"tracking_number": "/shipment/parcels", "tracking_provider": "/shipment/carrier"})
