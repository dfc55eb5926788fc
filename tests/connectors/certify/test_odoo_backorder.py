"""What wasn't packed at once becomes a backorder, and a shipment of its own."""

import pytest
from odoo_kit import OdooKit, OlderOdooKit

from goldthread.domain.fulfilment import ReadyOrder
from goldthread.testing.contract.erp import ErpContract
from goldthread.testing.contract.sample import ERP, an_order, labelled
from goldthread.testing.contract.scene import fresh, playing


class Odoo(ErpContract):
    """Only its ways are of use here."""

    kit = OdooKit()


@pytest.mark.parametrize("kit", [OdooKit(), OlderOdooKit()], ids=["19", "16"])
async def test_the_rest_of_an_order_is_a_shipment_of_its_own(kit: OdooKit) -> None:
    """Of two pieces one is packed, labelled and validated; Odoo keeps the other, which is swept once it is packed."""
    memory = fresh()
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, ERP, Odoo().ways(), memory=memory, settings=kit.settings) as scene,
    ):
        await scene.run("main", an_order())
        (line,) = fake.tables.all("stock.move.line")
        line |= {"quantity": 1, "qty_done": 1}
        await fake.pack()
        await scene.tick("sweep")
        first = scene.given("sweep", ReadyOrder)[-1]
        await scene.run("track", labelled(first))
        await fake.pack()
        await scene.tick("sweep")
        await scene.expect_no_trash()
        second = scene.given("sweep", ReadyOrder)[-1]
        assert [one.fulfilment.lines[0].quantity for one in (first, second)] == [1, 1]
        assert first.fulfilment.id != second.fulfilment.id
        assert first.erp_order == second.erp_order
        assert not fake.methods.bought
