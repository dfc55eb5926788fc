"""Packeta's password is sent in every body, and written down nowhere."""

from dataclasses import replace

from packeta_kit import PacketaKit

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.flow.start import Manual
from goldthread.testing.contract.sample import CARRIER, a_ready_order, an_address
from goldthread.testing.contract.scene import Way, fresh, playing

KIT = PacketaKit()
WAYS = (Way(name="main", start=Manual(ReadyOrder), path=KIT.label, gives=LabelledOrder),)


async def test_what_is_recorded_holds_the_placeholder_alone() -> None:
    """Neither a request nor a reply nor an intent holds the password, and yet Packeta takes it."""
    memory = fresh()
    order = replace(a_ready_order(recipient=an_address(name="{{api_password}} Novák")), pickup_point="79")
    async with (
        KIT.open(memory.clock.now) as fake,
        playing(fake, KIT.application, CARRIER, WAYS, memory=memory, settings=KIT.settings) as scene,
    ):
        await scene.run("main", order)
        labelled = await scene.only("main", LabelledOrder)
        assert labelled.shipment.id in fake.packets
        told = repr(await scene.house.ledger.entries(limit=1000)) + repr(memory.shelves.calls)
    assert "{{api_password}}" in told
    assert fake.secrets["api_password"] not in told
