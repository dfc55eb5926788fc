"""Labels are kept for their time, and no longer."""

from __future__ import annotations

from datetime import timedelta

from goldthread.engine.housekeeping import Housekeeping
from goldthread.flow.entry import Kind
from goldthread.testing.house import memory_house
from goldthread.testing.wire import ScriptedWire


async def test_bytes_go_when_their_lifetime_ends_and_an_entry_says_so() -> None:
    """What expired is erased once, told once, and what is kept for good stays."""
    async with memory_house((), ScriptedWire(()), ()) as house:
        world = house.engine.world
        now = world.clock.now()
        label = await world.artifacts.keep(b"label", "application/pdf", expires_at=now + timedelta(days=30))
        invoice = await world.artifacts.keep(b"invoice", "application/pdf")
        house.clock.turn(timedelta(days=29))
        assert await Housekeeping(world).tidy() == 0
        house.clock.turn(timedelta(days=2))
        assert await Housekeeping(world).tidy() == 1
        assert await Housekeeping(world).tidy() == 0
        assert await world.artifacts.read(label.digest) is None
        assert await world.artifacts.read(invoice.digest) == b"invoice"
        told = await world.ledger.entries(kinds=[Kind.ERASED])
        assert [label.digest in sealed.entry.content for sealed in told] == [True]
