"""Where parcels are, told in the chatter of Odoo's order: it has no field for that."""

import re
from typing import Final, cast

from goldthread.connectors.odoo.application import odoo
from goldthread.connectors.odoo.call import read, write
from goldthread.connectors.odoo.rows import OdooMessage, OdooNamed, text
from goldthread.connectors.odoo.statuses import erp_status
from goldthread.domain.record import OrderRecord, order_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words

MARK: Final = "Goldthread: "
"""How our notes begin."""
_TAG: Final = re.compile(r"<[^>]*>")
_POSTED: Final = cast("type[int | list[int]]", int | list[int])
"""Of what was posted Odoo gives the ids, before 19 the one id."""


@odoo.connector(at="erp")
async def tell_erp_status(change: StatusChange, api: Client) -> StatusChange:
    """Note in the chatter of Odoo's order where it is, as far as the last parcel. Repeatable."""
    with in_our_words(f"Could not tell Odoo where order {change.shipment.erp_order!r} is", _CHATTER):
        await update_status(change.shipment, api)
    return change


async def update_status(shipment: Shipment, api: Client) -> None:
    """Note what is known of the order at this instant, unless the last note says so already; one writer at a time."""
    async with api.exclusive("erp_status", f"{shipment.erp}/{shipment.erp_order}"):
        record = await api.recall("order", order_key(shipment.shop, shipment.order_id), into=OrderRecord)
        word = erp_status(record.overall if record else Status.LABEL_CREATED)
        order = await _order(shipment.erp_order, api)

        async def said() -> int | list[int] | None:
            last = await _last_note(order, api)
            return last.id if last is not None and _word(last) == word else None

        if await said() is None:
            await write(
                "sale.order",
                "message_post",
                api,
                into=_POSTED,
                doubt=Lookup(find=said),
                ids=(order,),
                body=f"{MARK}{word}",
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )


async def _order(number: str, api: Client) -> int:
    rows = await read(
        "sale.order",
        "search_read",
        api,
        into=list[OdooNamed],
        domain=[["name", "=", number]],
        fields=["name"],
        order="id",
        limit=1,
    )
    if not rows:
        raise Rejected(f"Odoo has no order {number!r} any more.", field="name", code="order.gone")
    return rows[0].id


async def _last_note(order: int, api: Client) -> OdooMessage | None:
    domain = [["model", "=", "sale.order"], ["res_id", "=", order], ["body", "like", MARK.strip()]]
    rows = await read(
        "mail.message",
        "search_read",
        api,
        into=list[OdooMessage],
        domain=domain,
        fields=["body"],
        order="id desc",
        limit=1,
    )
    return rows[0] if rows else None


def _word(note: OdooMessage) -> str:
    return _TAG.sub("", text(note.body)).partition(MARK)[2].strip()


_CHATTER: Final = FieldNames({"name": "/shipment/erp_order", "id": "/shipment/erp_order"})
