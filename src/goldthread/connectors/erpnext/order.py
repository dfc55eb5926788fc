"""Orders of ERPNext: drafted once, with whatever it has to know before, and submitted."""

from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from goldthread.connectors.erpnext.application import erpnext
from goldthread.connectors.erpnext.customer import ADDRESS_FIELDS, ensure_address
from goldthread.connectors.erpnext.item import ensure_items, ensure_shipping
from goldthread.connectors.erpnext.reference import own_reference, purchase_order
from goldthread.connectors.erpnext.resource import create_document, find_documents, read_document, update_document
from goldthread.connectors.erpnext.rows import ErpnextOrder
from goldthread.domain.ids import ErpOrderNumber
from goldthread.domain.money import Money
from goldthread.domain.order import IdentifiedOrder, InjectedOrder
from goldthread.domain.record import order_key
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, TwoStep
from goldthread.flow.errors import Rejected, Unauthorised
from goldthread.flow.field_names import FieldNames, in_our_words

ORDER: Final = "Sales Order"
_FIELDS: Final = ("name", "docstatus", "grand_total", "po_no")


@erpnext.connector
async def inject_order(order: IdentifiedOrder, api: Client) -> InjectedOrder:
    """Make ERPNext's order and submit it, once; it is looked for by our reference before, and after a lost answer."""
    with in_our_words(f"Could not inject order {order.number!r} into ERPNext", _ORDER):
        reference = own_reference(order)
        async with api.exclusive("sales_order", reference):
            row = await find_order(reference, api) or await _create(order, reference, api)
        row = await _submitted(row, api)
    if Money(amount=row.grand_total, currency=order.currency).rounded() != order.total.rounded():
        text = f"ERPNext reckons {row.grand_total} for {row.name}, the shop {order.total.text}; look at its taxes."
        api.note(text, order=row.name)
    await api.link("order", order_key(order.shop, order.id), row.name)
    return order.injected(api.installation, ErpOrderNumber(row.name))


async def find_order(reference: str, api: Client) -> ErpnextOrder | None:
    """The oldest order of this reference that wasn't cancelled; the database finds other letters alike, too."""
    plain = reference.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    either = [["po_no", "=", reference], ["po_no", "like", f"{plain};%"]]
    filters = [["docstatus", "<", 2]]
    found = await find_documents(ORDER, filters, _FIELDS, api, ErpnextOrder, either=either, order="creation asc")
    return next((row for row in found if (row.po_no or "").partition(";")[0].strip() == reference), None)


async def _create(order: IdentifiedOrder, reference: str, api: Client) -> ErpnextOrder:
    address = await ensure_address(order, api)
    await ensure_items(order, api)
    day = _day(order, api)
    lines: list[dict[str, object]] = [
        {
            "item_code": line.sku,
            "item_name": line.name,
            "qty": line.quantity,
            "rate": line.unit_price.amount,
            "delivery_date": day,
        }
        for line in order.lines
    ]
    rest = order.total - Money.total((line.price for line in order.lines), order.currency)
    values: dict[str, object] = {
        "customer": order.customer.id,
        "po_no": purchase_order(order),
        "transaction_date": day,
        "delivery_date": day,
        "currency": order.currency,
        "shipping_address_name": address,
        "ignore_pricing_rule": 1,
    }
    if company := api.setting("company"):
        values["company"] = company
    if rest.amount > 0:
        shipping = await ensure_shipping(api)
        lines.append({"item_code": shipping, "qty": 1, "rate": rest.amount, "delivery_date": day})
    if rest.amount < 0:
        values |= {"apply_discount_on": "Grand Total", "discount_amount": -rest.amount}
    values["items"] = lines
    doubt = Lookup(find=lambda: find_order(reference, api))
    return await create_document(ORDER, values, api, into=ErpnextOrder, doubt=doubt)


async def _submitted(row: ErpnextOrder, api: Client) -> ErpnextOrder:
    """The order, submitted now if it wasn't. A lost answer is settled by reading it."""
    if row.docstatus:
        return row

    async def completed() -> ErpnextOrder | None:
        now = await read_document(ORDER, row.name, api, into=ErpnextOrder)
        return now if now.docstatus == 1 else None

    doubt = TwoStep(completed=completed)
    row = await update_document(ORDER, row.name, {"docstatus": 1}, api, into=ErpnextOrder, doubt=doubt)
    if row.docstatus != 1:
        message = f"ERPNext left order {row.name} a draft, though it was submitted; submit it there and resume."
        raise Rejected(message, field="name", code="order.docstatus")
    return row


def _day(order: IdentifiedOrder, api: Client) -> str:
    """The day of the order where the site is: ERPNext keeps days without a zone."""
    name = api.setting("zone", "UTC")
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        sentence = f"The zone of {api.installation} is written `Europe/Prague`, not {name!r}. Correct it and resume."
        raise Unauthorised(sentence) from error
    return f"{order.placed_at.astimezone(zone):%Y-%m-%d}"


_ORDER: Final = FieldNames(
    {
        **ADDRESS_FIELDS.table,
        "customer": "/customer/id",
        "shipping_address_name": "/shipping",
        "po_no": "/number",
        "transaction_date": "/placed_at",
        "delivery_date": "/placed_at",
        "currency": "/currency",
        "items": "/lines",
        "items.*.item_code": "/lines/*/sku",
        "items.*.qty": "/lines/*/quantity",
        "items.*.rate": "/lines/*/unit_price",
        "discount_amount": "/total",
    }
)
