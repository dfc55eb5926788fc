"""How many labels were bought on a day, and what they cost, over all that are kept."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from goldthread.domain.money import Money
from goldthread.ports.ledger import Ledger

PAGE = 2000
ASKED_AGAIN = timedelta(seconds=60)
"""Going through all shipments again takes seconds for a hundred thousand."""
SHARE = 50
"""So many times as long as it took is waited before it is done again."""
PATIENCE_S = 0.1
"""For so long is an answer waited for; after that, what is known is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bought:
    """The labels of one day."""

    labels: int
    cost: tuple[Money, ...]
    """By currency; what carriers don't say isn't in it."""
    is_whole: bool = True
    """False while shipments are still being counted."""


@dataclass(frozen=True, slots=True)
class _Known:
    day: date
    labels: int
    cost: Mapping[str, Decimal]


class Purchases:
    """Goes through the shipments at most once a minute, reading each of them once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, _Known] = {}
        self._looked_at: datetime | None = None
        self._pause = ASKED_AGAIN
        self._looking: asyncio.Task[None] | None = None
        self._was_whole = False

    async def on(self, day: date, now: datetime) -> Bought:
        """What was bought on a day in UTC; voided labels were bought as well."""
        if self._looking is None and (self._looked_at is None or now - self._looked_at >= self._pause):
            self._looked_at = now
            self._looking = asyncio.create_task(self._look())
        looking = self._looking
        if looking is not None:
            await asyncio.wait([looking], timeout=PATIENCE_S)
            if looking.done():
                self._looking = None if self._looking is looking else self._looking
                looking.result()
        mine = [one for one in self._known.values() if one.day == day]
        sums: dict[str, Decimal] = {}
        for one in mine:
            for currency, amount in one.cost.items():
                sums[currency] = sums.get(currency, Decimal(0)) + amount
        cost = tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items()))
        return Bought(labels=sum(one.labels for one in mine), cost=cost, is_whole=self._was_whole)

    async def _look(self) -> None:
        began = time.monotonic()
        after = ""
        while page := await self._ledger.records("shipment", after=after, limit=PAGE):
            for record in page:
                if record.key not in self._known:
                    self._known[record.key] = _read(record.body)
            after = page[-1].key
        self._was_whole = True
        self._pause = max(ASKED_AGAIN, SHARE * timedelta(seconds=time.monotonic() - began))


def _read(body: str) -> _Known:
    shipment = json.loads(body)
    cost: dict[str, Decimal] = {}
    for label in shipment["labels"]:
        if said := label.get("cost"):
            cost[said["currency"]] = cost.get(said["currency"], Decimal(0)) + Decimal(str(said["amount"]))
    return _Known(datetime.fromisoformat(shipment["created_at"]).date(), len(shipment["labels"]), cost)
