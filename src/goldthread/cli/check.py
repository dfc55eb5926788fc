"""`goldthread check`: whether every promise holds in this ledger."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.text import Text

from goldthread.audit.check import check
from goldthread.cli.command import AsJson, command
from goldthread.cli.door import opened
from goldthread.cli.screen import show


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    command(app, "check", panel=panel)(run)


async def run(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check every promise: nothing lost, nothing twice, nothing changed afterwards."""
    async with opened(context) as house:
        world = house.world
        report = await check(world.ledger, world.artifacts, world.clock.now())
    good = Text(f"Everything is in order: {report.shipments} shipments, {report.labels} labels.", style="green")
    lines = [Text.assemble(("✗ ", "bold red"), (f"{one.about}  ", "dim"), one.text) for one in report.findings]
    show({**asdict(report), "is_ok": report.is_ok}, lines or [good], as_json=as_json)
    if not report.is_ok:
        raise typer.Exit(1)
