"""Notes in an order's history, which clerks see and shoppers don't."""

from goldthread.connectors.vendure.parcel_rows import (
    VendureNotedData,
    VendureOrderId,
    VendureSending,
    VendureSendingData,
)
from goldthread.connectors.vendure.question import ADD_NOTE, FIND_SENDING, ask
from goldthread.connectors.vendure.rows import VendureReply
from goldthread.domain.ids import OrderId
from goldthread.domain.record import order_key
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected


async def find_sending(order_id: OrderId, api: Client) -> VendureSending:
    """An order with its fulfilments and notes.

    Raises:
        Rejected: there is no such order; the field is `order`.

    """
    found = (await ask(api, FIND_SENDING, {"id": order_id}, VendureReply[VendureSendingData])).data.order
    if found is None:
        raise Rejected(f"The shop has no order with the id {order_id!r}.", field="order")
    return found


async def ensure_note(shop: str, order_id: OrderId, text: str, api: Client) -> None:
    """Add a note unless it is there. Vendure would add it as often as it is asked to: one writer at a time looks."""

    async def find() -> VendureReply[VendureNotedData] | None:
        if text not in (await find_sending(order_id, api)).history.texts:
            return None
        return VendureReply(data=VendureNotedData(addNoteToOrder=VendureOrderId(id=order_id)))

    async with api.exclusive("vendure_order", order_key(shop, order_id)):
        if await find() is None:
            note = {"id": order_id, "note": text, "isPublic": False}
            await ask(api, ADD_NOTE, {"input": note}, VendureReply[VendureNotedData], doubt=Lookup(find=find))
