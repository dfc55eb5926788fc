"""`goldthread demo`: everything at once, on this machine, in a minute."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.command import AsJson, command


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    command(app, "demo", panel=panel)(run)


async def run(
    orders: Annotated[int, typer.Option(min=1, help="How many orders shoppers place.")] = 200,
    seed: Annotated[int, typer.Option(help="What chance hangs on: people, addresses, parcels, faults.")] = 1,
    faults: Annotated[str, typer.Option(help="none, default or hostile.")] = "default",
    folder: Annotated[
        Path | None, typer.Option(help="An empty folder to keep ledger and labels in; a temporary one if not given.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the API; 0 takes a free one.")] = 0,
    *,
    leave: Annotated[
        bool, typer.Option("--exit", help="Repair what needs a person by itself, and leave when all is told.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """See it all: shop, ERP, carrier and printers, and everything that goes wrong between them."""
    from goldthread.cli.demo_run import Wanted, perform  # noqa: PLC0415 - slow to load, and rarely wanted

    wanted = Wanted(
        orders=orders, seed=seed, faults=faults, folder=folder, port=port, is_leaving=leave, as_json=as_json
    )
    await perform(wanted)
