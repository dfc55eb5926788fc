"""A person who voids what couldn't be printed, and resumes, gets another label: not the recorded one of the void."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from dhl_parcel_de_kit import DhlParcelDeKit
from easypost_kit import EasyPostKit
from karrio_kit import KarrioKit
from packeta_kit import PacketaKit
from sendcloud_kit import SendcloudKit
from swiftpost_kit import SwiftpostKit

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import ShipmentId
from goldthread.domain.request import VoidRequest
from goldthread.engine.trash import Act
from goldthread.flow.reply import Reply
from goldthread.flow.start import Manual
from goldthread.testing.contract.line import PROXY_PAGE
from goldthread.testing.contract.sample import CARRIER, a_ready_order
from goldthread.testing.contract.scene import Way, fresh, playing

KITS = (DhlParcelDeKit(), EasyPostKit(), KarrioKit(), PacketaKit(), SendcloudKit(), SwiftpostKit())


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.application.name)
async def test_a_void_label_is_replaced_by_a_live_one(kit: Any) -> None:
    """What the carrier answered before the void is replayed to nobody."""
    memory = fresh()
    ways = (
        Way(name="label", start=Manual(ReadyOrder), path=kit.label, gives=LabelledOrder),
        Way(name="void", start=Manual(VoidRequest), path=kit.void, gives=VoidRequest),
    )
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, CARRIER, ways, memory=memory, settings=kit.settings) as scene,
    ):
        is_forged = True

        def forge(reply: Reply) -> Reply:
            content = reply.content
            for number in fake.parcels() if is_forged else ():
                label = fake.label(number)
                content = content.replace(base64.b64encode(label), base64.b64encode(PROXY_PAGE))
                content = content.replace(label, PROXY_PAGE)
            return Reply(status=reply.status, headers=reply.headers, content=content)

        for _ in range(20):
            scene.line.befall("*", forge)
        await scene.run("label", a_ready_order())
        is_forged = False
        [trashed] = await scene.trash()
        found = re.search(r"void shipment (\S+)\.", trashed.why.reason)
        assert found is not None
        request = VoidRequest(carrier=CARRIER, shipment=ShipmentId(found[1]), who="jana", why="unprintable")
        await scene.run("void", request)
        assert not fake.effects()
        await scene.house.engine.trash.resume(trashed.message.id, Act(actor="jana", reason="voided"))
        await scene.settle()
        labelled = await scene.only("label", LabelledOrder)
        assert len(fake.effects()) == 1
        assert labelled.shipment.id != found[1]
