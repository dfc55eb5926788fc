"""`make real`: the whole life of fifty orders through real software; the exit status says whether all agreed."""

from __future__ import annotations

import asyncio
import signal
import sys
import time

from real.house import a_house
from real.life import Life
from real.report import show, write
from real.verdict import verdict


async def main() -> int:
    """Boot, live, ask everybody, tell; whoever ends it early has everything stopped."""
    day = asyncio.current_task()
    if day is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, day.cancel)
    async with a_house() as house:
        began = time.monotonic()
        life = Life(house=house)
        await life.day()
        checks = await verdict(house, life)
        took = time.monotonic() - began
        show(checks, took)
        write(life, checks, await house.versions(), took)
    return 0 if all(check.is_ok for check in checks) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
