"""Where an order is, told to bazaar's shoppers."""

from goldthread.connectors.bazaar.application import bazaar
from goldthread.connectors.bazaar.rows import BazaarStatus
from goldthread.connectors.bazaar.statuses import shop_status
from goldthread.domain.record import OrderRecord, order_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client
from goldthread.flow.field_names import FieldNames, in_our_words


@bazaar.connector(at="shop")
async def tell_shop_status(change: StatusChange, api: Client) -> StatusChange:
    """Tell the shop where the order is, as far as its last parcel. Repeatable."""
    with in_our_words(f"Could not tell the shop where order {change.shipment.order_number!r} is", FieldNames({})):
        await update_status(change.shipment, api)
    return change


async def update_status(shipment: Shipment, api: Client) -> None:
    """Write what is known of the order at this instant, one writer at a time: late news never sets it back."""
    key = order_key(shipment.shop, shipment.order_id)
    async with api.exclusive("shop_status", key):
        record = await api.recall("order", key, into=OrderRecord)
        status = shop_status(record.overall if record else Status.LABEL_CREATED)
        await api.put(f"/api/orders/{shipment.order_id}/status", json={"status": status}, into=BazaarStatus)
