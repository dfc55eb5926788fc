"""What an ERP's connector must do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeAlias, cast

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
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
from goldthread.testing.contract.line import lost
from goldthread.testing.contract.scene import Scene, Way, never
from goldthread.testing.contract.status import every_status
from goldthread.testing.contract.sweep import SWEEP, Sweep, expect_all_found, expect_found_after_garbage


class ErpFake(Fake, Protocol):
    """A stand-in of an ERP with its warehouse; its effects are the numbers of orders."""

    def customers(self) -> Sequence[str]:
        """The e-mails of all customers."""

    async def pack(self) -> Sequence[Delivery]:
        """The warehouse packs every order; the webhooks that tell of it, where there are any."""

    def waiting(self) -> Sequence[str]:
        """The ids of packed shipments without a tracking number."""

    async def pack_many(self, count: int) -> None:
        """Have so many packed shipments, whose orders came from a shop; nobody is told."""

    def stir(self) -> None:
        """Give a shipment on the first page of a sweep its tracking number, so that pages shift."""

    def tracking(self, shipment: str) -> Sequence[str]:
        """The tracking numbers that a shipment has."""

    def status(self, order: str) -> str:
        """Where the ERP believes an order to be."""

    def amend(self, order: str, city: str) -> None:
        """A clerk corrects the city of an order's delivery address."""


class ErpKit(Kit, Protocol):
    """An ERP's connector; its main write makes an order."""

    @property
    def inject(self) -> Path[Order, InjectedOrder]:
        """From a shop's order to one that the ERP keeps: `identify_customer >> inject_order`."""

    @property
    def customer(self) -> str:
        """The write that makes a customer: `POST /customers`."""

    @property
    def rejection(self) -> tuple[Order, str]:
        """An order that the ERP refuses, and the field of ours at fault."""

    @property
    def unheard_of(self) -> Order | Lacks:
        """An order of an article that the ERP doesn't know and the connector makes on the way."""

    @property
    def packed(self) -> Webhook[ReadyOrder] | Lacks:
        """The webhook that tells of a packed order."""

    @property
    def sweep(self) -> Path[Tick, ReadyOrder] | Lacks:
        """Looking for packed orders that no webhook told of."""

    @property
    def sweep_page(self) -> tuple[str, int]:
        """The request of a sweep, with `*`, and how many shipments take more than one page of it."""

    @property
    def reread(self) -> Path[ReadyOrder, ReadyOrder] | Lacks:
        """The packed order as the ERP has it now."""

    @property
    def track(self) -> Path[LabelledOrder, LabelledOrder]:
        """Telling the ERP the tracking numbers."""

    @property
    def tell_status(self) -> Path[StatusChange, Any] | Lacks:
        """Telling the ERP where an order is."""

    @property
    def unlisted_status(self) -> str:
        """What the ERP believes of an order of which nothing but an unlisted code is known."""

    @property
    def signature_age(self) -> Has | Lacks:
        """Whether signatures of webhooks carry their time."""

    def open(self, now: Callable[[], datetime]) -> AbstractAsyncContextManager[ErpFake]:
        """Start a fresh fake, whose time is `now`, and stop it in the end."""


Play: TypeAlias = Scene[ErpFake]


class ErpContract(AccidentCases, HookCases):
    """An ERP has every customer and every order once, tells what is packed, and hears what became of it."""

    kit: ClassVar[ErpKit]
    role = "erp"
    installation = sample.ERP

    def ways(self) -> Iterable[Way]:
        kit = self.kit
        yield Way(name=MAIN, start=Manual(Order), path=kit.inject, gives=InjectedOrder)
        yield Way(name="track", start=Manual(LabelledOrder), path=kit.track, gives=LabelledOrder)
        if not isinstance(kit.packed, Lacks):
            yield Way(name=HOOK, start=kit.packed, gives=ReadyOrder)
        if not isinstance(kit.sweep, Lacks):
            yield Way(name=SWEEP, start=never(), path=kit.sweep, gives=ReadyOrder)
        if not isinstance(kit.reread, Lacks):
            yield Way(name="reread", start=Manual(ReadyOrder), path=kit.reread, gives=ReadyOrder)
        if not isinstance(kit.tell_status, Lacks):
            yield Way(name="status", start=Manual(StatusChange), path=kit.tell_status, gives=StatusChange)

    async def work(self, scene: Play) -> Order:
        return sample.an_order(len(scene.fake.effects()) + 1)

    def hook(self) -> Webhook[ReadyOrder] | Lacks:
        return self.kit.packed

    def age(self) -> Has | Lacks:
        return self.kit.signature_age

    async def tell(self, scene: Play) -> Delivery:
        await scene.run(MAIN, sample.an_order())
        await scene.expect_no_trash()
        return (await scene.fake.pack())[0]

    @case
    async def test_an_order_is_kept_once_with_its_customer(self, scene: Play) -> None:
        """The customer is made, the order is made, and it comes back under the ERP's own number."""
        await scene.run(MAIN, sample.an_order())
        order = await scene.only(MAIN, InjectedOrder)
        expect(list(scene.fake.effects()) == [order.erp_order], f"{order.erp_order} isn't {scene.fake.effects()}.")
        expect(order.erp == self.installation, "An order's erp is api.installation.")
        expect(len(scene.fake.customers()) == 1, f"One customer was expected: {scene.fake.customers()}")

    @case
    async def test_first_orders_that_arrive_together_make_one_customer(self, scene: Play) -> None:
        """Three orders of one new customer, written in three ways, at the same moment: one customer, three orders."""
        emails = ("jana@example.test", "Jana@Example.test", "JANA@EXAMPLE.TEST")
        await scene.run(MAIN, *(sample.an_order(number, email=email) for number, email in enumerate(emails, 1)))
        await scene.expect_no_trash()
        expect(len(scene.fake.effects()) == 3, f"Three orders were expected: {scene.fake.effects()}")
        expect(len(scene.fake.customers()) == 1, f"One customer was expected: {scene.fake.customers()}")

    @case
    async def test_a_customer_whose_making_lost_its_answer_is_made_once(self, scene: Play) -> None:
        """The ERP makes the customer, the connection drops: there is one customer and one order."""
        scene.line.befall(self.kit.customer, lost)
        await scene.run(MAIN, sample.an_order())
        await scene.only(MAIN, InjectedOrder)
        expect(len(scene.fake.customers()) == 1, f"One customer was expected: {scene.fake.customers()}")

    @case
    async def test_a_refusal_names_the_field_of_our_order(self, scene: Play) -> None:
        """What the ERP refuses lies in the trash at our field; no order is made."""
        order, field = self.kit.rejection
        await scene.run(MAIN, order)
        await scene.expect_rejected(field)
        expect(not scene.fake.effects(), f"Nothing should be kept: {scene.fake.effects()}")

    @case_of("unheard_of")
    async def test_an_article_that_is_missing_is_made_on_the_way(self, scene: Play) -> None:
        """An order of an unknown article is kept once all the same."""
        await scene.run(MAIN, cast("Order", self.kit.unheard_of))
        await scene.only(MAIN, InjectedOrder)
        expect(len(scene.fake.effects()) == 1, f"One order was expected: {scene.fake.effects()}")

    @case
    async def test_a_packed_order_names_the_shops_order_and_every_parcel(self, scene: Play) -> None:
        """What the warehouse tells is ready to ship: shop, order, exact weights, lines, recipient."""
        order = await self._packed(scene)
        placed = sample.an_order()
        expect((order.shop, order.order_id) == (placed.shop, placed.id), "A packed order names the shop's order.")
        expect(order.erp == self.installation, "An order's erp is the installation.")
        weights = [parcel.weight.grams for parcel in order.fulfilment.parcels]
        expect(all(weights), f"Each parcel is weighed: {weights}")
        expect(order.recipient.city == placed.shipping.city, f"It goes to {order.recipient.one_line}.")

    @case
    async def test_tracking_numbers_are_told_and_may_be_told_again(self, scene: Play) -> None:
        """The ERP has the numbers of all parcels, told once or twice."""
        order = sample.labelled(await self._packed(scene))
        await scene.run("track", order)
        await scene.run("track", order)
        await scene.expect_no_trash()
        told = scene.fake.tracking(order.fulfilment.id)
        expect(sorted(told) == sorted(order.shipment.tracking_numbers), f"The ERP has {told}.")

    @case_of("tell_status")
    async def test_every_status_has_a_word_and_an_unlisted_one_claims_nothing(self, scene: Play) -> None:
        """All sixteen statuses are taken by the ERP; of an unlisted code no more is claimed than that it was sent."""
        order = sample.labelled(await self._packed(scene))
        await every_status(scene, order)
        said = scene.fake.status(order.erp_order)
        wanted = self.kit.unlisted_status
        expect(said == wanted, f"Of an unlisted code the ERP should believe {wanted}, it believes {said}.")

    @case_of("sweep")
    async def test_a_sweep_finds_every_packed_order_though_pages_shift(self, scene: Play) -> None:
        """More shipments than a page holds, one of them tracked between two pages: two sweeps have found all."""
        await scene.fake.pack_many(self.kit.sweep_page[1])
        await expect_all_found(scene, self._sweep(), scene.fake.waiting())

    @case_of("sweep")
    async def test_an_unreadable_page_of_a_sweep_is_asked_for_again(self, scene: Play) -> None:
        """A proxy's page and half a page cost another question, and no shipment."""
        await scene.fake.pack_many(2)
        await expect_found_after_garbage(scene, self._sweep(), scene.fake.waiting())

    @case_of("reread")
    async def test_a_corrected_order_is_read_again(self, scene: Play) -> None:
        """What a clerk corrected is what comes when the packed order is read again."""
        order = await self._packed(scene)
        scene.fake.amend(order.erp_order, "Olomouc")
        await scene.run("reread", order)
        again = await scene.only("reread", ReadyOrder)
        expect(again.recipient.city == "Olomouc", f"The city is still {again.recipient.city}.")
        expect(again.reference == order.reference, "It should be the same fulfilment of the same order.")

    async def _packed(self, scene: Play) -> ReadyOrder:
        """A packed order, by webhook or else by sweep."""
        await scene.run(MAIN, sample.an_order())
        await scene.expect_no_trash()
        deliveries = await scene.fake.pack()
        if isinstance(self.kit.packed, Lacks):
            await scene.tick(SWEEP)
            return scene.given(SWEEP, ReadyOrder)[-1]
        await scene.hear(deliveries[0])
        await scene.expect_no_trash()
        return scene.given(HOOK, ReadyOrder)[-1]

    def _sweep(self) -> Sweep:
        return Sweep(
            form=self.kit.sweep_page[0],
            key=lambda order: str(order.fulfilment.id),
        )
