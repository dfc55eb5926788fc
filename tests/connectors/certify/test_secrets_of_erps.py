"""Secrets that stand in bodies are sent, and written down nowhere."""

from typing import Any

from erpnext_kit import ErpnextKit
from odoo_kit import OlderOdooKit

from goldthread.connectors.erpnext import ensure_hooks
from goldthread.connectors.erpnext.subscription import PACKED
from goldthread.domain.order import InjectedOrder
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, WantedHook
from goldthread.flow.start import Manual
from goldthread.testing.contract.sample import ERP, an_order
from goldthread.testing.contract.scene import Scene, Way, fresh, playing
from goldthread.testing.fakes.erpnext.server import HUSH
from goldthread.testing.fakes.odoo.server import KEY

ADDRESS = "https://gold.example/hooks/erp/shipment.packed"


async def check_hooks(scene: Scene[Any]) -> HookReport:
    """What became of the subscriptions this time."""
    wanted = (WantedHook(event=PACKED, address=ADDRESS),)
    await scene.run("hooks", HookCheck(installation=ERP, application="erpnext", wanted=wanted))
    await scene.expect_no_trash()
    return scene.given("hooks", HookReport)[-1]


async def test_a_subscription_is_made_with_a_secret_that_nobody_wrote_down() -> None:
    """ERPNext gets it, the ledger doesn't; a second look changes nothing."""
    kit, memory = ErpnextKit(), fresh()
    way = Way(name="hooks", start=Manual(HookCheck), path=ensure_hooks, gives=HookReport)
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, ERP, [way], memory=memory, settings={}) as scene,
    ):
        first, second = await check_hooks(scene), await check_hooks(scene)
        (made,) = fake.documents.all("Webhook").values()
        assert made["webhook_secret"] == HUSH
        assert [state.repair for one in (first, second) for state in one.hooks] == [HookRepair.CREATED, HookRepair.KEPT]
        assert HUSH not in await scene.story()


async def test_a_key_among_arguments_is_written_down_nowhere() -> None:
    """Odoo's JSON-RPC takes it as its third argument; the story has the place alone."""
    kit, memory = OlderOdooKit(), fresh()
    way = Way(name="main", start=Manual(type(an_order())), path=kit.inject, gives=InjectedOrder)
    async with (
        kit.open(memory.clock.now) as fake,
        playing(fake, kit.application, ERP, [way], memory=memory, settings=kit.settings) as scene,
    ):
        await scene.run("main", an_order())
        await scene.expect_no_trash()
        story = await scene.story()
        assert fake.effects()
        assert KEY not in story
        assert "execute_kw" in story
