"""The process stops at every durable write and every send of an order's life, and recovers by itself."""

from __future__ import annotations

import pytest
from life import LEASE, Fuse, engine_over, play, recovered, until_crash

from goldthread.sandbox.sandbox import Sandbox
from goldthread.testing.house import Memory

LAST = 221
"""More points than the life of one order has; `test_the_points_cover_every_write` says when it has more."""
CHUNK = 10


def assert_equal_books(sandbox: Sandbox) -> None:
    """Every system's own books say the same: one customer, one order, one shipment, one print."""
    shop, erp, carrier = sandbox.bazaar.books(), sandbox.stockhouse.books(), sandbox.swiftpost.books()
    printed = [*sandbox.press_1.books()["printed"], *sandbox.press_2.books()["printed"]]
    assert shop["by_status"] == {"delivered": shop["orders"]}
    assert erp["customers"] == erp["distinct_emails"] == shop["distinct_emails"]
    assert erp["orders"] == shop["orders"]
    assert not erp["duplicate_orders"]
    assert carrier["billed_parcels"] == erp["parcels"] == carrier["delivered_parcels"]
    assert not carrier["duplicates"]
    assert not shop["overFulfilled"]
    assert all(order["fulfilments"] == 1 for order in shop["orders_by_reference"].values())
    names = [job["name"] for job in printed]
    assert len(names) == len(set(names)) == erp["parcels"]


async def assert_whole(memory: Memory, sandbox: Sandbox) -> None:
    """The ledger has no problem, nothing is open, and the books agree."""
    async with engine_over(sandbox, memory, None) as house:
        assert await house.ledger.problems() == []
        tally = await house.ledger.tally(house.clock.now())
        assert (tally.runs_open, tally.pending, tally.waiting, tally.held, tally.trash) == (0, 0, 0, 0, 0)
    assert_equal_books(sandbox)


@pytest.mark.parametrize("first", range(1, LAST, CHUNK))
async def test_one_label_whatever_the_moment_of_the_crash(first: int) -> None:
    """One order becomes one customer, one order, one shipment and one print, wherever the engine dies."""
    for at in range(first, first + CHUNK):
        async with Sandbox.start(seed=1) as sandbox:
            await sandbox.place_orders(1)
            memory = Memory()
            fuse = await until_crash(sandbox, memory, at)
            if not fuse.blown.is_set():
                break
            await recovered(sandbox, memory)
            await assert_whole(memory, sandbox)


async def test_the_points_cover_every_write() -> None:
    """There is no further point: a life without a crash has fewer of them than are tried."""
    async with Sandbox.start(seed=1) as sandbox:
        await sandbox.place_orders(1)
        fuse, memory = Fuse(), Memory()
        async with engine_over(sandbox, memory, fuse) as house:
            await play(sandbox, house)
        await assert_whole(memory, sandbox)
        assert {"commit", "send"} <= set(fuse.names)
        assert fuse.count < LAST


@pytest.mark.parametrize("at", range(5, 60, 6))
async def test_a_second_crash_while_recovering(at: int) -> None:
    """Dying again while recovering changes nothing."""
    async with Sandbox.start(seed=2) as sandbox:
        await sandbox.place_orders(1)
        memory = Memory()
        for again in (at, at // 2, at // 3):
            await until_crash(sandbox, memory, max(again, 1))
            memory.clock.turn(LEASE)
        await recovered(sandbox, memory)
        await assert_whole(memory, sandbox)
