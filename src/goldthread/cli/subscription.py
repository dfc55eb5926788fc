"""`goldthread subscription`: who still tells us."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from goldthread.audit.hooks import HookHealth, hook_health
from goldthread.cli.command import AsJson, command, group
from goldthread.cli.door import opened
from goldthread.cli.screen import ago, show, table
from goldthread.engine.hooks import hook_checks

app = group("subscription", "Webhooks that vendors have promised to send.")


@command(app, "list")
async def list_subscriptions(
    context: typer.Context,
    hours: Annotated[int, typer.Option("--hours", min=1, max=168, help="How far back misses are counted.")] = 24,
    *,
    as_json: AsJson = False,
) -> None:
    """Each installation with its events, when the vendor was asked for its list, and what no webhook told.

    `goldthread schedule run hooks.watch` has the vendors asked now.
    """
    now = datetime.now(UTC)
    async with opened(context) as house:
        world = house.world
        checks = hook_checks(world.catalog, world.installations, world.address)
        found = await hook_health(world.ledger, checks, now, back=timedelta(hours=hours))
    drawn = table(
        "installation",
        "tells",
        "asked",
        "repairs",
        f"missed in {hours} h",
        rows=[
            (
                one.installation,
                ", ".join(_standing(one)),
                ago(one.checked_at, now),
                one.repairs,
                f"{one.missed}, {ago(one.missed_at, now)}" if one.missed else "0",
            )
            for one in found
        ],
        empty="No topology listens to any installation.",
    )
    show([asdict(one) for one in found], drawn, as_json=as_json)


def _standing(health: HookHealth) -> list[str]:
    return [f"{one.event} ({one.repair})" if one.repair else one.event for one in health.subscriptions]
