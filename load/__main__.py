"""`make console-load`: make the ledger, measure what the console does with it, and print one line and a table."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from goldthread.console.registry import pages
from load.cost import cost
from load.crowd import Size
from load.house import FOLDER, counted, made, served
from load.pages import addresses, examples, server_times
from load.paint import CHROMIUM, paints
from load.reads import Took, read_side

SERVER_MS = 300
PAINT_MS = 1500


def say(text: str) -> None:
    """What is being done, to those who watch."""
    sys.stderr.write(f"… {text}\n")


async def measured(folder: Path, *, turns: int, runs: int, is_blind: bool) -> dict[str, object]:
    """All figures."""
    async with served(folder) as console:
        say("the reads behind the pages")
        reads = await read_side(console.door)
        found, unknown = addresses(await examples(console))
        say(f"{len(found)} views of pages, over HTTP")
        server = await server_times(console, found)
        painted: list[Took] = []
        if shutil.which(CHROMIUM) and not is_blind:
            say("the same in Chromium")
            painted = await paints(console, found)
    paid = await cost(folder, turns=turns, runs=runs, known=[page.path for page in pages()], say=say)
    return {
        "ledger": counted(folder),
        "server_ms": {one.what: one.median for one in server},
        "server_cpu_ms": {one.what: one.cpu for one in server},
        "paint_ms": {one.what: one.median for one in painted},
        "read_ms": {one.what: one.median for one in reads},
        "pages_cost": round(paid.share, 3),
        "pages_cost_worked": round(paid.worked, 3),
        "cost": asdict(paid),
        "not_measured": unknown,
        "load_before": round(os.getloadavg()[0], 1),
    }


def table(figures: dict[str, object], names: Sequence[str]) -> str:
    """The figures for people."""
    lines = []
    for name in names:
        rows = figures[name]
        if isinstance(rows, dict) and rows:
            aim = {"server_ms": SERVER_MS, "server_cpu_ms": SERVER_MS, "paint_ms": PAINT_MS}.get(name)
            lines += ["", f"{name}" + (f", aim below {aim}" if aim else "")]
            lines += [f"  {what:42}{value:>10}{' !' if aim and value > aim else ''}" for what, value in rows.items()]
    return "\n".join(lines)


def main() -> int:
    """0 when it could be measured, whatever the figures are."""
    parser = argparse.ArgumentParser(prog="make console-load", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--small", action="store_true", help="a hundredth of everything")
    parser.add_argument("--blind", action="store_true", help="without the browser")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--runs", type=int, default=300)
    asked = parser.parse_args()
    folder = asked.folder / ("small" if asked.small else "full")
    size = Size(entries=20_000, orders=1_000, trash=100, live=50) if asked.small else Size()
    made(folder, size, say)
    figures = asyncio.run(measured(folder, turns=asked.turns, runs=asked.runs, is_blind=asked.blind))
    shown = table(figures, ("read_ms", "server_ms", "server_cpu_ms", "paint_ms", "ledger"))
    sys.stdout.write(f"{json.dumps(figures)}\n{shown}\n")
    sys.stdout.write(f"\n{figures['pages_cost']:.1%} is what 20 open pages cost the benchmark, aim below 10%\n")
    sys.stdout.write(f"{figures['pages_cost_worked']:.1%} in processor time for a step\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
