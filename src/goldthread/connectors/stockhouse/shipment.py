"""Shipments of stockhouse: heard of by webhook, found by sweeping, told their tracking and where they are."""

from typing import Final

from goldthread.connectors.stockhouse.application import Ok, stockhouse
from goldthread.connectors.stockhouse.reading import read_shipment
from goldthread.connectors.stockhouse.rows import Data, Listing, StockhousePacked, StockhouseShipment
from goldthread.connectors.stockhouse.statuses import erp_status
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.record import OrderRecord, order_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client, Params
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Origin, Tick

PAGE: Final = 50


def read_packed(payload: StockhousePacked, origin: Origin) -> ReadyOrder:
    """The order of a `shipment.packed`."""
    return read_shipment(payload.shipment, origin.installation, "/shipment")


def fulfilment_key(order: ReadyOrder) -> str:
    """What makes two events one: `stockhouse/S-100001`."""
    return f"{order.erp}/{order.fulfilment.id}"


@stockhouse.connector(at="erp")
async def reread_order(order: ReadyOrder, api: Client) -> ReadyOrder:
    """The packed order as the ERP has it now, after a clerk corrected it there. Reads only."""
    row = await api.get(f"/shipments/{order.fulfilment.id}", into=Data[StockhouseShipment])
    return read_shipment(row.data, order.erp)


@stockhouse.connector
async def list_packed(tick: Tick, api: Client) -> Emit[ReadyOrder]:
    """Emit what is packed and has no tracking number, page by page.

    Shipments leave this list while they are labelled, so that a page may pass some over: the next sweep has them.
    One that cannot be read is noted and passed over: its webhook lies in the trash. Reads only.
    """
    del tick
    number = int(api.cursor or 1)
    params: Params = {"state": "packed", "untracked": 1, "page": number, "size": PAGE}
    page = await api.get("/shipments", params=params, into=Listing[StockhouseShipment])
    orders = tuple(order for row in page.data if (order := _readable(row, api)))
    return Emit(orders, cursor=str(number + 1 if page.has_more else 1), has_more=page.has_more)


@stockhouse.connector(at="erp")
async def record_tracking(order: LabelledOrder, api: Client) -> LabelledOrder:
    """Write the tracking numbers of all parcels into the ERP's shipment. Repeatable: the whole set is replaced."""
    parcels = [
        {"parcel_no": int(parcel.id), "tracking_number": parcel.tracking_number, "carrier": order.shipment.carrier}
        for parcel in order.shipment.parcels
    ]
    with in_our_words(f"Could not tell the ERP the tracking of order {order.erp_order!r}", _TRACKING):
        await api.put(f"/shipments/{order.fulfilment.id}/tracking", json={"parcels": parcels}, into=Ok)
        await update_status(order.shipment, api)
    return order


@stockhouse.connector(at="erp")
async def tell_erp_status(change: StatusChange, api: Client) -> StatusChange:
    """Tell the ERP where shipment and order are, as far as the last parcel. Repeatable."""
    with in_our_words(f"Could not tell the ERP where order {change.shipment.erp_order!r} is", _TRACKING):
        await update_status(change.shipment, api)
    return change


async def update_status(shipment: Shipment, api: Client) -> None:
    """Write what is known of the order at this instant, one writer at a time: late news never sets it back."""
    async with api.exclusive("erp_status", f"{shipment.erp}/{shipment.erp_order}"):
        record = await api.recall("order", order_key(shipment.shop, shipment.order_id), into=OrderRecord)
        status = {"status": erp_status(record.overall if record else Status.LABEL_CREATED)}
        await api.put(f"/shipments/{shipment.fulfilment}/status", json=status, into=Ok)
        await api.put(f"/orders/{shipment.erp_order}/status", json=status, into=Ok)


def _readable(row: StockhouseShipment, api: Client) -> ReadyOrder | None:
    try:
        return read_shipment(row, api.installation)
    except Rejected as error:
        api.note(f"Shipment {row.shipment_id} cannot be read: {error}", shipment=row.shipment_id, field=error.field)
        return None


_TRACKING: Final = FieldNames(
    {
        "parcels.*.parcel_no": "/shipment/parcels/*/id",
        "parcels.*.tracking_number": "/shipment/parcels/*/tracking_number",
        "shipment_id": "/fulfilment/id",
        "order_no": "/erp_order",
    }
)
