"""Shipments that are taken back: at a person's wish, or because others of the same call were refused."""

from typing import Final

from goldthread.connectors.dhl_parcel_de.rows import DhlAnswer, DhlItem
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Fault, Rejected

ORDERS: Final = "/parcel/de/shipping/v2/orders"
GONE: Final = DhlAnswer(items=())
DELETED: Final = "dhl_deleted"
"""Says of a shipment that we deleted it."""


async def delete_shipment(number: str, profile: str, api: Client) -> None:
    """Delete a shipment, which DHL does until the day is closed. Where the answer is lost, it is looked for.

    What was deleted before is refused as what was closed is: DHL doesn't say which.
    """

    async def gone() -> DhlAnswer | None:
        if await api.find(ORDERS, params={"shipment": number, "includeDocs": "URL"}, into=DhlAnswer) is not None:
            return None
        api.note(f"The answer to the deletion of {number} was lost; DHL doesn't know {number} any more.")
        return GONE

    params = {"profile": profile, "shipment": number}
    await api.delete(ORDERS, params=params, into=DhlAnswer, doubt=Lookup(find=gone))
    await api.link(DELETED, number, "yes")


async def refuse_the_rest(answer: DhlAnswer, api: Client) -> None:
    """Go on where every shipment was done; else delete those that were, and say what DHL has against the others.

    Raises:
        Rejected: some were refused. Nothing of the call is left.

    """
    refused = [(place, item) for place, item in enumerate(answer.items) if not item.sstatus.is_done]
    if not refused:
        return
    for item in answer.items:
        if item.sstatus.is_done and item.shipmentNo:
            await delete_shipment(str(item.shipmentNo), api.setting("profile") or "STANDARD_GRUPPENPROFIL", api)
            api.note(f"Deleted {item.shipmentNo}, which was made although others of its order were refused.")
    faults = tuple(fault for place, item in refused for fault in _faults(place, item))
    raise Rejected("DHL refused some of the shipments.", faults=faults)


def _faults(place: int, item: DhlItem) -> list[Fault]:
    messages = [
        Fault(
            field=f"shipments.{place}.{one.property or ''}",
            message=one.validationMessage,
            code=one.validationState or "",
        )
        for one in item.validationMessages
    ]
    return messages or [Fault(field=f"shipments.{place}", message=item.sstatus.detail or item.sstatus.title)]
