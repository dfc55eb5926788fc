"""Shipments and where their parcels stand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from goldthread.api.door import Through
from goldthread.api.guard import READS_LABELS
from goldthread.api.model import After, Limit, Sequel, page_end
from goldthread.api.models_label import ShipmentModel

router = APIRouter(prefix="/api/shipments", tags=["shipments"], dependencies=list(READS_LABELS))


@router.get("", summary="Shipments")
async def list_shipments(
    door: Through,
    live: Annotated[bool | None, Query(description="Only those whose record is live, or only the others.")] = None,
    after: After = "",
    limit: Limit = 50,
) -> Sequel[ShipmentModel]:
    """In the order of their keys, `carrier/id`."""
    found = await door.shipments.page(is_live=live, after=after, limit=limit)
    items = [ShipmentModel.model_validate(one) for one in found]
    return Sequel(items=items, after=page_end([f"{one.carrier}/{one.id}" for one in items], limit))


@router.get("/{carrier}/{shipment}", summary="One shipment")
async def get_shipment(carrier: str, shipment: str, door: Through) -> ShipmentModel:
    """With every event of its parcels and who told it."""
    return ShipmentModel.model_validate(await door.shipments.get(carrier, shipment))
