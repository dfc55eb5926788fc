"""What wasn't packed at once becomes a shipment of its own; what was archived is packed and shipped all the same."""

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


@pytest.mark.parametrize("kit", [OdooKit(), OlderOdooKit()], ids=["19", "16"])
async def test_what_was_archived_since_is_shipped_and_hides_no_other(kit: OdooKit) -> None:
    """Odoo leaves archived customers and articles out of what it finds; an order keeps both."""
    memory = fresh()
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, ERP, Odoo().ways(), memory=memory, settings=kit.settings) as scene,
    ):
        await scene.run("main", an_order())
        await fake.pack()
        fake.tables.archived |= set(fake.tables.rows["res.partner"]) | set(fake.tables.rows["product.product"])
        await scene.tick("sweep")
        await scene.expect_no_trash()
        assert scene.given("sweep", ReadyOrder)


async def test_a_record_that_odoo_hides_is_said_and_hides_no_other() -> None:
    """A right that our user lacks keeps one transfer, not the sweep."""
    kit, memory = OdooKit(), fresh()
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, ERP, Odoo().ways(), memory=memory, settings=kit.settings) as scene,
    ):
        await scene.run("main", an_order(1), an_order(2))
        await fake.pack()
        picking = next(iter(fake.tables.rows["stock.picking"].values()))
        order = fake.tables.get("sale.order", picking["sale_id"])
        order["partner_id"] = fake.tables.make("res.partner", name="Elsewhere")
        fake.tables.hidden.add(order["partner_id"])
        await scene.tick("sweep")
        await scene.expect_no_trash()
        assert len(scene.given("sweep", ReadyOrder)) == 1
