"""The sandbox as a process of its own."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable, Mapping

from goldthread.sandbox.sandbox import Faults, Sandbox


def say(line: str) -> None:
    """Write one line to standard output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def serve(
    *,
    seed: int = 1,
    faults: Faults = "default",
    ports: Mapping[str, int] | None = None,
    webhooks: str | None = None,
    pace: float | None = None,
    announce: Callable[[str], None] = say,
) -> None:
    """Run the sandbox until SIGTERM or SIGINT.

    First announces one line of JSON, what `GET /__control` answers on the hub; every operation is then
    possible by HTTP.

    Args:
        seed: What everything hangs on.
        faults: A preset, or rules by system.
        ports: By system and for `hub`; free ones by default.
        webhooks: Where to post webhooks; nowhere by default.
        pace: Seconds between the scans of parcels that move by themselves; they don't by default.
        announce: Takes the line.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        async with Sandbox.start(seed=seed, faults=faults, ports=ports) as sandbox:
            await sandbox.point_webhooks(webhooks)
            await sandbox.set_pace(pace)
            announce(json.dumps(sandbox.addresses()))
            await stop.wait()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
