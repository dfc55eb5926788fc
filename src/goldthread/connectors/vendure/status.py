"""Where an order is, told to Vendure's shoppers and clerks."""

from typing import Final

from goldthread.connectors.vendure.application import vendure
from goldthread.connectors.vendure.note import ensure_note, find_sending
from goldthread.connectors.vendure.parcel_rows import VendureFulfillment, VendureMovedData, VendureSending
from goldthread.connectors.vendure.question import MOVE_FULFILLMENT, ask
from goldthread.connectors.vendure.rows import VendureReply
from goldthread.connectors.vendure.statuses import REACHED, WORTH_A_NOTE, fulfillment_state
from goldthread.domain.record import OrderRecord, order_key, overall, shipment_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.field_names import FieldNames, in_our_words


@vendure.connector(at="shop")
async def tell_shop_status(change: StatusChange, api: Client) -> StatusChange:
    """Move the fulfilment to where its last parcel is; the order follows by itself. Repeatable.

    What Vendure has no state for is told to its clerks in a note, once.
    """
    shipment = change.shipment
    key = order_key(shipment.shop, shipment.order_id)
    with in_our_words(f"Could not tell the shop where order {shipment.order_number!r} is", _FIELDS):
        async with api.exclusive("vendure_order", key):
            found = fulfillment_of(shipment, await find_sending(shipment.order_id, api))
            if found is None:
                api.note("The shop has no fulfilment yet; it is made in the state that is known by then.")
            else:
                await advance(found, shipment, api)
            if text := _worth_a_note(change):
                await ensure_note(shipment.shop, shipment.order_id, text, api)
    return change


def fulfillment_of(shipment: Shipment, row: VendureSending) -> VendureFulfillment | None:
    """The fulfilment with the shipment's tracking numbers, also one that a clerk has taken back."""
    numbers = frozenset(shipment.tracking_numbers)
    return next((one for one in row.fulfillments or () if one.numbers >= numbers), None)


async def advance(fulfillment: VendureFulfillment, shipment: Shipment, api: Client) -> None:
    """Move the fulfilment on as far as is known at this instant; Vendure itself never moves one back."""
    record = await api.recall("order", order_key(shipment.shop, shipment.order_id), into=OrderRecord)
    known = [parcel.status for parcel in record.parcels if parcel.shipment == shipment_key(shipment)] if record else []
    state = fulfillment_state(overall(known) if known else Status.LABEL_CREATED)
    if fulfillment.state == "Cancelled":
        api.note(f"Fulfilment {fulfillment.id} was taken back in the shop; it is left as it is.")
    elif fulfillment.state not in REACHED[state]:
        moved = {"id": fulfillment.id, "state": state}
        await ask(api, MOVE_FULFILLMENT, moved, VendureReply[VendureMovedData], doubt=Repeatable())


_FIELDS: Final = FieldNames({"order": "/shipment/order_id"})


def _worth_a_note(change: StatusChange) -> str:
    """`T-1 came back (2026-11-23 12:00 UTC).`; empty where Vendure has a state for it, or nothing is known."""
    state = change.after
    if not isinstance(state.status, Status) or state.status not in WORTH_A_NOTE or state.since is None:
        return ""
    since = f"{state.since:%Y-%m-%d %H:%M} UTC"
    return f"{change.event.tracking_number} {WORTH_A_NOTE[state.status]} ({since})."
