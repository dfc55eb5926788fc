"""Sales of Tryton: made once by our reference, then quoted and confirmed as far as their state says."""

from dataclasses import replace
from typing import Final

from goldthread.connectors.tryton.address import ensure_addresses
from goldthread.connectors.tryton.application import tryton
from goldthread.connectors.tryton.comment import comment_of
from goldthread.connectors.tryton.product import ensure_products
from goldthread.connectors.tryton.record import Record, TrytonAnswer
from goldthread.connectors.tryton.rpc import call, company, create, created, numeric, search, whole
from goldthread.connectors.tryton.statuses import NOT_NOW
from goldthread.domain.ids import ErpOrderNumber
from goldthread.domain.money import Money
from goldthread.domain.order import IdentifiedOrder, InjectedOrder
from goldthread.domain.record import order_key
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, Repeatable
from goldthread.flow.errors import Fault, Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.reference import order_reference

FIELDS: Final = ("number", "state", "total_amount")
STEPS: Final = {"draft": ("quote", "quotation"), "quotation": ("confirm", "")}
"""The button that takes a sale on from each state, and the state that surely follows; after others Tryton may go on by
itself."""
SETTLED: Final = frozenset({"confirmed", "processing", "done"})
"""A confirmed sale is in Tryton's own hands: it processes it at once, or when a worker or the time set for it comes."""


@tryton.connector
async def inject_order(order: IdentifiedOrder, api: Client) -> InjectedOrder:
    """Make the sale once, and take it on until the warehouse has it.

    Tryton takes the same reference twice. So it is looked for first, by one at a time, and a lost answer is resolved
    by it.
    """
    reference = order_reference(order)
    with in_our_words(f"Could not inject order {order.number!r} into Tryton", _ORDER):
        async with api.exclusive("sale", reference):
            found = await find_sale(reference, api)
            if found is None:
                found = await create_sale(order, api)
            sale = await _settled(found, api)
    _compare_totals(order, sale, api)
    await api.link("order", order_key(order.shop, order.id), sale.text("number"))
    return order.injected(api.installation, ErpOrderNumber(sale.text("number")))


@tryton.connector
async def create_sale(order: IdentifiedOrder, api: Client) -> Record:
    """Create the sale as a draft, with whatever Tryton has to know before."""
    reference = order_reference(order)
    billing, shipping = await ensure_addresses(order, api)
    products = await ensure_products(order.lines, api)
    values: dict[str, object] = {
        "company": company(api),
        "party": int(order.customer.id),
        "currency": await _currency(order.currency, api),
        "invoice_address": billing,
        "shipment_address": shipping,
        "reference": reference,
        "comment": comment_of(order),
        "shipment_cost_method": None,
        "lines": [["create", [*_goods(order, products), *_remainder(order)]]],
    }
    if (carrier := whole("carrier", api)) is not None:
        values["carrier"] = carrier

    async def find() -> TrytonAnswer | None:
        known = await find_sale(reference, api)
        return created(known.id if known else None)

    try:
        made = await create("sale.sale", values, api, doubt=Lookup(find=find))
    except Rejected as error:
        raise Rejected(str(error), faults=tuple(_at_line(fault, order) for fault in error.faults)) from error
    return Record({"id": made, "state": "draft"})


@tryton.connector
async def find_sale(reference: str, api: Client) -> Record | None:
    """The oldest sale of a reference that wasn't cancelled, else the oldest, if there is one."""
    rows = await search("sale.sale", [["reference", "=", reference]], FIELDS, api)
    standing = [row for row in rows if row.text("state") != "cancelled"]
    if len(standing) > 1:
        numbers = ", ".join(row.text("number") or str(row.id) for row in standing)
        api.note(f"{len(standing)} sales have the reference {reference}: {numbers}. The oldest is taken.")
    return next(iter([*standing, *rows]), None)


async def _settled(sale: Record, api: Client) -> Record:
    """Press button after button, until the sale is in Tryton's own hands."""
    state = sale.text("state")
    while state in STEPS:
        button, following = STEPS[state]
        refused = await _press(button, sale.id, api)
        if refused is None and following:
            state = following
            continue
        sale = await _read(sale.id, api)
        if sale.text("state") == state:
            message = f"Tryton left sale {sale.id} in the state {state} after {button}. Look at it there"
            raise refused or Rejected(message, code="sale.stuck")
        state = sale.text("state")
    if state not in SETTLED:
        named = sale.text("number") or sale.id
        raise Rejected(f"Sale {named} is {state} in Tryton. Set it back to draft there", code="sale.state")
    return sale


async def _press(button: str, sale: int, api: Client) -> Rejected | None:
    """Press a button, and give the refusal that only says it isn't offered in the sale's state.

    Each button is offered in one state alone. So a lost answer does no harm: pressed again it is refused, and by then
    the sale has moved on.
    """
    try:
        await call(f"sale.sale.{button}", [[sale]], api, doubt=Repeatable())
    except Rejected as error:
        if not all(fault.code == NOT_NOW for fault in error.faults):
            raise
        return error
    return None


async def _read(id_: int, api: Client) -> Record:
    found = await search("sale.sale", [["id", "=", id_]], FIELDS, api)
    if not found:
        raise Rejected(f"Sale {id_} is in Tryton no more", code="sale.gone")
    return found[0]


async def _currency(code: str, api: Client) -> int:
    found = await search("currency.currency", [["code", "=", code]], ("code",), api)
    if not found:
        message = f"Tryton has no currency {code!r}. Activate it there, or correct the order"
        raise Rejected(message, field="/currency", code="currency.unknown")
    return found[0].id


def _goods(order: IdentifiedOrder, products: dict[str, tuple[int, int]]) -> list[dict[str, object]]:
    return [
        {
            "type": "line",
            "product": products[line.sku][0],
            "unit": products[line.sku][1],
            "quantity": line.quantity,
            "unit_price": numeric(line.unit_price.amount),
        }
        for line in order.lines
    ]


def _at_line(fault: Fault, order: IdentifiedOrder) -> Fault:
    """A complaint about a price names the price, and with it the line."""
    places = [place for place, line in enumerate(order.lines) if f"'{line.unit_price.amount:f}'" in fault.message]
    if fault.field != "Sale Line.Unit Price" or not places:
        return fault
    return replace(fault, field=f"/lines/{places[0]}/unit_price")


def _remainder(order: IdentifiedOrder) -> list[dict[str, object]]:
    """What the customer pays beside the goods: carriage and fees, less discounts. It isn't shipped."""
    rest = order.total - Money.total((line.price for line in order.lines), order.currency)
    if not rest.amount:
        return []
    text = "Shipping, fees and discounts"
    return [{"type": "line", "description": text, "quantity": 1, "unit_price": numeric(rest.amount)}]


def _compare_totals(order: IdentifiedOrder, sale: Record, api: Client) -> None:
    total = sale.number("total_amount")
    if total is not None and total != order.total.amount:
        api.note(
            f"Tryton's sale {sale.text('number')} comes to {total} {order.currency}, the shop's order to "
            f"{order.total.text}. Look at the taxes of its products.",
            sale=sale.text("number"),
        )


_ORDER: Final = FieldNames(
    {
        "Sale.Party": "/customer/id",
        "Sale.Reference": "/number",
        "Sale.Currency": "/currency",
        "Sale.Invoice Address": "/billing",
        "Sale.Shipment Address": "/shipping",
        "Sale.Comment": "/note",
        "Sale.Lines": "/lines",
        "Sale Line": "/lines",
        "Sale Line.Product": "/lines",
        "Sale Line.Unit Price": "/lines",
        "Sale Line.Quantity": "/lines",
    }
)
