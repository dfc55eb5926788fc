"""Where an order is, noted in WooCommerce."""

from goldthread.connectors.woocommerce.application import API, woocommerce
from goldthread.connectors.woocommerce.note import ensure_note
from goldthread.connectors.woocommerce.rows import WooNote
from goldthread.connectors.woocommerce.statuses import words_for
from goldthread.domain.record import order_key
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client
from goldthread.flow.field_names import FieldNames, in_our_words


@woocommerce.connector(at="shop")
async def tell_shop_status(change: StatusChange, api: Client) -> StatusChange:
    """Note in the order what a parcel came to. Safe to repeat: the same note is written once.

    WooCommerce has no states for an order on its way; `completed` is what it calls sent, and stays. The note is for the
    shop's people, since each one to the customer would be a mail.
    """
    shipment, event = change.shipment, change.event
    at = f"{event.moment:%Y-%m-%d %H:%M %Z}"
    text = f"{shipment.carrier} {event.tracking_number}, {at}: {words_for(change.after.status)}."
    path = f"{API}/orders/{shipment.order_id}/notes"
    with in_our_words(f"Could not tell the shop where order {shipment.order_number!r} is", FieldNames({})):
        async with api.exclusive("woocommerce_order", order_key(shipment.shop, shipment.order_id)):
            notes = await api.get(path, into=tuple[WooNote, ...])
            await ensure_note(
                shipment.order_id, text, api, to_customer=False, known=frozenset(one.note for one in notes)
            )
    return change
