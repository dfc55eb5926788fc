"""The limiter: why something is slow."""

from __future__ import annotations

from fastapi import APIRouter

from goldthread.api.door import Through
from goldthread.api.guard import READS
from goldthread.api.models_admin import BudgetModel

router = APIRouter(prefix="/api/limiter", tags=["limiter"])


@router.get("", summary="The budgets of all installations", dependencies=READS)
async def view_limiter(door: Through) -> list[BudgetModel]:
    """What is used, who waits, and until when, as this process sees it."""
    return [
        BudgetModel(
            installation=view.installation,
            limits=[str(limit) for limit in view.limits],
            concurrency=view.concurrency,
            under_way=view.under_way,
            used=view.used,
            waiting=view.waiting,
            held=view.held,
            by_topology=dict(view.by_topology),
            next_release=view.next_release,
            empty_at=view.empty_at,
            reason=view.reason,
        )
        for view in door.house.world.limiter.view()
    ]
