"""What every system itself says in the end, beside what Goldthread's ledger says: it must be the same."""

from __future__ import annotations

import json
import os
import sys
from asyncio import create_subprocess_exec, subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldthread.flow.reference import shop_order
from real.goldthread import REPOSITORY
from real.house import RealHouse
from real.life import CUSTOMERS, ORDERS, WITHHELD, Life


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question, what the answer should be, and what it is."""

    of: str
    """Who was asked."""
    question: str
    wanted: object
    found: object

    @property
    def is_ok(self) -> bool:
        """Whether it is as it should be."""
        return self.wanted == self.found


async def verdict(house: RealHouse, life: Life) -> list[Check]:
    """Everything that must hold at the end of the day."""
    return [
        *await _of_the_shop(house),
        *await _of_the_erp(house),
        *await _of_the_carrier(house),
        *await _of_the_printers(house),
        *await _of_the_ledger(house),
        *_of_the_day(life),
    ]


async def _of_the_shop(house: RealHouse) -> list[Check]:
    orders = await house.shop.orders()
    kept = {record["order_id"]: record for record in house.goldthread.records("order")}
    agreeing = sum(
        sorted(number for sent in one.sent for number in sent.tracking)
        == sorted(parcel["tracking_number"] for parcel in kept[one.id]["parcels"])
        for one in orders
        if one.id in kept
    )
    return [
        Check(of="Vendure", question="orders placed", wanted=ORDERS, found=len(orders)),
        Check(
            of="Vendure",
            question="orders by state",
            wanted={"Delivered": ORDERS},
            found=_count(o.state for o in orders),
        ),
        Check(of="Vendure", question="fulfilments", wanted=ORDERS, found=sum(len(one.sent) for one in orders)),
        Check(of="Vendure", question="orders whose tracking numbers are the ledger's", wanted=ORDERS, found=agreeing),
        Check(
            of="Vendure",
            question="orders that know their number in Tryton",
            wanted=ORDERS,
            found=len({one.erp_number for one in orders if one.erp_number}),
        ),
    ]


async def _of_the_erp(house: RealHouse) -> list[Check]:
    emails = Counter(email.casefold() for _, email in await house.erp.parties() if email.startswith("shopper"))
    sales = await house.erp.sales()
    shipments = await house.erp.shipments()
    numbers = {shop_order(one.reference, "").order_id: one.number for one in sales}
    told = {one.id: one.erp_number for one in await house.shop.orders()}
    kept = {
        record["fulfilment"]: [parcel["tracking_number"] for parcel in record["parcels"]]
        for record in house.goldthread.records("shipment")
    }
    agreeing = sum(sorted(one.packages.values()) == sorted(kept.get(str(one.id), ())) for one in shipments)
    return [
        Check(of="Tryton", question="parties of the shoppers", wanted=CUSTOMERS, found=sum(emails.values())),
        Check(of="Tryton", question="e-mails that have two parties", wanted=0, found=_twice(emails)),
        Check(of="Tryton", question="sales", wanted=ORDERS, found=len(sales)),
        Check(
            of="Tryton", question="references that have two sales", wanted=0, found=_twice(s.reference for s in sales)
        ),
        Check(of="Tryton", question="sales whose number Vendure was told", wanted=numbers, found=told),
        Check(
            of="Tryton",
            question="shipments by state",
            wanted={"done": ORDERS},
            found=_count(s.state for s in shipments),
        ),
        Check(of="Tryton", question="shipments whose tracking is the ledger's", wanted=ORDERS, found=agreeing),
    ]


async def _of_the_carrier(house: RealHouse) -> list[Check]:
    sold = [one for one in await house.carrier.shipments() if one.status != "cancelled"]
    trackers = await house.carrier.trackers()
    kept = {parcel["tracking"]["tracking_number"] for parcel in house.goldthread.records("parcel")}
    return [
        Check(of="karrio", question="labels sold", wanted=ORDERS, found=len(sold)),
        Check(
            of="karrio", question="references that have two labels", wanted=0, found=_twice(s.reference for s in sold)
        ),
        Check(
            of="karrio",
            question="tracking numbers that the ledger doesn't have, or has besides",
            wanted=[],
            found=sorted(kept ^ {one.tracking_number for one in sold}),
        ),
        Check(
            of="karrio",
            question="parcels by status",
            wanted={"delivered": ORDERS},
            found=_count(one.status for one in trackers),
        ),
    ]


async def _of_the_printers(house: RealHouse) -> list[Check]:
    sheets = [sheet for printer in house.printers.all.values() for sheet in await printer.printed()]
    labels = [record["label"]["artifact"]["digest"] for record in house.goldthread.records("label")]
    printed = Counter(sheet.digest for sheet in sheets)
    return [
        Check(of="the printers", question="sheets that came out", wanted=ORDERS, found=len(sheets)),
        Check(of="the printers", question="sheets that came out twice", wanted=0, found=_twice(printed)),
        Check(
            of="the printers",
            question="sheets that are a kept label, byte by byte",
            wanted=ORDERS,
            found=sum((printed & Counter(labels)).values()),
        ),
        Check(
            of="the printers",
            question="sheets that are PDF",
            wanted=ORDERS,
            found=sum(sheet.content.startswith(b"%PDF") for sheet in sheets),
        ),
    ]


async def _of_the_ledger(house: RealHouse) -> list[Check]:
    report = await _checked(house)
    orders = house.goldthread.records("order")
    statuses = _count(parcel["status"] for order in orders for parcel in order["parcels"])
    return [
        Check(of="the ledger", question="findings of `goldthread check`", wanted=[], found=report["findings"]),
        Check(of="the ledger", question="shipments", wanted=ORDERS, found=report["shipments"]),
        Check(of="the ledger", question="parcels by status", wanted={"delivered": ORDERS}, found=statuses),
        Check(of="the ledger", question="messages in the trash", wanted=0, found=len(await house.goldthread.trash())),
    ]


def _of_the_day(life: Life) -> list[Check]:
    facts = life.facts
    return [
        Check(
            of="the day", question="times Goldthread was killed with -9", wanted=5, found=life.house.goldthread.kills
        ),
        Check(
            of="the day",
            question="messages trashed because Tryton was away for a minute",
            wanted=0,
            found=facts.get("trash_while_tryton_was_away"),
        ),
        Check(
            of="the day",
            question="field of the refused address",
            wanted="/recipient/postal_code",
            found=facts.get("field_at_fault"),
        ),
        Check(
            of="the day",
            question="orders delivered at the shop before the watch looked",
            wanted=ORDERS - WITHHELD,
            found=facts.get("orders_delivered_before_the_watch"),
        ),
        Check(
            of="the day",
            question="labels printed while paper was jammed",
            wanted=0,
            found=facts.get("printed_while_jammed"),
        ),
    ]


async def _checked(house: RealHouse) -> dict[str, Any]:
    process = await create_subprocess_exec(
        Path(sys.executable).with_name("goldthread"),
        *("--settings", str(house.goldthread.home / "goldthread.toml"), "check", "--json"),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    out, _ = await process.communicate()
    report: dict[str, Any] = json.loads(out)
    return report


def _count(words: Any) -> dict[str, int]:
    return dict(Counter(str(word) for word in words))


def _twice(things: Any) -> int:
    return sum(count > 1 for count in Counter(things).values())
