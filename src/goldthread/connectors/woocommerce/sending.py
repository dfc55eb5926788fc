"""What a shop knows of an order's parcels: WooCommerce has three ways to say it, and a shop has one of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from goldthread.connectors.woocommerce.application import API
from goldthread.connectors.woocommerce.rows import WooFulfilment, WooNote, WooOrder, WooTracking
from goldthread.flow.client import Client

PLUGIN: Final = "/wp-json/wc-shipment-tracking/v3"
SENT: Final = "_goldthread_sent"
"""Under which key of an order's `meta_data` stands what was sent, where the shop has no place of its own for it."""
REFERENCE: Final = "_goldthread_reference"
NUMBERS: Final = "_tracking_number"
SEPARATOR: Final = ", "
STALE: Final = timedelta(days=1)
"""After that a shop is asked again whether it has a better way by now."""


class Way(StrEnum):
    """How a shop keeps what was sent."""

    FULFILMENTS = "fulfilments"
    """Core's own, where the feature is switched on."""
    PLUGIN = "plugin"
    """The Shipment Tracking plugin: numbers alone."""
    NOTES = "notes"
    """A note to the customer; every shop has those."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """Which way a shop has. Kept as `woocommerce_sending`, by the installation's name."""

    way: Way
    seen_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What was sent of an order before."""

    way: Way
    quantities: Mapping[str, Mapping[str, int]]
    """By our reference, or theirs where others sent it: the lines, and how many pieces of each."""
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Tracking numbers, by the same reference; without one where the shop doesn't say what is in a parcel."""
    notes: frozenset[str] = frozenset()

    def of(self, line: str) -> int:
        """Pieces of a line that were sent."""
        return sum(lines.get(line, 0) for lines in self.quantities.values())

    def knows(self, reference: str, numbers: frozenset[str]) -> bool:
        """Whether these very parcels were told already, with what is in them, by us or by hand."""
        told = (known for key, known in self.numbers.items() if key in self.quantities)
        return reference in self.quantities or any(numbers <= known for known in told)


async def read_sent(row: WooOrder, api: Client) -> Sent:
    """Find out which way the shop has, and what it knows of the order; remembered, for it seldom changes."""
    known = await api.recall("woocommerce_sending", api.installation, into=Sending)
    is_fresh = known is not None and api.now() - known.seen_at < STALE
    skipped = known.way if known and is_fresh else Way.FULFILMENTS
    sent = await _found(row, skipped, api)
    if known is None or known.way is not sent.way or not is_fresh:
        api.remember("woocommerce_sending", api.installation, Sending(way=sent.way, seen_at=api.now()))
    return sent


async def _found(row: WooOrder, first: Way, api: Client) -> Sent:
    """What the shop has, beginning with the best way it may have."""
    if first is Way.FULFILMENTS:
        path = f"{API}/orders/{row.id}/fulfillments"
        fulfilments = await api.find(path, into=tuple[WooFulfilment, ...])
        if fulfilments is not None:
            return sent_in_core(fulfilments)
    if first is not Way.NOTES:
        trackings = await api.find(f"{PLUGIN}/orders/{row.id}/shipment-trackings", into=tuple[WooTracking, ...])
        if trackings is not None:
            numbers = frozenset(one.tracking_number for one in trackings)
            return Sent(way=Way.PLUGIN, quantities=_noted(row), numbers={"": numbers})
    notes = await api.get(f"{API}/orders/{row.id}/notes", into=tuple[WooNote, ...])
    return Sent(way=Way.NOTES, quantities=_noted(row), notes=frozenset(one.note for one in notes))


def sent_in_core(fulfilments: tuple[WooFulfilment, ...]) -> Sent:
    """What core's fulfilments say; drafts of clerks were not sent yet."""
    done = {str(one.meta(REFERENCE) or f"#{one.id}"): one for one in fulfilments if one.is_fulfilled}
    return Sent(
        way=Way.FULFILMENTS,
        quantities={key: _quantities(one.meta("_items")) for key, one in done.items()},
        numbers={key: frozenset(str(one.meta(NUMBERS) or "").split(SEPARATOR)) for key, one in done.items()},
    )


def written(quantities: Mapping[str, Mapping[str, int]]) -> str:
    """What was sent, as text: PHP makes lists of objects whose keys look like numbers."""
    return json.dumps(quantities, sort_keys=True, separators=(",", ":"))


def _quantities(items: object) -> dict[str, int]:
    """Core's items; whoever wrote them there may have written anything."""
    found: dict[str, int] = {}
    for item in items if isinstance(items, list) else []:
        match item:
            case {"item_id": int(line), "qty": int() | float() as quantity}:
                found[str(line)] = found.get(str(line), 0) + int(quantity)
            case _:
                continue
    return found


def _noted(row: WooOrder) -> dict[str, dict[str, int]]:
    try:
        read = json.loads(str(row.meta(SENT) or "{}"))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
