"""Fifty orders of forty customers at once, with Tryton killed in the middle: nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final

from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.marks import override
from goldthread.domain.order import Order
from goldthread.testing.clock import ManualClock
from goldthread.testing.contract import ErpContract, expect
from goldthread.testing.contract.accident import MAIN
from goldthread.testing.contract.sample import an_address, an_order
from goldthread.testing.contract.scene import Scene, playing
from goldthread.testing.contract.sweep import SWEEP
from goldthread.testing.house import Memory
from real.tryton_stand_in import TrytonStandIn

ORDERS: Final = 50
CUSTOMERS: Final = 40
PATIENCE_S: Final = 180
NAMES: Final = (
    *(
        "Jana Nováková",
        "Conor O'Brien",
        "Σοφία Παπαδοπούλου",
        "Дмитро Шевченко",
        "山田太郎",
        "José Ñuñez",
        "Łukasz Żak",
    ),
    *("Zoë d'Arc", "王小明", "Åsa Öberg", "Šárka Vaňková", "김민수", 'Ann "Nan" Lee', "Þór Jónsson", "Gül Çelik"),
)


def crowd() -> list[Order]:
    """The orders; every tenth customer or so comes back, and writes the e-mail differently."""
    return [_order(number) for number in range(1, ORDERS + 1)]


def _order(number: int) -> Order:
    customer = (number - 1) % CUSTOMERS
    email = f"customer.{customer}@example.test"
    name = NAMES[customer % len(NAMES)]
    address = an_address(name=name, street=(f"Dlouhá {customer}/{number}",))
    sku = "TEA-1" if number % 3 else f"NEW-{number % 2}"
    return an_order(number, email=email.upper() if number > CUSTOMERS else email, sku=sku, shipping=address)


async def play_crowd(contract: ErpContract, stand_in: TrytonStandIn) -> str:
    """What came of it, in a sentence. Raises `AssertionError`."""
    memory = Memory(clock=RealTime())
    stand_in.begin()
    ways = contract.ways()
    async with playing(
        stand_in, contract.kit.application, "erp", ways, memory=memory, settings=contract.kit.settings
    ) as scene:
        await scene.begin(MAIN, *crowd())
        killing = asyncio.create_task(_kill_midway(stand_in))
        await _settled(scene)
        await killing
        await scene.expect_no_trash()
        sales, customers = Counter(stand_in.references()), Counter(stand_in.customers())
        expect(len(sales) == ORDERS and set(sales.values()) == {1}, f"{ORDERS} sales were expected: {sales}")
        expect(len(customers) == CUSTOMERS and set(customers.values()) == {1}, f"{customers}")
        await stand_in.pack()
        await scene.house.engine.intake.tick(SWEEP, scene.house.clock.now(), key="crowd")
        await _settled(scene)
        ready = {order.order_id for order in scene.given(SWEEP, ReadyOrder)}
        expect(len(ready) == ORDERS, f"{ORDERS} packed orders were expected, {len(ready)} were found.")
    return f"{len(sales)} sales, {len(customers)} parties, {len(ready)} packed, killed once"


async def _kill_midway(stand_in: TrytonStandIn) -> None:
    for _ in range(PATIENCE_S * 5):
        await asyncio.sleep(0.2)
        if len(stand_in.references()) >= ORDERS // 3:
            break
    await stand_in.kill()


async def _settled(scene: Scene[TrytonStandIn]) -> None:
    """Wait, by the machine's clock, until nothing is left to do. Raises `TimeoutError`."""
    for _ in range(PATIENCE_S * 10):
        await asyncio.sleep(0.1)
        tally = await scene.house.ledger.tally(scene.house.clock.now())
        if not scene.house.engine.worker.busy and not tally.held + tally.waiting + tally.pending:
            return
    raise TimeoutError(f"The engine didn't come to rest in {PATIENCE_S} s.")


class RealTime(ManualClock):
    """The machine's clock in the place of one that a test turns: Tryton takes its own time."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)

    @override
    def monotonic(self) -> float:
        return time.monotonic()

    @override
    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(max(0.0, duration.total_seconds()))
