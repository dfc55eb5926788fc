"""An Odoo key ends after three months: orders wait for a new one, and nothing is lost."""

from datetime import timedelta

import pytest
from odoo_kit import OdooKit, OlderOdooKit

from goldthread.domain.order import InjectedOrder, Order
from goldthread.flow.start import Manual
from goldthread.testing.contract.sample import ERP, an_order
from goldthread.testing.contract.scene import Way, fresh, playing

LIFE = timedelta(days=90)


@pytest.mark.parametrize("kit", [OdooKit(), OlderOdooKit()], ids=["19", "16"])
async def test_orders_wait_while_the_key_has_ended(kit: OdooKit) -> None:
    """The last day's order is done; the next one stays open, trashed by nobody and sent by nobody."""
    memory = fresh()
    way = Way(name="main", start=Manual(Order), path=kit.inject, gives=InjectedOrder)
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, ERP, [way], memory=memory, settings=kit.settings) as scene,
    ):
        await scene.run("main", an_order(1))
        memory.clock.turn(LIFE)
        await scene.run("main", an_order(2))
        await scene.expect_no_trash()
        assert await scene.is_open()
        assert len(fake.effects()) == 1
