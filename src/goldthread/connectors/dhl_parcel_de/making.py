"""Shipments are made once: what was made of an order is written down, since DHL looks nothing up by reference."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from goldthread.connectors.dhl_parcel_de.consignee import Body
from goldthread.connectors.dhl_parcel_de.draft import reference_of
from goldthread.connectors.dhl_parcel_de.rows import DhlAnswer, DhlItem
from goldthread.connectors.dhl_parcel_de.void import DELETED, ORDERS, refuse_the_rest
from goldthread.domain.addressed import AddressedOrder
from goldthread.flow.client import Client, Params
from goldthread.flow.doubt import Ask
from goldthread.flow.errors import Rejected, Transient
from goldthread.flow.exact import exact_json, mark_of

HEADERS: Final = {"Content-Type": "application/json", "Accept-Language": "en-US"}
LINK: Final = "dhl_shipments"
"""Ties a fulfilment to the mark of what was made of it last, the numbers of that, when, and the numbers before."""
FRESH: Final = timedelta(minutes=10)
"""For so long a shipment that DHL doesn't know isn't taken for deleted, unless we deleted it: it may only be new."""


async def ensure_shipments(order: AddressedOrder, body: Body, params: Params, api: Client) -> DhlAnswer:
    """The shipments of the order's parcels: those made of the same before that weren't deleted, or else new ones.

    DHL itself would make others: for a second run of the order, or a resume after something was corrected.

    Raises:
        Rejected: shipments of something else are there, or not all of them are; or DHL refused some.

    """
    mark = mark_of(body)
    known = await api.linked(LINK, order.reference)
    former: set[str] = set()
    if known is not None:
        made_of, numbers, made_at, *before = known.split(" ")
        former = {*numbers.split(","), *before}
        is_fresh = api.now() - datetime.fromisoformat(made_at) < FRESH
        found = [item for number in numbers.split(",") if (item := await _find(number, params, api, is_fresh=is_fresh))]
        if found and made_of == mark and len(found) == len(order.fulfilment.parcels):
            return DhlAnswer(items=tuple(found))
        if found:
            raise _left(found)
    answer = await _make(order, body, params, api)
    while former.intersection(_numbers(answer)):  # What came was the recorded answer about shipments now deleted.
        answer = await _make(order, body, params, api)
    if made := _numbers(answer):
        await api.link(LINK, order.reference, " ".join((mark, ",".join(made), api.now().isoformat(), *sorted(former))))
    await refuse_the_rest(answer, api)
    return answer


async def _make(order: AddressedOrder, body: Body, params: Params, api: Client) -> DhlAnswer:
    doubt = Ask(cost=_cost(order))
    content = exact_json(body)
    return await api.post(ORDERS, content=content, headers=HEADERS, params=params, into=DhlAnswer, doubt=doubt)


async def _find(number: str, params: Params, api: Client, *, is_fresh: bool) -> DhlItem | None:
    """The shipment with its label, if it is there. Bills nothing."""
    answer = await api.find(ORDERS, params={**params, "mustEncode": None, "shipment": number}, into=DhlAnswer)
    if answer is not None and answer.items:
        return replace(answer.items[0], shipmentNo=number)
    if is_fresh and await api.linked(DELETED, number) is None:
        raise Transient(f"DHL doesn't know {number}, which it made just now, and which nobody here deleted.")
    return None


def _numbers(answer: DhlAnswer) -> list[str]:
    return [str(item.shipmentNo) for item in answer.items if item.sstatus.is_done and item.shipmentNo]


def _left(found: Sequence[DhlItem]) -> Rejected:
    numbers = ", ".join(str(item.shipmentNo) for item in found)
    return Rejected(
        f"DHL has {numbers} for this fulfilment, made before the order was changed, or not for all of its "
        "parcels. Void it, or delete it in the portal, and resume",
        field="/fulfilment/parcels",
        code="shipment.made",
    )


def _cost(order: AddressedOrder) -> str:
    references = ", ".join(reference_of(order, parcel) for parcel in order.fulfilment.parcels)
    return (
        "a second shipment, which is billed if it is handed over, an international one perhaps at the day's end. Look "
        f"for {references} in the business customer portal: if it is there, delete it, or adopt it"
    )
