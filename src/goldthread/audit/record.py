"""The records that Goldthread keeps itself, read as what they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final, TypeVar

from pydantic import TypeAdapter

from goldthread.domain.record import LabelRecord, OrderAlias, OrderRecord, ParcelRecord
from goldthread.domain.shipment import Shipment
from goldthread.ports.ledger import Ledger

T = TypeVar("T")

LABEL: Final = TypeAdapter(LabelRecord)
SHIPMENT: Final = TypeAdapter(Shipment)
PARCEL: Final = TypeAdapter(ParcelRecord)
ORDER: Final = TypeAdapter(OrderRecord)
ALIAS: Final = TypeAdapter(OrderAlias)

PAGE = 500


async def recall(ledger: Ledger, kind: str, key: str, adapter: TypeAdapter[T]) -> T | None:
    """The record, or None."""
    found = await ledger.record(kind, key)
    return None if found is None else adapter.validate_json(found.body)


async def every(
    ledger: Ledger, kind: str, adapter: TypeAdapter[T], *, is_live: bool | None = None
) -> AsyncIterator[tuple[str, T]]:
    """All records of a kind with their keys, read in pages."""
    after = ""
    while page := await ledger.records(kind, is_live=is_live, after=after, limit=PAGE):
        for record in page:
            yield record.key, adapter.validate_json(record.body)
        after = page[-1].key
