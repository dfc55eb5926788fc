"""Where a shipment is, told to Shopify's shoppers as events of its fulfilments."""

from datetime import datetime

from goldthread.connectors.shopify.application import shopify
from goldthread.connectors.shopify.documents import CREATE_EVENT
from goldthread.connectors.shopify.fulfilment_rows import (
    ShopifyEvent,
    ShopifyEventCreated,
    ShopifyEventMade,
    ShopifyFulfilment,
)
from goldthread.connectors.shopify.graphql import Answer, change
from goldthread.connectors.shopify.shipping import get_shipping, ours
from goldthread.connectors.shopify.statuses import event_status
from goldthread.domain.record import OrderRecord, order_key, overall, shipment_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.reply import Json


@shopify.connector(at="shop")
async def tell_shop_status(change: StatusChange, api: Client) -> StatusChange:
    """Tell Shopify where the shipment is, as far as its last parcel. What it was told already isn't told again."""
    with in_our_words(f"Could not tell Shopify where order {change.shipment.order_number!r} is", FieldNames({})):
        await update_status(change.shipment, change.after.since or api.now(), api)
    return change


async def update_status(shipment: Shipment, at: datetime, api: Client) -> None:
    """Add an event of what is known of the shipment at this instant, one writer at a time.

    Late news never sets it back, since our records say what it amounts to. A shipment without a fulfilment yet is
    told when it gets one.
    """
    key = order_key(shipment.shop, shipment.order_id)
    async with api.exclusive("shop_status", key):
        record = await api.recall("order", key, into=OrderRecord)
        standings = record.parcels if record else ()
        mine = [one.status for one in standings if one.shipment == shipment_key(shipment)]
        word = event_status(overall(mine) if mine else Status.LABEL_CREATED)
        if word is None:
            api.note(f"Shopify has no word for {overall(mine)}; it was told nothing.")
            return
        shipping = await get_shipping(shipment.order_id, api)
        for one in ours(shipment, shipping.fulfillments):
            await _tell(shipment, one, word, at, api)


async def _tell(shipment: Shipment, fulfilment: ShopifyFulfilment, word: str, at: datetime, api: Client) -> None:
    last = fulfilment.last_event
    if last and last.status == word:
        return

    async def find() -> Answer[ShopifyEventCreated] | None:
        now = ours(shipment, (await get_shipping(shipment.order_id, api)).fulfillments)
        event = next((one.last_event for one in now if one.id == fulfilment.id), None)
        return _answer(event) if event and event.status == word else None

    happened = max(at, last.happenedAt) if last else at
    event: dict[str, Json] = {"fulfillmentId": fulfilment.id, "status": word, "happenedAt": happened.isoformat()}
    await change(CREATE_EVENT, {"fulfillmentEvent": event}, api, Answer[ShopifyEventCreated], Lookup(find=find))


def _answer(event: ShopifyEvent) -> Answer[ShopifyEventCreated]:
    return Answer(data=ShopifyEventCreated(fulfillmentEventCreate=ShopifyEventMade(fulfillmentEvent=event)))
