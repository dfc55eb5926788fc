"""How many labels were bought on a day, and what they cost, over all that are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from goldthread.domain.money import Money
from goldthread.ports.ledger import Ledger

PAGE = 2000
ASKED_AGAIN = timedelta(seconds=60)
"""Going through all shipments again takes a reader's thread half a second for a hundred thousand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bought:
    """The labels of one day."""

    labels: int
    cost: tuple[Money, ...]
    """By currency; what carriers don't say isn't in it."""


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

    async def on(self, day: date, now: datetime) -> Bought:
        """What was bought on a day in UTC; voided labels were bought as well."""
        if self._looked_at is None or now - self._looked_at >= ASKED_AGAIN:
            self._looked_at = now
            await self._look()
        mine = [one for one in self._known.values() if one.day == day]
        sums: dict[str, Decimal] = {}
        for one in mine:
            for currency, amount in one.cost.items():
                sums[currency] = sums.get(currency, Decimal(0)) + amount
        cost = tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items()))
        return Bought(labels=sum(one.labels for one in mine), cost=cost)

    async def _look(self) -> None:
        after = ""
        while page := await self._ledger.records("shipment", after=after, limit=PAGE):
            for record in page:
                if record.key not in self._known:
                    self._known[record.key] = _read(record.body)
            after = page[-1].key


def _read(body: str) -> _Known:
    shipment = json.loads(body)
    cost: dict[str, Decimal] = {}
    for label in shipment["labels"]:
        if said := label.get("cost"):
            cost[said["currency"]] = cost.get(said["currency"], Decimal(0)) + Decimal(str(said["amount"]))
    return _Known(datetime.fromisoformat(shipment["created_at"]).date(), len(shipment["labels"]), cost)
