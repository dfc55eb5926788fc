"""The ERP's number of an order: a custom field where the shop has one, else a note that only clerks see."""

from typing import Final

from goldthread.connectors.vendure.application import vendure
from goldthread.connectors.vendure.note import ensure_note
from goldthread.connectors.vendure.parcel_rows import VendureNumberedData
from goldthread.connectors.vendure.question import SET_FIELDS, ask, has_number_field
from goldthread.connectors.vendure.rows import VendureOrder, VendureReply
from goldthread.domain.order import InjectedOrder
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.field_names import FieldNames, in_our_words

NOTE: Final = "ERP order "
"""How a note with the number begins."""


def number_told(row: VendureOrder) -> bool:
    """Whether the shop was told a number of this order."""
    return bool((row.customFields or {}).get("erpNumber")) or any(text.startswith(NOTE) for text in row.history.texts)


@vendure.connector(at="shop")
async def tell_erp_number(order: InjectedOrder, api: Client) -> InjectedOrder:
    """Write the ERP's number into the shop's order. Repeatable: the field is overwritten, a note is looked for."""
    with in_our_words(f"Could not tell the shop the ERP number of order {order.number!r}", _FIELDS):
        if has_number_field(api):
            fields = {"id": order.id, "customFields": {"erpNumber": order.erp_order}}
            into = VendureReply[VendureNumberedData]
            await ask(api, SET_FIELDS, {"input": fields}, into, doubt=Repeatable())
        else:
            await ensure_note(order.shop, order.id, f"{NOTE}{order.erp_order}", api)
    await api.link("order", f"{order.erp}/{order.erp_order}", order.id)
    return order


_FIELDS: Final = FieldNames({"order": "/id"})
