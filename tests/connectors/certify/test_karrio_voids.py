"""What is voided at karrio is what was asked to be, and no label that came after it."""

from karrio_kit import KarrioKit

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.request import VoidRequest
from goldthread.flow.start import Manual
from goldthread.testing.contract.sample import CARRIER, a_ready_order
from goldthread.testing.contract.scene import Way, fresh, playing


async def test_a_shipment_voided_twice_leaves_the_label_that_replaced_it() -> None:
    """The parcels of a fulfilment keep their references, so that those of a later label are told by their numbers."""
    kit, memory = KarrioKit(), fresh()
    ways = (
        Way(name="label", start=Manual(ReadyOrder), path=kit.label, gives=LabelledOrder),
        Way(name="void", start=Manual(VoidRequest), path=kit.void, gives=VoidRequest),
    )
    order = a_ready_order(parcels=2)
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, CARRIER, ways, memory=memory, settings=kit.settings) as scene,
    ):
        await scene.run("label", order)
        first = (await scene.only("label", LabelledOrder)).shipment
        request = VoidRequest(carrier=CARRIER, shipment=first.id, who="jana", why="damaged")
        await scene.run("void", request)
        assert not fake.effects()
        await scene.run("label", order)
        second = scene.given("label", LabelledOrder)[-1].shipment
        await scene.run("void", request)
        assert second.id != first.id
        assert len(fake.effects()) == 1
        await scene.expect_no_trash()
