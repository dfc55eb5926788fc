"""A label bought before its order was corrected isn't taken for the corrected one: its parcel would go astray."""

from __future__ import annotations

from typing import Any

import pytest
from dhl_parcel_de_kit import DhlParcelDeKit
from easypost_kit import EasyPostKit
from karrio_kit import KarrioKit
from packeta_kit import PacketaKit
from sendcloud_kit import SendcloudKit
from swiftpost_kit import SwiftpostKit

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.request import VoidRequest
from goldthread.engine.trash import Act
from goldthread.flow.start import Manual
from goldthread.testing.contract.sample import CARRIER, a_ready_order, elsewhere
from goldthread.testing.contract.scene import Way, fresh, playing

KITS = (DhlParcelDeKit(), EasyPostKit(), KarrioKit(), PacketaKit(), SendcloudKit(), SwiftpostKit())


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.application.name)
async def test_what_goes_elsewhere_now_is_bought_anew_once_the_old_one_is_void(kit: Any) -> None:
    """The person is told which shipment to void; resumed after that, the order has one label, and it is a new one."""
    memory = fresh()
    ways = (
        Way(name="label", start=Manual(ReadyOrder), path=kit.label, gives=LabelledOrder),
        Way(name="void", start=Manual(VoidRequest), path=kit.void, gives=VoidRequest),
    )
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, CARRIER, ways, memory=memory, settings=kit.settings) as scene,
    ):
        order = a_ready_order()
        await scene.run("label", order)
        first = (await scene.only("label", LabelledOrder)).shipment
        await scene.run("label", elsewhere(order, name="Jana Svobodová"))
        [trashed] = await scene.trash()
        assert trashed.why.kind.value == "rejected", trashed.why.reason
        assert len(fake.effects()) == 1
        request = VoidRequest(carrier=CARRIER, shipment=first.id, who="jana", why="corrected")
        await scene.run("void", request)
        assert not fake.effects()
        await scene.house.engine.trash.resume(trashed.message.id, Act(actor="jana", reason="voided"))
        await scene.settle()
        await scene.expect_no_trash()
        second = scene.given("label", LabelledOrder)[-1].shipment
        assert len(fake.effects()) == 1
        assert set(second.tracking_numbers).isdisjoint(first.tracking_numbers)
