"""Subscriptions: who still tells us, and what was found that a webhook should have told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from goldthread.api.door import Through
from goldthread.api.guard import READS
from goldthread.api.model import Shown
from goldthread.audit.hooks import hook_health
from goldthread.engine.hooks import hook_checks

router = APIRouter(prefix="/api/subscriptions", tags=["subscriptions"])


class SubscriptionModel(Shown):
    """One event that an installation should tell."""

    event: str
    address: str
    """Where it is to be told; empty while the setting `public_url` is."""
    repair: str
    """What the last look made of it: `kept`, `created`, `enabled`, `moved`; empty: the vendor keeps no list."""
    theirs: str
    """The vendor's id of it."""


class HookHealthModel(Shown):
    """How well one installation tells us."""

    installation: str
    application: str
    subscriptions: list[SubscriptionModel]
    checked_at: datetime | None
    """When the vendor was last asked for its list; null: never."""
    repairs: int
    """How often one had to be made again since the first look."""
    repaired_at: datetime | None
    missed: int
    """What sweeps and watch found within the time that no webhook had told by then."""
    missed_at: datetime | None
    found_by: dict[str, int]
    """The same by the topology that found it."""


@router.get("", summary="Who still tells us", dependencies=READS)
async def list_subscriptions(
    door: Through, hours: Annotated[int, Query(ge=1, le=168, description="How far back misses are counted.")] = 24
) -> list[HookHealthModel]:
    """By installation. The topology `hooks.watch` asks the vendors; run its schedule to ask them now."""
    world = door.house.world
    checks = hook_checks(world.catalog, world.installations, world.address)
    found = await hook_health(world.ledger, checks, door.now(), back=timedelta(hours=hours))
    return [HookHealthModel.model_validate(one) for one in found]
