"""Orders of stockhouse: injected once, with whatever the ERP has to know before."""

from datetime import timedelta
from typing import Final

from goldthread.connectors.stockhouse.application import stockhouse
from goldthread.connectors.stockhouse.customer import ADDRESS_FIELDS, ensure_address
from goldthread.connectors.stockhouse.product import PRODUCT_FIELDS, ensure_product
from goldthread.connectors.stockhouse.rows import (
    Data,
    Listing,
    StockhouseDraft,
    StockhouseOrder,
    StockhouseOrderItem,
)
from goldthread.domain.ids import ErpOrderNumber
from goldthread.domain.money import Money
from goldthread.domain.order import IdentifiedOrder, InjectedOrder, OrderLine
from goldthread.domain.record import order_key
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected, Transient
from goldthread.flow.field_names import FieldNames, in_our_words, values_at
from goldthread.flow.outcome import Wait
from goldthread.flow.reference import order_reference


@stockhouse.connector
async def inject_order(order: IdentifiedOrder, api: Client) -> InjectedOrder | Wait:
    """Make the ERP's order, once.

    The ERP takes the same order twice, so a lost answer is resolved by our reference. An article that it doesn't
    know is created, and the order asked for again on the next attempt: two equal writes in one attempt could not be
    told apart when one of them is lost.
    """
    address = await ensure_address(order, api)
    try:
        with in_our_words(f"Could not inject order {order.number!r} into the ERP", _ORDER):
            row = await create_order(_draft(order, address), api)
    except Rejected as error:
        lines = _unknown_lines(error, order)
        if not lines:
            raise
        names = ", ".join(order.lines[place].sku for place in lines)
        if await _create_products(lines, order, api):
            return Wait(timedelta(0), f"The ERP didn't know {names}; created.")
        raise Transient(f"The ERP didn't know {names} a moment ago; somebody else has created them since.") from error
    await api.link("order", order_key(order.shop, order.id), row.order_no)
    return order.injected(api.installation, ErpOrderNumber(row.order_no))


@stockhouse.connector
async def create_order(draft: StockhouseDraft, api: Client) -> StockhouseOrder:
    """Create an order. Not idempotent over there; a lost one is found by its reference."""

    async def find() -> Data[StockhouseOrder] | None:
        params = {"client_reference": draft.client_reference}
        found = (await api.get("/orders", params=params, into=Listing[StockhouseOrder])).data
        return Data(data=found[0]) if found else None

    return (await api.post("/orders", json=draft, into=Data[StockhouseOrder], doubt=Lookup(find=find))).data


def _draft(order: IdentifiedOrder, address: str) -> StockhouseDraft:
    goods = Money.total((line.price for line in order.lines), order.currency)
    with values_at("/total"):
        shipping = (order.total - goods).to_minor()
    return StockhouseDraft(
        customer_id=order.customer.id,
        delivery_address_id=address,
        client_reference=order_reference(order),
        currency=order.currency,
        items=tuple(_item(line, place) for place, line in enumerate(order.lines)),
        shipping_cents=shipping,
    )


def _item(line: OrderLine, place: int) -> StockhouseOrderItem:
    with values_at(f"/lines/{place}/unit_price"):
        return StockhouseOrderItem(sku=line.sku, quantity=line.quantity, unit_price_cents=line.unit_price.to_minor())


def _unknown_lines(error: Rejected, order: IdentifiedOrder) -> list[int]:
    """The places of the lines whose article is missing; none when anything else is wrong too."""
    if any(fault.code != "unknown_item" for fault in error.faults):
        return []
    fields = {fault.field for fault in error.faults}
    return [place for place in range(len(order.lines)) if f"/lines/{place}/sku" in fields]


async def _create_products(places: list[int], order: IdentifiedOrder, api: Client) -> bool:
    """Create the articles of these lines; says whether any was really missing."""
    created = {}
    for place in places:
        line = order.lines[place]
        with in_our_words(f"Could not create the article {line.sku!r} in the ERP", _under_line(place)):
            if line.sku not in created:
                created[line.sku] = await ensure_product(line, api)
    return any(created.values())


def _under_line(place: int) -> FieldNames:
    return FieldNames({path: f"/lines/{place}{pointer}" for path, pointer in PRODUCT_FIELDS.table.items()})


_ORDER: Final = FieldNames(
    {
        **ADDRESS_FIELDS.table,
        "delivery_address_id": "/shipping",
        "client_reference": "/number",
        "currency": "/currency",
        "items": "/lines",
        "items.*.sku": "/lines/*/sku",
        "items.*.quantity": "/lines/*/quantity",
        "items.*.unit_price_cents": "/lines/*/unit_price",
        "shipping_cents": "/total",
    }
)
