"""Where parcels are, told in comments on ERPNext's order."""

import re
from typing import Final

from goldthread.connectors.erpnext.application import erpnext
from goldthread.connectors.erpnext.order import ORDER
from goldthread.connectors.erpnext.resource import create_document, find_documents
from goldthread.connectors.erpnext.rows import ErpnextComment
from goldthread.connectors.erpnext.statuses import erp_status
from goldthread.domain.record import OrderRecord, order_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import FieldNames, in_our_words

MARK: Final = "Goldthread: "
"""How our comments begin."""
_TAG: Final = re.compile(r"<[^>]*>")


@erpnext.connector(at="erp")
async def tell_erp_status(change: StatusChange, api: Client) -> StatusChange:
    """Comment on ERPNext's order where it is, as far as the last parcel. Repeatable."""
    with in_our_words(f"Could not tell ERPNext where order {change.shipment.erp_order!r} is", _COMMENT):
        await update_status(change.shipment, api)
    return change


async def update_status(shipment: Shipment, api: Client) -> None:
    """Say what is known of the order at this instant, unless the last comment says so; one writer at a time."""
    async with api.exclusive("erp_status", f"{shipment.erp}/{shipment.erp_order}"):
        record = await api.recall("order", order_key(shipment.shop, shipment.order_id), into=OrderRecord)
        word = erp_status(record.overall if record else Status.LABEL_CREATED)

        async def said() -> ErpnextComment | None:
            last = await _last(shipment.erp_order, api)
            return last if last is not None and _word(last) == word else None

        if await said() is None:
            values: dict[str, object] = {
                "comment_type": "Comment",
                "reference_doctype": ORDER,
                "reference_name": shipment.erp_order,
                "content": f"{MARK}{word}",
            }
            await create_document("Comment", values, api, into=ErpnextComment, doubt=Lookup(find=said))


async def _last(order: str, api: Client) -> ErpnextComment | None:
    filters = [
        ["reference_doctype", "=", ORDER],
        ["reference_name", "=", order],
        ["comment_type", "=", "Comment"],
        ["content", "like", f"%{MARK.strip()}%"],
    ]
    newest = "creation desc, name desc"
    rows = await find_documents("Comment", filters, ("name", "content"), api, ErpnextComment, order=newest, limit=1)
    return rows[0] if rows else None


def _word(comment: ErpnextComment) -> str:
    return _TAG.sub("", comment.content or "").partition(MARK)[2].strip()


_COMMENT: Final = FieldNames({"reference_name": "/shipment/erp_order", "name": "/shipment/erp_order"})
