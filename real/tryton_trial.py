"""Tryton alone: `python -m real.tryton_trial` plays the contract of an ERP against the real one, case by case."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from goldthread.connectors import tryton as package
from goldthread.connectors.tryton import (
    identify_customer,
    inject_order,
    list_packed,
    record_tracking,
    reread_packed,
    tell_erp_status,
    tryton,
)
from goldthread.flow.reply import Reply
from goldthread.testing.contract import ErpContract, Has, Lacks, Settles
from goldthread.testing.contract.certificate import cases
from goldthread.testing.contract.sample import an_address, an_order
from real.postgres import Postgres
from real.tryton import RealTryton
from real.tryton_crowd import play_crowd
from real.tryton_stand_in import TrytonStandIn

UNPLAYED: Final = frozenset({"a breakdown is tried again"})
"""Nobody can break the real one on purpose."""
CROWD: Final = "crowd"
"""Under which name fifty orders are asked for on the command line."""


class RealKit:
    """What the contract is told of the connector before the real Tryton."""

    application = tryton
    notes = Path(package.__file__).parent / "README.md"
    against = "Tryton 8.2"
    main = "POST /erp/rpc/#model.sale.sale.create"
    settles = Settles.LOOKUP
    throttle = Lacks("Tryton limits logins alone; calls are never throttled.")
    expiry = Has()
    error_inside = Reply(status=200, content=b'{"id":1,"error":["UserError",["The period is closed.","",null]]}')
    inject = identify_customer >> inject_order
    customer = "POST /erp/rpc/#model.party.party.create"
    rejection = (an_order(shipping=replace(an_address(), city="Pra\nha")), "/shipping/city")
    unheard_of = an_order(sku="NEVER-HEARD-OF")
    packed = Lacks("Tryton sends no webhooks: packed orders are found by the sweep alone.")
    sweep = list_packed
    sweep_page = ("POST /erp/rpc/#model.stock.shipment.out.search_read", 53)
    reread = reread_packed
    track = record_tracking
    tell_status = tell_erp_status
    unlisted_status = "done"
    signature_age = Lacks("Tryton sends no webhooks: packed orders are found by the sweep alone.")

    def __init__(self, stand_in: TrytonStandIn) -> None:
        self.stand_in = stand_in
        self.settings: Mapping[str, str] = stand_in.tryton.settings

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[TrytonStandIn]:
        del now  # the real one has its own
        self.stand_in.begin()
        yield self.stand_in


async def main() -> int:
    """Play all cases, one line each; 1 where one fails."""
    async with Postgres(home=RealTryton.home / "postgres") as postgres:
        system = RealTryton(postgres=postgres)
        await system.install()
        await system.start()
        try:
            return await _play(TrytonStandIn(tryton=system, home=asyncio.get_running_loop()), system)
        finally:
            await system.stop()


async def _play(stand_in: TrytonStandIn, system: RealTryton) -> int:
    class Contract(ErpContract):
        kit = RealKit(stand_in)

    _say(f"Tryton {(await system.versions())['trytond']} at {system.url}")
    wanted, failed = sys.argv[1:], 0
    for name, _ in cases(Contract):
        if name in UNPLAYED or (wanted and not any(part in name for part in wanted)):
            continue
        began = time.monotonic()
        why = await asyncio.to_thread(_one, Contract(), name)
        failed += bool(why)
        _say(f"{'FAILED' if why else 'ok':6} {time.monotonic() - began:5.1f} s  {name}{why}")
    if not wanted or CROWD in wanted:
        began = time.monotonic()
        is_good, told = await asyncio.to_thread(_crowd, Contract(), stand_in)
        failed += not is_good
        _say(f"{'ok' if is_good else 'FAILED':6} {time.monotonic() - began:5.1f} s  fifty orders at once: {told}")
    return 1 if failed else 0


def _crowd(contract: ErpContract, stand_in: TrytonStandIn) -> tuple[bool, str]:
    try:
        return True, asyncio.run(play_crowd(contract, stand_in))
    except (AssertionError, TimeoutError, RuntimeError) as error:
        return False, str(error)


def _one(contract: ErpContract, name: str) -> str:
    """Nothing, or why the case failed."""
    try:
        getattr(contract, "test_" + name.replace(" ", "_"))()
    except Exception as error:  # noqa: BLE001  # a case that breaks off has failed
        return f": {type(error).__name__}: {error}"
    return ""


def _say(line: str) -> None:
    sys.stdout.write(line + os.linesep)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
