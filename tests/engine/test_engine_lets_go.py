"""A person lets one message go that waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from foreign import Foreign, Made, Parcel, connector, expect_done, house_of

from goldthread.flow.client import Client
from goldthread.flow.entry import Kind
from goldthread.flow.errors import NotFound
from goldthread.flow.message import MessageId
from goldthread.flow.outcome import Wait
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology

LONG = timedelta(hours=3)
asked: list[int] = []


async def wait_once(parcel: Parcel, api: Client) -> Parcel | Wait:
    """Wait three hours before the first call."""
    asked.append(parcel.number)
    if len(asked) == 1:
        return Wait(LONG, "not yet")
    await api.post("/make", json={"number": parcel.number}, into=Made)
    return parcel


async def test_a_waiting_message_goes_on_when_a_person_lets_it() -> None:
    """At once, with the person's name in an entry; a second time there is nothing to let go."""
    asked.clear()
    topology = Topology("waits", start=Manual(Parcel), path=connector(wait_once))
    async with house_of(topology, foreign=Foreign()) as house:
        begun = await house.engine.intake.start("waits", Parcel(number=1))
        for _ in range(60):
            await house.clock.rest()
        ((message, state),) = await house.ledger.messages(run=begun.run)
        assert state == "waiting"
        await house.engine.let_go(message.id, actor="eva")
        await house.settle()
        await expect_done(house, runs=1)
        entries = await house.ledger.entries(kinds=[Kind.RESUMED])
        assert [(one.entry.actor, one.entry.message) for one in entries] == [("eva", message.id)]
        with pytest.raises(NotFound, match="doesn't wait any more"):
            await house.engine.let_go(MessageId(message.id), actor="eva")
