"""One shipment of EasyPost: drafted for nothing, bought once, refunded."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from goldthread.connectors.easypost.draft import Draft
from goldthread.connectors.easypost.rows import EasyPostRate, EasyPostRates, EasyPostShipment
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, Repeatable, TwoStep
from goldthread.flow.errors import Fault, Rejected

REFUNDED: Final = frozenset({"submitted", "refunded"})
LINK: Final = "easypost_shipment"
"""Ties a parcel to the last draft that was made for it, before anything is bought."""
FRESH: Final = timedelta(days=1)
"""For how long rates are taken as they are."""
EXISTS: Final = "SHIPMENT.POSTAGE.EXISTS"
"""What a second purchase of the same shipment is answered."""


async def draft_shipment(asked: Draft, api: Client) -> EasyPostShipment:
    """The draft with its rates, or what was bought of it. Costs nothing, and is found again by id or reference.

    Raises:
        Rejected: the parcel's label was bought before the order was corrected.

    """
    refunded: set[str] = set()

    async def find() -> EasyPostShipment | None:
        row = await api.find(f"/v2/shipments/{quote(asked.reference, safe='')}", into=EasyPostShipment)
        refunded.update({row.id} if row is not None and _live(row) is None else ())
        return _live(row)

    if (known := await _known(asked, refunded, api)) is not None:
        return await _priced(known, api)
    row = await find()
    if row is None:
        body = {"shipment": dict(asked.shipment)}
        row = await api.post("/v2/shipments", json=body, into=EasyPostShipment, doubt=Lookup(find=find))
        while row.id in refunded:  # What came was the recorded answer of a shipment that was refunded since.
            row = await api.post("/v2/shipments", json=body, into=EasyPostShipment, doubt=Lookup(find=find))
    await api.link(LINK, asked.parcel, row.id)
    return row


async def _priced(row: EasyPostShipment, api: Client) -> EasyPostShipment:
    """The draft with rates that carriers still honour; what was bought stays as it is."""
    if row.postage_label is not None or api.now() - row.created_at < FRESH:
        return row
    rates = await api.post(f"/v2/shipments/{row.id}/rerate", into=EasyPostRates, doubt=Repeatable())
    return replace(row, rates=rates.rates)


async def _known(asked: Draft, refunded: set[str], api: Client) -> EasyPostShipment | None:
    """The draft that was made for the parcel last, as long as it is the same or was bought, and not `refunded`."""
    id_ = await api.linked(LINK, asked.parcel)
    there = await api.find(f"/v2/shipments/{id_}", into=EasyPostShipment) if id_ else None
    row = _live(there)
    refunded.update({there.id} if there is not None and row is None else ())
    if row is None or row.reference == asked.reference:
        return row
    if row.postage_label is not None:
        message = f"EasyPost sold {row.id} for this parcel before the order was changed. Void it, and resume."
        raise Rejected(message, field="/fulfilment/parcels", code="shipment.bought")
    return None


def _live(row: EasyPostShipment | None) -> EasyPostShipment | None:
    return None if row is None or row.refund_status in REFUNDED else row


async def buy_shipment(row: EasyPostShipment, rate: EasyPostRate, api: Client) -> EasyPostShipment:
    """Buy the draft with its label. **Bills it.** A lost answer is looked for at the same draft, which is bought once.

    EasyPost refuses to sell a shipment twice, so what came of a purchase that was still under way is looked at, too.
    """
    path = f"/v2/shipments/{row.id}"

    async def completed() -> EasyPostShipment | None:
        found = await api.get(path, into=EasyPostShipment)
        return found if found.postage_label else None

    body = {"rate": {"id": rate.id}}
    try:
        return await api.post(f"{path}/buy", json=body, into=EasyPostShipment, doubt=TwoStep(completed=completed))
    except Rejected as error:
        if all(fault.code != EXISTS for fault in error.faults) or (bought := await completed()) is None:
            raise
        return bought


def rate_for(order: ReadyOrder, row: EasyPostShipment, api: Client) -> EasyPostRate:
    """The rate of the service that order or settings name; the cheapest where neither does.

    Raises:
        Rejected: no carrier offers it, with what the carriers say.

    """
    wanted = _wanted(order, api)
    offered = [rate for rate in row.rates if not wanted or rate.name.casefold() == wanted.casefold()]
    if not offered:
        names = ", ".join(sorted({rate.name for rate in row.rates}))
        said = "; ".join(f"{one.carrier or 'a carrier'}: {one.message}" for one in row.messages)
        message = f"EasyPost offers {names}, not {wanted}" if names else "EasyPost's carriers offer nothing"
        message += f" ({said})" if said else ""
        raise Rejected(message, faults=(Fault(field="service", message=message, code="service"),))
    return min(offered, key=lambda rate: (rate.rate, rate.name))


def _wanted(order: ReadyOrder, api: Client) -> str:
    """`USPS/GroundAdvantage`; empty for the cheapest."""
    pairs = (pair.partition("=") for pair in api.setting("services").split(","))
    known = {name.strip().casefold(): service.strip() for name, _, service in pairs if service.strip()}
    if order.service.casefold() in known:
        return known[order.service.casefold()]
    if "/" in order.service:
        return order.service
    usual = api.setting("service")
    if order.service:
        taken = usual or "the cheapest service"
        api.note(f"No service of EasyPost is set for {order.service!r}; took {taken}.", field="/service")
    return usual


async def refund(id_: str, api: Client) -> None:
    """Have one shipment refunded; asked for already, it is left alone.

    Raises:
        Rejected: the carrier doesn't take it back, most often because it was scanned.

    """
    path = f"/v2/shipments/{id_}"

    async def find() -> EasyPostShipment | None:
        found = await api.get(path, into=EasyPostShipment)
        return found if found.refund_status else None

    row = await find()
    if row is None or row.refund_status == "rejected":
        row = await api.post(f"{path}/refund", into=EasyPostShipment, doubt=Lookup(find=find))
    if row.refund_status == "not_applicable":
        api.note(f"EasyPost has nothing to refund for {id_}: its carrier bills what it scans.")
    elif row.refund_status not in REFUNDED:
        message = f"The refund of {id_} is {row.refund_status or 'not known'}; it may have been scanned already."
        raise Rejected(message, code="refund.rejected")
