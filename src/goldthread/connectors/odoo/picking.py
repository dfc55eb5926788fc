"""Transfers of Odoo: found by sweeping, read again, told their tracking numbers, validated."""

from typing import Final, cast

from goldthread.connectors.odoo.application import odoo
from goldthread.connectors.odoo.call import find, write
from goldthread.connectors.odoo.chatter import update_status
from goldthread.connectors.odoo.packed import what_they_hold
from goldthread.connectors.odoo.reading import Habits, is_packed, read_picking
from goldthread.connectors.odoo.rows import OdooAction, OdooPicking, text
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import TrackingNumber
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable, TwoStep
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Tick

PAGE: Final = 50
_FIELDS: Final = (
    *("name", "state", "sale_id", "partner_id", "picking_type_id", "carrier_id"),
    *("carrier_tracking_ref", "weight_uom_name"),
)
_NO_WIZARDS: Final[dict[str, object]] = {"skip_backorder": True, "skip_immediate": True, "skip_sms": True}
"""What wasn't picked becomes a backorder; nobody is asked, and nobody gets a text message."""


def fulfilment_key(order: ReadyOrder) -> str:
    """What makes two finds one: `odoo/17`."""
    return f"{order.erp}/{order.fulfilment.id}"


@odoo.connector
async def list_packed(tick: Tick, api: Client) -> Emit[ReadyOrder]:
    """Emit the transfers that are packed and have no tracking number, page by page, in the order of their ids.

    Packed means: *Ready* (or *Done*, as the installation says), and all of it lies in packages. What isn't packed yet,
    and what didn't come from a shop, is passed over; what cannot be read is noted. Reads only.
    """
    del tick
    after = int(api.cursor or 0)
    domain = [
        ["picking_type_code", "=", "outgoing"],
        ["state", "=", api.setting("ready_state", "assigned")],
        ["carrier_tracking_ref", "=", False],
        ["sale_id", "!=", False],
        ["id", ">", after],
    ]
    page = await find("stock.picking", domain, _FIELDS, api, into=OdooPicking, limit=PAGE)
    orders = await _ready(page, api) if page else ()
    has_more = len(page) == PAGE
    return Emit(orders, cursor=str(page[-1].id if has_more else 0), has_more=has_more)


@odoo.connector(at="erp")
async def reread_packed(order: ReadyOrder, api: Client) -> ReadyOrder:
    """The packed order as Odoo has it now, after a clerk corrected it there. Reads only."""
    row = await _picking(order.fulfilment.id, api)
    packed = await what_they_hold((row,), api)
    if not is_packed(row, packed):
        raise Rejected(f"Transfer {row.name} isn't packed any more; pack it and resume.", field="/fulfilment/parcels")
    return read_picking(row, packed, _habits(api))


@odoo.connector(at="erp")
async def record_tracking(order: LabelledOrder, api: Client) -> LabelledOrder:
    """Write the tracking numbers of all parcels into Odoo's transfer, beside those it has, and validate it.

    The numbers come first: a transfer that is validated without any may make Odoo buy a label of its own. Repeatable.
    """
    with in_our_words(f"Could not tell Odoo the tracking of order {order.erp_order!r}", _TRACKING):
        async with api.exclusive("picking", order.fulfilment.id):
            row = await _picking(order.fulfilment.id, api)
            known = text(row.carrier_tracking_ref)
            numbers = merged(known, order.shipment.tracking_numbers)
            if numbers != known:
                values = {"carrier_tracking_ref": numbers}
                await write("stock.picking", "write", api, into=bool, doubt=Repeatable(), ids=(row.id,), vals=values)
            if row.state != "done" and api.setting("validate", "yes") != "no":
                await _validate(row, api)
        await update_status(order.shipment, api)
    return order


async def _ready(page: tuple[OdooPicking, ...], api: Client) -> tuple[ReadyOrder, ...]:
    """What of a page can be shipped."""
    packed = await what_they_hold(page, api)
    orders: list[ReadyOrder] = []
    for row in page:
        if is_packed(row, packed):
            try:
                orders.append(read_picking(row, packed, _habits(api)))
            except Rejected as error:
                if error.faults[0].code != "reference.form":
                    api.note(f"Transfer {row.name} cannot be shipped: {error}", transfer=row.name, field=error.field)
    return tuple(orders)


def merged(known: str, numbers: tuple[TrackingNumber, ...]) -> str:
    """All numbers, each once: those that stand there, then ours, joined by commas as Odoo joins them."""
    stand = [one.strip() for one in known.split(",") if one.strip()]
    return ",".join(dict.fromkeys([*stand, *numbers]))


async def _validate(row: OdooPicking, api: Client) -> None:
    """Validate the transfer; a lost answer is settled by its state.

    A dialog comes back in place of the deed where something is to be decided, or after it, where Odoo would print.
    """

    async def completed() -> bool | OdooAction | None:
        return True if (await _picking(str(row.id), api)).state == "done" else None

    answer = await write(
        "stock.picking",
        "button_validate",
        api,
        into=cast("type[bool | OdooAction]", bool | OdooAction),
        doubt=TwoStep(completed=completed),
        ids=(row.id,),
        context=_NO_WIZARDS,
    )
    if isinstance(answer, OdooAction) and not await completed():
        asked = answer.name or answer.res_model or answer.tag or "something"
        message = f"Odoo asks {asked!r} before it validates transfer {row.name}; validate it there and resume."
        raise Rejected(message, field="/fulfilment/id", code="wizard")


async def _picking(id_: str, api: Client) -> OdooPicking:
    found = await find("stock.picking", [["id", "=", int(id_)]], _FIELDS, api, into=OdooPicking, limit=1)
    if not found:
        raise Rejected(f"Odoo has no transfer {id_} any more.", field="/fulfilment/id", code="transfer.gone")
    return found[0]


def _habits(api: Client) -> Habits:
    return Habits(erp=api.installation, station=api.setting("station"), default_box=api.setting("default_box"))


_TRACKING: Final = FieldNames(
    {"carrier_tracking_ref": "/shipment/parcels/*/tracking_number", "id": "/fulfilment/id", "name": "/erp_order"}
)
