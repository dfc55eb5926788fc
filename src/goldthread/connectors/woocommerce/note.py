"""Notes to an order, each written once."""

from goldthread.connectors.woocommerce.application import API
from goldthread.connectors.woocommerce.rows import WooNote
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup


async def ensure_note(
    order: int | str, text: str, api: Client, *, to_customer: bool, known: frozenset[str] = frozenset()
) -> None:
    """Write the note if the order has none of the same text. One to the customer is mailed."""
    path = f"{API}/orders/{order}/notes"
    if text in known:
        return

    async def find() -> WooNote | None:
        found = await api.get(path, into=tuple[WooNote, ...])
        return next((one for one in found if one.note == text), None)

    asked = {"note": text, "customer_note": to_customer}
    await api.post(path, json=asked, into=WooNote, doubt=Lookup(find=find))
