"""`goldthread check`: whether every promise holds in this ledger."""

from __future__ import annotations

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
        findings = [str(one) for one in await check(house.world.ledger)]
    good = Text("Everything is in order.", style="green")
    lines = [Text.assemble(("✗ ", "bold red"), one) for one in findings] or [good]
    show({"is_ok": not findings, "findings": findings}, lines, as_json=as_json)
    if findings:
        raise typer.Exit(1)
