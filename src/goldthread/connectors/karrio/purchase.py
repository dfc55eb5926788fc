"""One shipment of karrio: bought once, found again by our reference, cancelled."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from goldthread.connectors.karrio.application import karrio
from goldthread.connectors.karrio.rows import (
    KarrioAddress,
    KarrioDocument,
    KarrioDraft,
    KarrioShipment,
    KarrioShipments,
)
from goldthread.flow.client import Client, Params
from goldthread.flow.doubt import Lookup, Repeatable
from goldthread.flow.errors import Rejected

PAGE: Final = 100
DEAD: Final = frozenset({"draft", "cancelled"})
"""Statuses of shipments without a label that counts."""


@karrio.connector
async def buy_shipment(asked: KarrioDraft, api: Client) -> KarrioShipment:
    """Buy a shipment with its label. **The carrier bills it.** Looked for first, one at a time by its reference.

    karrio takes a reference as often as it comes, so two runs of one order would buy two labels.
    """

    async def find() -> KarrioShipment | None:
        return await find_shipment(asked, api)

    async with api.exclusive("karrio_shipment", asked.reference):
        rows = await _all(asked.reference, api)
        if (found := _live(asked, rows, api)) is not None:
            return found
        former = {row.id for row in rows}
        row = await api.post("/v1/shipments", json=asked, into=KarrioShipment, doubt=Lookup(find=find))
        while row.id in former:  # What came was the recorded answer of a shipment that was cancelled since.
            row = await api.post("/v1/shipments", json=asked, into=KarrioShipment, doubt=Lookup(find=find))
        return row


@karrio.connector
async def find_shipment(asked: KarrioDraft, api: Client) -> KarrioShipment | None:
    """The live shipment of the draft's reference, if there is one. Costs nothing.

    Raises:
        Rejected: it says something else, since the order was corrected after its label was bought.

    """
    return _live(asked, await _all(asked.reference, api), api)


@karrio.connector
async def list_shipments(reference: str, api: Client) -> tuple[KarrioShipment, ...]:
    """Live shipments whose reference contains this text, in whatever case, as karrio filters; the oldest first."""
    return tuple(row for row in await _all(reference, api) if row.status not in DEAD)


async def _all(reference: str, api: Client) -> tuple[KarrioShipment, ...]:
    """Those shipments, also drafts and cancelled ones."""
    found: list[KarrioShipment] = []
    while True:
        params: Params = {"reference": reference, "limit": PAGE, "offset": len(found)}
        page = await api.get("/v1/shipments", params=params, into=KarrioShipments)
        found += page.results
        if page.next is None or not page.results:
            return tuple({row.id: row for row in reversed(found)}.values())


def _live(asked: KarrioDraft, rows: Sequence[KarrioShipment], api: Client) -> KarrioShipment | None:
    live = [row for row in rows if row.reference == asked.reference and row.status not in DEAD]
    if not live:
        return None
    if len(live) > 1:
        numbers = ", ".join(row.id for row in live)
        api.note(f"karrio has {len(live)} shipments of {asked.reference}: {numbers}. Cancel all but the first.")
    if differing := _differing(live[0], asked):
        raise Rejected(f"karrio has shipment {live[0].id} of {asked.reference}{differing}. Void it, and resume.")
    return live[0]


async def label_of(row: KarrioShipment, api: Client) -> KarrioDocument:
    """The shipment's label with its data: as it came with the purchase, or asked for again."""
    label = next((one for one in row.shipping_documents if one.category == "label"), None)
    if label is not None and label.base64:
        return label
    path = f"/v1/shipments/{row.id}/documents/label"
    return await api.post(path, into=KarrioDocument, is_read=True)


async def cancel(id_: str, api: Client) -> None:
    """Cancel one shipment; karrio answers 202 where it was cancelled before, 409 once the parcel was scanned."""
    await api.post(f"/v1/shipments/{id_}/cancel", into=dict[str, object], doubt=Repeatable())


def _differing(row: KarrioShipment, asked: KarrioDraft) -> str:
    """In which the label differs from what is asked now: ` for another recipient`; empty where it doesn't."""
    if _plain(row.recipient) != _plain(asked.recipient):
        return " for another recipient"
    if row.service != asked.service:
        return f" by {row.service}"
    if [one.weight for one in row.parcels] != [Decimal(one.weight) for one in asked.parcels]:
        return " for a parcel of another weight"
    if any(row.options.get(name) != value for name, value in asked.options.items()):
        return " with other options"
    return ""


def _plain(address: KarrioAddress) -> tuple[str, ...]:
    """What makes two addresses one: karrio rewrites phones, and spaces in postal codes."""
    lines = (address.person_name, address.address_line1, address.address_line2, address.city, address.country_code)
    code = "".join(letter for letter in address.postal_code or "" if letter.isalnum())
    return (*(" ".join((line or "").split()) for line in lines), code.upper())
