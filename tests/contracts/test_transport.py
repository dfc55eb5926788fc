"""Transports deliver: in order, at least once, never more than fits."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from ledger_making import a_message

from goldthread.adapters.memory.transport import MemoryTransport
from goldthread.flow.limit import Priority
from goldthread.ports.transport import Closed, Transport


@pytest.fixture
def transport() -> Transport:
    """With room for three."""
    return MemoryTransport(capacity=3)


async def taken(transport: Transport, count: int) -> list[str]:
    return [(await transport.take()).message.id for _ in range(count)]


async def test_messages_come_in_the_order_given(transport: Transport) -> None:
    """Within one priority."""
    await transport.deliver(*(a_message(f"m{n}") for n in range(3)))
    assert await taken(transport, 3) == ["m0", "m1", "m2"]


async def test_the_urgent_overtake(transport: Transport) -> None:
    """Lower priority numbers first."""
    await transport.deliver(a_message("cron", priority=Priority.CRON), a_message("event"))
    await transport.deliver(a_message("person", priority=Priority.PERSON))
    assert await taken(transport, 3) == ["person", "event", "cron"]


async def test_an_unending_stream_of_events_starves_no_cron() -> None:
    """However many events keep coming, a cron waits for a bounded number of them."""
    transport = MemoryTransport(capacity=10)
    await transport.deliver(a_message("cron", priority=Priority.CRON))
    seen: list[str] = []
    for number in range(2000):
        await transport.deliver(a_message(f"m{number}"))
        seen += await taken(transport, 1)
    assert "cron" in seen


async def test_delivering_waits_for_room(transport: Transport) -> None:
    """Back-pressure: the fourth waits until one was taken."""
    giving = asyncio.create_task(transport.deliver(*(a_message(f"m{n}") for n in range(5))))
    await asyncio.sleep(0)
    assert (transport.room(), giving.done()) == (0, False)
    assert await taken(transport, 5) == ["m0", "m1", "m2", "m3", "m4"]
    await giving
    assert transport.room() == 3


async def test_taking_waits_for_a_message(transport: Transport) -> None:
    """Whoever waits longest gets it."""
    first, second = (asyncio.create_task(taken(transport, 1)) for _ in range(2))
    await asyncio.sleep(0)
    await transport.deliver(a_message("m1"), a_message("m2"))
    assert (await first, await second) == (["m1"], ["m2"])


async def test_a_taker_that_gave_up_takes_nothing(transport: Transport) -> None:
    """Its message goes to the next."""
    first, second = (asyncio.create_task(taken(transport, 1)) for _ in range(2))
    await asyncio.sleep(0)
    await transport.deliver(a_message("m1"))
    first.cancel()
    assert await second == ["m1"]


async def test_a_giver_that_gave_up_leaves_its_room(transport: Transport) -> None:
    """To the next that waits."""
    await transport.deliver(*(a_message(f"m{n}") for n in range(3)))
    first = asyncio.create_task(transport.deliver(a_message("never")))
    second = asyncio.create_task(transport.deliver(a_message("m3")))
    await asyncio.sleep(0)
    first.cancel()
    assert await taken(transport, 4) == ["m0", "m1", "m2", "m3"]
    await second


async def test_what_is_refused_comes_again(transport: Transport) -> None:
    """At once, or after the delay; a settled one doesn't."""
    await transport.deliver(a_message("m1"), a_message("m2"))
    one, two = await transport.take(), await transport.take()
    await one.nak()
    await two.ack()
    assert await taken(transport, 1) == ["m1"]
    await one.nak(timedelta(milliseconds=1))
    assert transport.room() == 3
    assert await taken(transport, 1) == ["m1"]


async def test_what_is_refused_always_has_room(transport: Transport) -> None:
    """It was delivered before."""
    await transport.deliver(*(a_message(f"m{n}") for n in range(3)))
    one = await transport.take()
    await transport.deliver(a_message("m3"))
    await one.nak()
    assert transport.room() == 0
    assert await taken(transport, 4) == ["m1", "m2", "m3", "m0"]


async def test_a_closed_transport_is_emptied_and_then_closed(transport: Transport) -> None:
    """What it has may be taken; nothing more comes in."""
    await transport.deliver(a_message("m1"))
    await transport.close()
    assert await taken(transport, 1) == ["m1"]
    with pytest.raises(Closed):
        await transport.take()
    with pytest.raises(Closed):
        await transport.deliver(a_message("m2"))


async def test_closing_releases_everybody_who_waits(transport: Transport) -> None:
    """Takers and givers."""
    taking = [asyncio.create_task(transport.take()) for _ in range(2)]
    await asyncio.sleep(0)
    await transport.close()
    assert [type(one) for one in await asyncio.gather(*taking, return_exceptions=True)] == [Closed, Closed]
    full = MemoryTransport(capacity=0)
    giving = asyncio.create_task(full.deliver(a_message("m1")))
    await asyncio.sleep(0)
    await full.close()
    with pytest.raises(Closed):
        await giving
