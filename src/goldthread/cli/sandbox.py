"""`goldthread sandbox`: a shop, an ERP, a carrier and printers on loopback."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.text import Text

from goldthread.cli.command import AsJson, command
from goldthread.cli.screen import facts, out
from goldthread.flow.errors import Misuse


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    command(app, "sandbox", panel=panel)(run)


async def run(
    seed: Annotated[int, typer.Option(help="What everything hangs on: people, orders, faults.")] = 1,
    faults: Annotated[str, typer.Option(help="none, default or hostile.")] = "default",
    webhooks: Annotated[
        str, typer.Option(help="Where to post webhooks, e.g. http://127.0.0.1:8080; nowhere if not given.")
    ] = "",
    pace: Annotated[
        float | None, typer.Option(help="Seconds between the scans of parcels; none: they don't move.")
    ] = 0.5,
    port: Annotated[int, typer.Option(help="Port of the control panel; 0 takes a free one.")] = 0,
    *,
    as_json: AsJson = False,
) -> None:
    """Run a shop, an ERP with a warehouse, a carrier and printers, with faults."""
    from goldthread.sandbox.faults import PRESETS  # noqa: PLC0415 - slow to load, and rarely wanted
    from goldthread.sandbox.process import say, serve  # noqa: PLC0415 - as above

    if faults not in PRESETS:
        raise Misuse(f"--faults is one of {', '.join(PRESETS)}, not {faults!r}.")
    await serve(
        seed=seed,
        faults=faults,
        ports={"hub": port},
        webhooks=webhooks or None,
        pace=pace,
        announce=say if as_json else announce,
    )


def announce(line: str) -> None:
    """Where everything is, for a person."""
    told: dict[str, Any] = json.loads(line)
    console = out()
    console.print(Text("The sandbox is open; Ctrl-C closes it.", style="bold"))
    console.print(facts({"control": told["hub"], **told["systems"]}))
    for system, credentials in told["credentials"].items():
        console.print(
            Text(f"{system} lets in", style="dim"), Text(", ".join(f"{k}={v}" for k, v in credentials.items()))
        )
    hint = f"curl -s -X POST {told['hub']}/__control/orders -H 'content-type: application/json' -d '{{\"count\": 3}}'"
    console.print(Text(f"Three shoppers buy:  {hint}", style="cyan"))
