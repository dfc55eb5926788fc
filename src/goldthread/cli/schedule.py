"""`goldthread schedule`: what runs when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from goldthread.cli.command import AsJson, command, given, group
from goldthread.cli.door import opened
from goldthread.cli.screen import ago, mark, show, table
from goldthread.engine.schedule import Schedule
from goldthread.flow.errors import Misuse

app = group("schedule", "Topologies that a clock starts.")

Name = Annotated[str, typer.Argument(help="The topology's name, e.g. shipment.watch.")]


@command(app, "list")
async def list_schedules(context: typer.Context, *, as_json: AsJson = False) -> None:
    """All schedules, with their last and next runs."""
    async with opened(context) as house:
        schedules = await house.engine.scheduler.schedules()
    now = datetime.now(UTC)
    drawn = table(
        "topology",
        "",
        "expression",
        "zone",
        "last",
        "next",
        rows=[
            (
                one.topology,
                mark(one.is_on),
                one.cron.expression,
                one.cron.zone,
                ago(one.last, now),
                ago(one.next_at(now), now),
            )
            for one in schedules
        ],
        empty="No topology has a schedule.",
    )
    show([_said(one) for one in schedules], drawn, as_json=as_json)


@command(app, "on")
async def switch_on(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Switch a schedule on; what passed meanwhile isn't made up for."""
    await _switch(context, name, is_on=True, as_json=as_json)


@command(app, "off")
async def switch_off(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Switch a schedule off."""
    await _switch(context, name, is_on=False, as_json=as_json)


@command(app, "set")
async def reschedule(
    context: typer.Context,
    name: Name,
    expression: Annotated[str, typer.Argument(help="Five fields, '0 */4 * * *'; none: the topology's own again.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Give a schedule another expression."""
    async with opened(context) as house:
        changed = await house.engine.scheduler.reschedule(name, expression or None, actor=given(context).actor)
    show(_said(changed), f"{name} runs at {changed.cron.expression}.", as_json=as_json)


@command(app, "run")
async def run_now(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Start a run at once, whatever the schedule says."""
    async with opened(context) as house:
        if not house.engine.settings.is_on(name):
            raise Misuse(f"{name} is switched off; switch it on first: goldthread topology on {name}")
        await house.engine.scheduler.run_now(name, actor=given(context).actor)
    show({"topology": name, "is_started": True}, f"{name} is started.", as_json=as_json)


async def _switch(context: typer.Context, name: str, *, is_on: bool, as_json: bool) -> None:
    async with opened(context) as house:
        changed = await house.engine.scheduler.switch(name, is_on=is_on, actor=given(context).actor)
    show(_said(changed), Text.assemble(f"The schedule of {name} is ", mark(is_on), "."), as_json=as_json)


def _said(one: Schedule) -> dict[str, object]:
    return {
        "topology": one.topology,
        "is_on": one.is_on,
        "expression": one.cron.expression,
        "zone": one.cron.zone,
        "missed": one.cron.missed,
        "overlap": one.cron.overlap,
        "last": one.last,
        "next": one.next_at(datetime.now(UTC)),
    }
