"""What was heard of a parcel, folded into what is known of it."""

from datetime import timedelta
from typing import Final

from goldthread.connectors.books.application import books
from goldthread.domain.record import OrderRecord, ParcelRecord, order_key, parcel_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status, Unknown
from goldthread.domain.track import LocatedEvent, StatusChange
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Drop, Wait

PATIENCE: Final = timedelta(minutes=10)
"""How long an event waits for a parcel that isn't known yet: carriers are quicker than our own records."""
PAUSE: Final = timedelta(seconds=5)


@books.connector
async def fold_status(event: TrackingEvent, api: Client) -> StatusChange | Drop | Wait:
    """Add the event to all that was heard of its parcel; goes on only when that changes the parcel's status.

    Two events of one parcel at once are folded one after the other.

    A carrier may announce a label that it then doesn't sell, or that somebody else bought: such news of an unknown
    parcel ends after ten minutes.

    Raises:
        Rejected: a parcel is on its way that nobody has heard of for ten minutes.

    """
    key = parcel_key(event.carrier, event.tracking_number)
    parcel = await api.recall("parcel", key, into=ParcelRecord)
    if parcel is None:
        return _wait(event, api)
    if isinstance(event.status, Unknown):
        api.note(
            f"{event.carrier} sent the code {event.status.raw!r}, which no table lists.", unlisted=event.status.raw
        )
    change = LocatedEvent(event=event, shipment=await _shipment(parcel, api)).folded(parcel.tracking)
    if change.tracking == parcel.tracking:
        return Drop(f"{event.raw_code} of {event.tracking_number} was heard before.")
    if event.source is Source.WATCH:
        api.note(
            f"No webhook of {event.carrier} told {event.raw_code} of {event.tracking_number}: the watch found it.",
            found_by_watch=event.raw_code,
        )
    kept = ParcelRecord(shipment=parcel.shipment, tracking=change.tracking)
    api.remember("parcel", key, kept, is_live=change.tracking.is_live)
    await _move_order(change, api)
    if not change.is_change:
        return Drop(f"{event.raw_code} leaves {event.tracking_number} as it was.")
    return change


async def _shipment(parcel: ParcelRecord, api: Client) -> Shipment:
    shipment = await api.recall("shipment", parcel.shipment, into=Shipment)
    if shipment is None:
        raise Rejected(
            f"The shipment {parcel.shipment} of parcel {parcel.tracking.tracking_number} isn't kept any more."
        )
    return shipment


async def _move_order(change: StatusChange, api: Client) -> None:
    key = order_key(change.shipment.shop, change.shipment.order_id)
    order = await api.recall("order", key, into=OrderRecord)
    if order is None:
        return
    moved = order.moved(change.event.carrier, change.event.tracking_number, change.after)
    if moved != order:
        api.remember("order", key, moved)


def _wait(event: TrackingEvent, api: Client) -> Wait | Drop:
    if api.now() - event.received_at < PATIENCE:
        return Wait(PAUSE, f"No shipment with {event.tracking_number} is known yet.")
    if event.status is Status.LABEL_CREATED:
        return Drop(f"{event.carrier} announced {event.tracking_number}, a parcel that was never labelled here.")
    raise Rejected(
        f"{event.carrier} tells of {event.tracking_number}, a parcel that was never labelled here. "
        "Discard it, or resume when its label is there.",
        field="/tracking_number",
    )
