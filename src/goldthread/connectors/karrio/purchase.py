"""One shipment of karrio: bought once, found again by our reference, cancelled."""

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
        if (found := await find()) is not None:
            return found
        return await api.post("/v1/shipments", json=asked, into=KarrioShipment, doubt=Lookup(find=find))


@karrio.connector
async def find_shipment(asked: KarrioDraft, api: Client) -> KarrioShipment | None:
    """The live shipment of the draft's reference, if there is one. Costs nothing.

    Raises:
        Rejected: it goes to another address, since the order was corrected after its label was bought.

    """
    live = [row for row in await list_shipments(asked.reference, api) if row.reference == asked.reference]
    if not live:
        return None
    if len(live) > 1:
        numbers = ", ".join(row.id for row in live)
        api.note(f"karrio has {len(live)} shipments of {asked.reference}: {numbers}. Cancel all but the first.")
    if not _is_same(live[0].recipient, asked.recipient):
        raise Rejected(
            f"karrio has shipment {live[0].id} of {asked.reference} for another recipient. Void it, and resume."
        )
    return live[0]


@karrio.connector
async def list_shipments(reference: str, api: Client) -> tuple[KarrioShipment, ...]:
    """Live shipments whose reference contains this text, in whatever case, as karrio filters; the oldest first."""
    found: list[KarrioShipment] = []
    while True:
        params: Params = {"reference": reference, "limit": PAGE, "offset": len(found)}
        page = await api.get("/v1/shipments", params=params, into=KarrioShipments)
        found += page.results
        if page.next is None or not page.results:
            live = {row.id: row for row in reversed(found) if row.status not in DEAD}
            return tuple(live.values())


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


def _is_same(theirs: KarrioAddress, ours: KarrioAddress) -> bool:
    """Whether two addresses are one: karrio rewrites phones and spaces in postal codes."""
    return _plain(theirs) == _plain(ours)


def _plain(address: KarrioAddress) -> tuple[str, ...]:
    lines = (address.person_name, address.address_line1, address.address_line2, address.city, address.country_code)
    code = "".join(letter for letter in address.postal_code or "" if letter.isalnum())
    return (*(" ".join((line or "").split()) for line in lines), code.upper())
