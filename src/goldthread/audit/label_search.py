"""Which labels a text means: an entity of any kind, or a key that anybody might hold."""

from __future__ import annotations

from collections.abc import AsyncIterator

from goldthread.audit.record import ALIAS, ORDER, PARCEL, SHIPMENT, recall
from goldthread.audit.search import traces
from goldthread.domain.entity import Entity
from goldthread.domain.problem import InvalidValueError
from goldthread.ports.ledger import Ledger


async def labels_of(ledger: Ledger, text: str) -> list[str]:
    """The ids of the labels, each once.

    `order:bazaar/1001`, `order_number:bazaar/B-1`, `shipment:swiftpost/SP17`, `tracking:swiftpost/SW1` and
    `label:swiftpost-SP17-1` are looked up in the records; anything else finds the labels of its traces.
    """
    named = [one async for one in _named(ledger, text)]
    return list(dict.fromkeys(named or [one async for one in _traced(ledger, text)]))


async def _named(ledger: Ledger, text: str) -> AsyncIterator[str]:
    try:
        entity = Entity.parse(text)
    except InvalidValueError:
        entity = Entity(kind="label", key=text or "?")
    match entity.kind:
        case "label":
            if await ledger.record("label", entity.key) is not None:
                yield entity.key
        case "shipment":
            async for one in _of_shipment(ledger, entity.key):
                yield one
        case "tracking":
            parcel = await recall(ledger, "parcel", entity.key, PARCEL)
            async for one in _of_shipment(ledger, parcel.shipment if parcel else "", entity.key.partition("/")[2]):
                yield one
        case "order_number" | "order":
            async for one in _of_order(ledger, entity):
                yield one
        case _:
            return


async def _of_order(ledger: Ledger, entity: Entity) -> AsyncIterator[str]:
    key = entity.key
    if entity.kind == "order_number":
        alias = await recall(ledger, "order_number", key, ALIAS)
        key = alias.order if alias else key
    order = await recall(ledger, "order", key, ORDER)
    for shipment in order.shipments if order else ():
        async for one in _of_shipment(ledger, shipment):
            yield one


async def _of_shipment(ledger: Ledger, key: str, number: str = "") -> AsyncIterator[str]:
    shipment = await recall(ledger, "shipment", key, SHIPMENT)
    for label in shipment.labels if shipment else ():
        if number in ("", label.tracking_number):
            yield label.id


async def _traced(ledger: Ledger, text: str) -> AsyncIterator[str]:
    found = await traces(ledger, text)
    for trace in dict.fromkeys(trace for trace, _ in found):
        for entity in await ledger.entities(trace):
            if entity.kind == "label":
                yield entity.key
