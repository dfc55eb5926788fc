"""Shipments of Tryton: found by sweeping, read again, told their tracking and how far they are."""

from typing import Final

from goldthread.connectors.tryton.application import tryton
from goldthread.connectors.tryton.reading import FIELDS, read_shipment
from goldthread.connectors.tryton.record import Record
from goldthread.connectors.tryton.rpc import call, search
from goldthread.connectors.tryton.statuses import DONE, NOT_NOW, PACKED, SHIPPED, UNTOLD, erp_status
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.record import OrderRecord, order_key, overall, shipment_key
from goldthread.domain.shipment import Shipment
from goldthread.domain.status import Status, Unknown
from goldthread.domain.track import StatusChange
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Tick

MODEL: Final = "stock.shipment.out"
PAGE: Final = 50
OURS: Final = ["moves.origin.sale.reference", "like", "%/%/%", "sale.line"]
"""Sales that came from a shop; what clerks sell by themselves isn't ours to ship."""


def fulfilment_key(order: ReadyOrder) -> str:
    """What makes two sightings of a shipment one: `tryton/17`."""
    return f"{order.erp}/{order.fulfilment.id}"


@tryton.connector(at="erp")
async def reread_packed(order: ReadyOrder, api: Client) -> ReadyOrder:
    """The packed order as Tryton has it now, after a clerk corrected it there. Reads only."""
    row = await _one(order.fulfilment.id, FIELDS, api)
    if row.text("state") not in {PACKED, SHIPPED, DONE}:
        message = (
            f"Shipment {row.text('number')} is {row.text('state')} in Tryton, not packed; pack it there and resume."
        )
        raise Rejected(message, field="/fulfilment/parcels", code="shipment.unpacked")
    return read_shipment(row, api)


@tryton.connector
async def list_packed(tick: Tick, api: Client) -> Emit[ReadyOrder]:
    """Emit the orders of shops that are packed and have no tracking number, page by page.

    Pages go on after the last id, so that none is passed over while others leave the list. One that cannot be read is
    noted and passed over until a clerk has corrected it: the next sweep looks again. Reads only.
    """
    del tick
    after = int(api.cursor or 0)
    domain = [["state", "=", PACKED], ["shipping_reference", "=", None], ["id", ">", after], OURS]
    rows = await search(MODEL, domain, FIELDS, api, limit=PAGE)
    orders = tuple(order for row in rows if (order := _readable(row, api)))
    has_more = len(rows) == PAGE
    return Emit(orders, cursor=str(rows[-1].id if has_more else 0), has_more=has_more)


@tryton.connector(at="erp")
async def record_tracking(order: LabelledOrder, api: Client) -> LabelledOrder:
    """Write each parcel's tracking number to its package, and all of them to the shipment.

    Repeatable: what stands there already isn't written, and what somebody wrote since it was read isn't overwritten
    (Tryton compares timestamps) but read anew.
    """
    wanted = {int(parcel.id): str(parcel.tracking_number) for parcel in order.shipment.parcels}
    async with api.exclusive("erp_shipment", f"{order.erp}/{order.fulfilment.id}"):
        with in_our_words(f"Could not tell Tryton the tracking of order {order.erp_order!r}", _TRACKING):
            fields = ("state", "shipping_reference", "_timestamp")
            packages = ("packages.shipping_reference", "packages._timestamp")
            row = await _one(order.fulfilment.id, (*fields, *packages), api)
            await _write_packages(row.many("packages"), wanted, api)
            numbers = ", ".join(wanted.values())
            if row.text("shipping_reference") != numbers:
                at = {f"{MODEL},{row.id}": row.text("_timestamp")}
                values = {"shipping_reference": numbers}
                await call(f"{MODEL}.write", [[row.id], values], api, doubt=Repeatable(), at=at)
            await _move_on(order.shipment, row, api)
    return order


@tryton.connector(at="erp")
async def tell_erp_status(change: StatusChange, api: Client) -> StatusChange:
    """Take Tryton's shipment as far as its last parcel is: shipped, or done. Repeatable; it never goes back."""
    shipment = change.shipment
    with in_our_words(f"Could not tell Tryton where order {shipment.erp_order!r} is", _TRACKING):
        async with api.exclusive("erp_shipment", f"{shipment.erp}/{shipment.fulfilment}"):
            await _move_on(shipment, await _one(shipment.fulfilment, ("state",), api), api)
    return change


async def _move_on(shipment: Shipment, row: Record, api: Client) -> None:
    """What is known of the shipment at this instant, one writer at a time: late news never sets it back."""
    record = await api.recall("order", order_key(shipment.shop, shipment.order_id), into=OrderRecord)
    standing = (
        overall(one.status for one in record.parcels if one.shipment == shipment_key(shipment)) if record else None
    )
    status = Status.LABEL_CREATED if standing is None else standing
    if not isinstance(status, Unknown) and status in UNTOLD:
        api.note(f"Tryton has no word for {status}; its shipment {row.id} is {row.text('state')} there.")
    wanted, state = erp_status(status), row.text("state")
    match wanted, state:
        case (_, "cancelled"):
            api.note(f"Shipment {row.id} was cancelled in Tryton; that it is {status} wasn't told.")
        case ("shipped", "packed"):
            await _press("ship", row.id, SHIPPED, api)
        case ("done", "packed" | "shipped"):
            await _press("do", row.id, DONE, api)
        case _:
            return


async def _press(button: str, id_: int, wanted: str, api: Client) -> None:
    """Press a button. Refused the second time, it was pressed before: the state tells."""
    try:
        await call(f"{MODEL}.{button}", [[id_]], api, doubt=Repeatable())
    except Rejected as error:
        is_late = all(fault.code == NOT_NOW for fault in error.faults)
        if not is_late or (await _one(str(id_), ("state",), api)).text("state") not in {wanted, DONE}:
            raise


async def _write_packages(packages: tuple[Record, ...], wanted: dict[int, str], api: Client) -> None:
    """Write all numbers that aren't there yet, in one transaction."""
    known = {package.id: package for package in packages}
    missing = [str(id_) for id_ in wanted if id_ not in known]
    if missing:
        message = f"Package {', '.join(missing)} isn't in Tryton's shipment any more; it was packed anew"
        raise Rejected(message, field="/fulfilment/parcels", code="package.gone")
    changes = {id_: number for id_, number in wanted.items() if known[id_].text("shipping_reference") != number}
    if not changes:
        return
    params = [part for id_, number in changes.items() for part in ([id_], {"shipping_reference": number})]
    at = {f"stock.package,{id_}": known[id_].text("_timestamp") for id_ in changes}
    await call("stock.package.write", params, api, doubt=Repeatable(), at=at)


async def _one(id_: str, fields: tuple[str, ...], api: Client) -> Record:
    found = await search(MODEL, [["id", "=", int(id_)]], fields, api)
    if not found:
        raise Rejected(f"Tryton has no shipment {id_} any more.", field="/fulfilment/id", code="shipment.gone")
    return found[0]


def _readable(row: Record, api: Client) -> ReadyOrder | None:
    try:
        return read_shipment(row, api)
    except Rejected as error:
        named = row.text("number")
        api.note(f"Shipment {named} cannot be read: {error}", shipment=named, field=error.field)
        return None


_TRACKING: Final = FieldNames(
    {
        "Stock Package": "/shipment/parcels",
        "Stock Shipment Out": "/fulfilment/id",
    }
)
