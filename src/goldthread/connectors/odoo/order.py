"""Orders of Odoo: injected once, with whatever Odoo has to know before, and confirmed."""

from datetime import UTC
from html import escape
from typing import Final

from goldthread.connectors.odoo.application import odoo
from goldthread.connectors.odoo.call import create, find, number, read, write
from goldthread.connectors.odoo.customer import ADDRESS_FIELDS, ensure_address
from goldthread.connectors.odoo.extras import source_document
from goldthread.connectors.odoo.place import pricelist
from goldthread.connectors.odoo.product import ensure_products, ensure_shipping
from goldthread.connectors.odoo.rows import OdooOrder
from goldthread.domain.ids import ErpOrderNumber
from goldthread.domain.money import Money
from goldthread.domain.order import IdentifiedOrder, InjectedOrder
from goldthread.domain.record import order_key
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, TwoStep
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.reference import order_reference

CONFIRMED: Final = frozenset({"sale", "done"})
_OPEN: Final = frozenset({"draft", "sent"})
_FIELDS: Final = ("name", "state", "amount_total")


@odoo.connector
async def inject_order(order: IdentifiedOrder, api: Client) -> InjectedOrder:
    """Make Odoo's order and confirm it, once.

    Odoo takes the same order twice, so it is looked for by our reference before, and after a lost answer.
    """
    with in_our_words(f"Could not inject order {order.number!r} into Odoo", _ORDER):
        reference = order_reference(order)
        async with api.exclusive("sale_order", reference):
            id_ = await _known(reference, api) or await _create(order, reference, api)
        row = await _confirmed(id_, api)
    if Money(amount=row.amount_total, currency=order.currency).rounded() != order.total.rounded():
        text = f"Odoo reckons {row.amount_total} for order {row.name}, the shop {order.total.text}; look at its taxes."
        api.note(text, order=row.name)
    await api.link("order", order_key(order.shop, order.id), row.name)
    return order.injected(api.installation, ErpOrderNumber(row.name))


async def _known(reference: str, api: Client) -> int:
    """The oldest order of this reference that wasn't cancelled; 0 where none is."""
    domain: list[object] = [["client_order_ref", "=", reference], ["state", "!=", "cancel"]]
    found = await find("sale.order", domain, _FIELDS, api, into=OdooOrder, limit=1)
    return found[0].id if found else 0


async def _create(order: IdentifiedOrder, reference: str, api: Client) -> int:
    values: dict[str, object] = {
        "partner_id": int(order.customer.id),
        "partner_shipping_id": await ensure_address(order, api),
        "client_order_ref": reference,
        "origin": source_document(order),
        "date_order": f"{order.placed_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        "pricelist_id": await pricelist(order.currency, api) or False,
        "order_line": await _lines(order, api),
    }
    if order.note:
        values["note"] = escape(order.note)

    async def look() -> tuple[int, ...] | None:
        known = await _known(reference, api)
        return (known,) if known else None

    return await create("sale.order", values, api, doubt=Lookup(find=look))


async def _lines(order: IdentifiedOrder, api: Client) -> list[object]:
    """The articles at the shop's prices, and what is left of the total under an article of its own."""
    products = await ensure_products(order, api)
    lines: list[object] = [
        [
            0,
            0,
            {
                "product_id": products[line.sku],
                "name": line.name,
                "product_uom_qty": line.quantity,
                "price_unit": number(line.unit_price.amount),
            },
        ]
        for line in order.lines
    ]
    rest = order.total - Money.total((line.price for line in order.lines), order.currency)
    if rest.amount:
        shipping = {"product_id": await ensure_shipping(api), "product_uom_qty": 1, "price_unit": number(rest.amount)}
        lines.append([0, 0, shipping])
    return lines


async def _confirmed(id_: int, api: Client) -> OdooOrder:
    """The order, confirmed now if it wasn't. A lost answer is settled by the order's state."""
    row = await _order(id_, api)
    if row.state in CONFIRMED:
        return row
    if row.state not in _OPEN:
        message = f"Order {row.name} is {row.state!r} in Odoo; set it back to a quotation there and resume."
        raise Rejected(message, field="/number", code="order.state")

    async def completed() -> bool | None:
        return True if (await _order(id_, api)).state in CONFIRMED else None

    await write("sale.order", "action_confirm", api, into=bool, ids=(id_,), doubt=TwoStep(completed=completed))
    row = await _order(id_, api)
    if row.state not in CONFIRMED:
        message = f"Odoo left order {row.name} {row.state!r}, though it was confirmed; confirm it there and resume."
        raise Rejected(message, field="/number", code="order.state")
    return row


async def _order(id_: int, api: Client) -> OdooOrder:
    rows = await read("sale.order", "read", api, into=list[OdooOrder], ids=(id_,), fields=list(_FIELDS))
    if not rows:
        raise Rejected("The order was deleted in Odoo while it was confirmed; resume to make it again.")
    return rows[0]


_ORDER: Final = FieldNames(
    {
        **ADDRESS_FIELDS.table,
        "partner_id": "/customer/id",
        "partner_shipping_id": "/shipping",
        "partner_invoice_id": "/billing",
        "client_order_ref": "/number",
        "date_order": "/placed_at",
        "pricelist_id": "/currency",
        "currency_id": "/currency",
        "order_line": "/lines",
        "product_id": "/lines",
        "product_uom_qty": "/lines",
        "price_unit": "/lines",
        "note": "/note",
    }
)
