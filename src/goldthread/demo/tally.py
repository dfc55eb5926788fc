"""Counting: from our ledger what is ours, from the other systems' own books what is theirs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldthread.audit.check import check
from goldthread.audit.record import LABEL, every
from goldthread.bootstrap.house import House
from goldthread.demo.figures import Figures
from goldthread.demo.stage import Stage
from goldthread.domain.record import LabelRecord
from goldthread.flow.entry import Entry, Kind

PAGE = 5000
SWEPT = frozenset({"order.ingest", "order.ship"})
"""Topologies that only a sweep hands over to."""
PRINTERS = ("press-1", "press-2", "press-raw")
Books = Mapping[str, Mapping[str, Any]]


@dataclass(kw_only=True, slots=True)
class Clockwork:
    """What only whoever plays knows."""

    seconds: float = 0.0
    carrier_calls_for_reprints: int = 0


@dataclass(kw_only=True, slots=True)
class Told:
    """What the entries of our ledger say."""

    kinds: Counter[str] = field(default_factory=Counter)
    repaired: set[str] = field(default_factory=set)
    """Messages."""
    found: int = 0
    """Events that watch and sweeps heard first."""


async def figures(stage: Stage, clockwork: Clockwork) -> Figures:
    """All figures, as they are now."""
    house = stage.house
    books: Books = await stage.sandbox.books()
    told = await _told(house)
    labels = [label async for _, label in every(house.world.ledger, "label", LABEL)]
    shop, erp, carrier = books["bazaar"], books["stockhouse"], books["swiftpost"]
    report = await check(house.world.ledger, house.world.artifacts, house.world.clock.now())
    in_trash = await _in_trash(house, shop["orders_by_reference"])
    steps = told.kinds[Kind.SETTLED]
    return Figures(
        orders=shop["orders"],
        delivered=shop["by_status"].get("delivered", 0),
        in_trash=len(in_trash),
        repaired=len(told.repaired),
        parcels=sum(not label.label.is_void for label in labels),
        labels_billed=carrier["billed_parcels"],
        labels_cached=await _cached(house, labels),
        reprints=sum(max(0, len(label.prints) - 1) for label in labels),
        carrier_calls_for_reprints=clockwork.carrier_calls_for_reprints,
        erp_customers=erp["customers"],
        distinct_emails=shop["distinct_emails"],
        erp_orders=erp["orders"],
        webhooks_lost=_webhooks(books, "lost") + _webhooks(books, "undelivered"),
        found_by_watch=told.found,
        forged_webhooks_refused=_webhooks(books, "forged_refused"),
        steps=steps,
        seconds=round(clockwork.seconds, 1),
        steps_per_second=round(steps / clockwork.seconds, 1) if clockwork.seconds else 0.0,
        lost=await _lost(house, shop, labels, books),
        duplicates=_duplicates(books, labels),
        check="ok" if report.is_ok else report.findings[0].text,
    )


async def _told(house: House) -> Told:
    told = Told()
    for chain, _, _ in await house.world.ledger.chains():
        after = -1
        while page := await house.world.ledger.chain(chain, after=after, limit=PAGE):
            for sealed in page:
                told.kinds[sealed.entry.kind] += 1
                _read(told, sealed.entry)
            after = page[-1].seq
    return told


def _read(told: Told, entry: Entry) -> None:
    match entry.kind:
        case Kind.REPAIRED:
            told.repaired.add(entry.message)
        case Kind.NOTED if entry.topology == "shipment.track":
            told.found += "found_by_watch" in json.loads(entry.content)
        case Kind.STARTED if entry.topology in SWEPT:
            told.found += str(json.loads(entry.content).get("key", "")).startswith("handover:")
        case _:
            return


async def _in_trash(house: House, orders: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Numbers of orders that aren't delivered and have a message in the trash."""
    found: set[str] = set()
    for one in await house.world.ledger.trash(limit=10_000):
        for entity in await house.world.ledger.entities(one.message.trace):
            number = entity.key.partition("/")[2]
            if entity.kind == "order_number" and orders.get(number, {}).get("status") != "delivered":
                found.add(number)
    return found


async def _cached(house: House, labels: list[LabelRecord]) -> int:
    return sum([await house.world.artifacts.read(one.label.artifact.digest) is not None for one in labels])


async def _lost(house: House, shop: Mapping[str, Any], labels: list[LabelRecord], books: Books) -> int:
    """What the shop has and we have no story of, what we accepted and stands nowhere, what no printer printed."""
    ledger = house.world.ledger
    unknown = [
        number for number in shop["orders_by_reference"] if not await ledger.traces(f"order_number:bazaar/{number}")
    ]
    nowhere = [row for row in await ledger.runs(state="open", limit=10_000) if not row.open_messages]
    printed = _printed(books)
    waiting = {_label_of(one.message.body) for one in await ledger.trash(limit=10_000)}
    blank = [
        one for one in labels if one.prints and not printed[one.label.artifact.digest] and one.label.id not in waiting
    ]
    return len(unknown) + len(nowhere) + len(blank)


def _duplicates(books: Books, labels: list[LabelRecord]) -> int:
    """What a system has twice, by its own books."""
    erp, carrier, shop = books["stockhouse"], books["swiftpost"], books["bazaar"]
    wanted = Counter({one.label.artifact.digest: len(one.prints) for one in labels})
    twice = sum(max(0, count - max(wanted[digest], 1)) for digest, count in _printed(books).items())
    groups = (*erp["duplicate_orders"].values(), *erp["duplicate_customers"].values(), *carrier["duplicates"].values())
    doubled = sum(len(ids) - 1 for ids in groups)
    return doubled + len(shop["overFulfilled"]) + int(shop["duplicateNotes"]) + twice


def _printed(books: Books) -> Counter[str]:
    """How often every document came out of all printers."""
    return Counter(document["sha256"] for name in PRINTERS for document in books[name]["printed"])


def _webhooks(books: Books, word: str) -> int:
    return sum(one.get("webhooks", {}).get(word, 0) for one in books.values())


def _label_of(body: str) -> str:
    found = json.loads(body)
    return str(found.get("label", "")) if isinstance(found, dict) else ""
