"""What a shop's connector must do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeAlias

from goldthread.domain.fulfilment import LabelledOrder
from goldthread.domain.order import InjectedOrder, Order
from goldthread.domain.track import StatusChange
from goldthread.flow.node import Path
from goldthread.flow.start import Manual, Tick, Webhook
from goldthread.testing.contract import sample
from goldthread.testing.contract.accident import MAIN, AccidentCases
from goldthread.testing.contract.claim import Has, Lacks, expect
from goldthread.testing.contract.contract import Kit, case, case_of
from goldthread.testing.contract.fake import Delivery, Fake
from goldthread.testing.contract.hook import HOOK, HookCases
from goldthread.testing.contract.scene import Scene, Way, never
from goldthread.testing.contract.status import every_status
from goldthread.testing.contract.sweep import SWEEP, Sweep, expect_all_found, expect_found_after_garbage


class ShopFake(Fake, Protocol):
    """A stand-in of a shop; its effects are fulfilments."""

    async def place(self, count: int = 1) -> Sequence[Delivery]:
        """So many shoppers order two pieces of one article each; the webhooks that tell of it, where there are any."""

    def waiting(self) -> Sequence[str]:
        """The ids of orders that no ERP number was told of."""

    def stir(self) -> None:
        """Change an order that stands on the first page of a sweep, so that pages shift."""

    def number_told(self, order_id: str) -> str | None:
        """The ERP's number that was told of an order."""

    def status(self, order_id: str) -> str:
        """Where the shopper sees the order to be."""

    def amend(self, order_id: str, city: str) -> None:
        """A shopper or clerk corrects the city of the shipping address."""


class ShopKit(Kit, Protocol):
    """A shop's connector; its main write makes a fulfilment."""

    @property
    def ship(self) -> Path[LabelledOrder, LabelledOrder]:
        """Telling the shop that an order was sent, with its tracking numbers."""

    @property
    def placed(self) -> Webhook[Order]:
        """The webhook that tells of an order."""

    @property
    def sweep(self) -> Path[Tick, Order] | Lacks:
        """Looking for orders that no webhook told of."""

    @property
    def sweep_page(self) -> tuple[str, int]:
        """The request of a sweep, with `*`, and how many orders take more than one page of it."""

    @property
    def reread(self) -> Path[Order, Order] | Lacks:
        """The order as the shop has it now."""

    @property
    def tell_number(self) -> Path[InjectedOrder, InjectedOrder] | Lacks:
        """Telling the shop the ERP's number."""

    @property
    def tell_status(self) -> Path[StatusChange, Any] | Lacks:
        """Telling the shop where an order is."""

    @property
    def too_many(self) -> str | Lacks:
        """The field of our order at fault when more was packed than is open: `/fulfilment/lines/0`."""

    @property
    def unlisted_status(self) -> str:
        """What the shop says of an order of which nothing but an unlisted code is known."""

    @property
    def signature_age(self) -> Has | Lacks:
        """Whether signatures of webhooks carry their time."""

    def open(self, now: Callable[[], datetime]) -> AbstractAsyncContextManager[ShopFake]:
        """Start a fresh fake, whose time is `now`, and stop it in the end."""


Play: TypeAlias = Scene[ShopFake]


class ShopContract(AccidentCases, HookCases):
    """A shop tells of orders once, and hears of their number, parcels and status once."""

    kit: ClassVar[ShopKit]
    role = "shop"
    installation = sample.SHOP

    def ways(self) -> Iterable[Way]:
        kit = self.kit
        yield Way(name=MAIN, start=Manual(LabelledOrder), path=kit.ship, gives=LabelledOrder)
        yield Way(name=HOOK, start=kit.placed, gives=Order)
        if not isinstance(kit.sweep, Lacks):
            yield Way(name=SWEEP, start=never(), path=kit.sweep, gives=Order)
        if not isinstance(kit.reread, Lacks):
            yield Way(name="reread", start=Manual(Order), path=kit.reread, gives=Order)
        if not isinstance(kit.tell_number, Lacks):
            yield Way(name="number", start=Manual(InjectedOrder), path=kit.tell_number, gives=InjectedOrder)
        if not isinstance(kit.tell_status, Lacks):
            yield Way(name="status", start=Manual(StatusChange), path=kit.tell_status, gives=StatusChange)

    async def work(self, scene: Play) -> LabelledOrder:
        return sample.labelled(sample.ready(await self._ordered(scene)))

    def hook(self) -> Webhook[Order]:
        return self.kit.placed

    def age(self) -> Has | Lacks:
        return self.kit.signature_age

    async def tell(self, scene: Play) -> Delivery:
        return (await scene.fake.place())[0]

    @case
    async def test_an_order_comes_in_whole(self, scene: Play) -> None:
        """What the shop tells is an order of ours: its shop, id, number, e-mail, lines and money."""
        order = await self._ordered(scene)
        expect(order.shop == self.installation, "An order's shop is origin.installation.")
        expect(order.id in scene.fake.waiting(), f"{order.id} isn't the id by which the shop knows the order.")
        expect(order.number and "@" in order.email and order.lines, "Number, e-mail and lines are told.")
        expect(order.shipping.country_code and order.shipping.city, "The shipping address is told.")
        goods = sum((line.price.amount for line in order.lines), start=order.total.amount * 0)
        expect(order.total.amount >= goods > 0, f"The lines come to {goods}, the total is {order.total.text}.")

    @case
    async def test_an_order_is_sent_once_with_all_its_parcels(self, scene: Play) -> None:
        """One fulfilment with two parcels; told again, it stays one."""
        body = sample.labelled(sample.ready(await self._ordered(scene), parcels=2))
        await scene.run(MAIN, body)
        await scene.run(MAIN, body)
        await scene.expect_no_trash()
        effects = scene.fake.effects()
        expect(len(effects) == 1, f"One fulfilment was expected: {effects}")
        missing = [number for number in body.shipment.tracking_numbers if number not in effects[0]]
        expect(not missing, f"The shopper cannot follow {', '.join(missing)}: {effects[0]}")

    @case
    async def test_partial_shipments_are_two_fulfilments(self, scene: Play) -> None:
        """Of two pieces one is sent today and one tomorrow: two fulfilments, none over what was ordered."""
        order = await self._ordered(scene)
        for part in (1, 2):
            await scene.run(MAIN, sample.labelled(sample.part(sample.ready(order), part, quantity=1)))
        await scene.expect_no_trash()
        expect(len(scene.fake.effects()) == 2, f"Two fulfilments were expected: {scene.fake.effects()}")

    @case_of("too_many")
    async def test_more_than_was_ordered_is_refused_at_its_line(self, scene: Play) -> None:
        """What was packed and isn't open lies in the trash with its line."""
        order = await self._ordered(scene)
        await scene.run(MAIN, sample.labelled(sample.part(sample.ready(order), 1, quantity=99)))
        await scene.expect_rejected(str(self.kit.too_many))
        expect(not scene.fake.effects(), f"Nothing should be sent: {scene.fake.effects()}")

    @case
    async def test_an_order_that_is_not_there_is_refused(self, scene: Play) -> None:
        """An order that the shop doesn't know lies in the trash as rejected, with its words."""
        await scene.run(MAIN, sample.labelled(sample.a_ready_order(77)))
        rows = await scene.trash()
        expect([row.why.kind.value for row in rows] == ["rejected"], "An unknown order should be rejected.")

    @case_of("tell_number")
    async def test_the_erps_number_is_told_and_may_be_told_again(self, scene: Play) -> None:
        """The shop's order carries the ERP's number."""
        order = sample.injected(await self._ordered(scene))
        await scene.run("number", order)
        await scene.run("number", order)
        await scene.expect_no_trash()
        told = scene.fake.number_told(order.id)
        expect(told == order.erp_order, f"{order.erp_order} was told, the shop has {told}.")

    @case_of("tell_status")
    async def test_every_status_has_a_word_and_an_unlisted_one_claims_nothing(self, scene: Play) -> None:
        """All sixteen statuses are taken by the shop; of an unlisted code no more is claimed than that it was sent."""
        order = sample.labelled(sample.ready(await self._ordered(scene)))
        await every_status(scene, order)
        said = scene.fake.status(order.order_id)
        wanted = self.kit.unlisted_status
        expect(said == wanted, f"Of an unlisted code the shop should say {wanted}, it says {said}.")

    @case_of("sweep")
    async def test_a_sweep_finds_every_order_though_pages_shift(self, scene: Play) -> None:
        """More orders than a page holds, one of them changed between two pages: two sweeps have found all."""
        await scene.fake.place(self.kit.sweep_page[1])
        wanted = scene.fake.waiting()
        await expect_all_found(scene, self._sweep(), wanted)

    @case_of("sweep")
    async def test_an_unreadable_page_of_a_sweep_is_asked_for_again(self, scene: Play) -> None:
        """A proxy's page and half a page cost another question, and no order."""
        await scene.fake.place(2)
        await expect_found_after_garbage(scene, self._sweep(), scene.fake.waiting())

    @case_of("reread")
    async def test_a_corrected_order_is_read_again(self, scene: Play) -> None:
        """What was corrected in the shop is what comes when it is read again."""
        order = await self._ordered(scene)
        scene.fake.amend(order.id, "Olomouc")
        await scene.run("reread", order)
        again = await scene.only("reread", Order)
        expect(again.shipping.city == "Olomouc", f"The city is still {again.shipping.city}.")
        expect((again.id, again.shop) == (order.id, order.shop), "It should be the same order of the same shop.")

    async def _ordered(self, scene: Play) -> Order:
        deliveries = await scene.fake.place()
        await scene.hear(deliveries[0])
        await scene.expect_no_trash()
        return scene.given(HOOK, Order)[-1]

    def _sweep(self) -> Sweep:
        return Sweep(
            form=self.kit.sweep_page[0],
            key=lambda order: str(order.id),
        )
