"""What a carrier's connector must do."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeAlias

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.record import order_key, parcel_key, shipment_key
from goldthread.domain.request import VoidRequest
from goldthread.domain.status import Status, Unknown
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.node import Path
from goldthread.flow.reply import Reply
from goldthread.flow.start import Manual, Webhook
from goldthread.ports.carried import TrashKind
from goldthread.testing.contract import sample
from goldthread.testing.contract.accident import MAIN, AccidentCases
from goldthread.testing.contract.claim import Has, Lacks, expect
from goldthread.testing.contract.contract import Kit, case, case_of
from goldthread.testing.contract.fake import Delivery, Fake
from goldthread.testing.contract.hook import HOOK, HookCases
from goldthread.testing.contract.line import PROXY_PAGE, cut, page
from goldthread.testing.contract.scene import Scene, Way


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection:
    """An order that the carrier refuses, and the field of *our* order that is at fault."""

    order: ReadyOrder
    field: str
    """JSON Pointer: `/recipient/postal_code`."""


class CarrierFake(Fake, Protocol):
    """A stand-in of a carrier; its effects are the numbers of live shipments."""

    def parcels(self) -> Sequence[str]:
        """The tracking numbers of all parcels that were ever booked."""

    def label(self, tracking_number: str) -> bytes:
        """The bytes of a parcel's label, as the carrier drew them."""

    def stir(self) -> None:
        """Let something happen that changes what pages of tracking hold: scan parcels, end some."""

    async def scan(self, tracking_number: str, code: str) -> Delivery | None:
        """Scan the parcel with this code of the vendor, and give the webhook that tells of it (None: it has none)."""


class CarrierKit(Kit, Protocol):
    """A carrier's connector."""

    @property
    def label(self) -> Path[ReadyOrder, LabelledOrder]:
        """From a packed order to one whose parcels carry labels: `address_for_tortoise >> label_order`."""

    @property
    def rejections(self) -> Sequence[Rejection]:
        """One for every field that the carrier complains about, as far as an order can have it."""

    @property
    def check(self) -> Path[ReadyOrder, Any] | Lacks:
        """A dry run that bills nothing."""

    @property
    def void(self) -> Path[VoidRequest, Any] | Lacks:
        """Taking a shipment back."""

    @property
    def list_tracking(self) -> Path[LiveParcels, TrackingReport] | Lacks:
        """Asking about many parcels."""

    @property
    def tracking_page(self) -> tuple[str, int]:
        """The request that asks about parcels, with `*`, and how many parcels take more than one page of it."""

    @property
    def tracking(self) -> Webhook[TrackingEvent] | Lacks:
        """The webhook that tells of a scan."""

    @property
    def signature_age(self) -> Has | Lacks:
        """Whether signatures of webhooks carry their time."""

    @property
    def codes(self) -> Sequence[tuple[str, Status]]:
        """Some codes in the order in which a parcel may have them, with what they mean."""

    @property
    def unlisted_code(self) -> str:
        """A code that no table lists, which the fake can scan before the listed ones."""

    def open(self, now: Callable[[], datetime]) -> AbstractAsyncContextManager[CarrierFake]:
        """Start a fresh fake, whose time is `now`, and stop it in the end."""


Play: TypeAlias = Scene[CarrierFake]


class CarrierContract(AccidentCases, HookCases):
    """A carrier takes parcels on once, draws labels, refuses by field, and tells where parcels are."""

    kit: ClassVar[CarrierKit]
    role = "carrier"
    installation = sample.CARRIER

    def ways(self) -> Iterable[Way]:
        kit = self.kit
        yield Way(name=MAIN, start=Manual(ReadyOrder), path=kit.label, gives=LabelledOrder)
        if not isinstance(kit.check, Lacks):
            yield Way(name="check", start=Manual(ReadyOrder), path=kit.check, gives=ReadyOrder)
        if not isinstance(kit.void, Lacks):
            yield Way(name="void", start=Manual(VoidRequest), path=kit.void, gives=VoidRequest)
        if not isinstance(kit.list_tracking, Lacks):
            yield Way(name="watch", start=Manual(LiveParcels), path=kit.list_tracking, gives=TrackingReport)
        if not isinstance(kit.tracking, Lacks):
            yield Way(name=HOOK, start=kit.tracking, gives=TrackingEvent)

    async def work(self, scene: Play) -> ReadyOrder:
        return sample.a_ready_order(len(scene.fake.effects()) + 1)

    def hook(self) -> Webhook[TrackingEvent] | Lacks:
        return self.kit.tracking

    def age(self) -> Has | Lacks:
        return self.kit.signature_age

    async def tell(self, scene: Play) -> Delivery:
        number = (await self._labelled(scene)).shipment.tracking_numbers[0]
        delivery = await scene.fake.scan(number, self.kit.codes[0][0])
        if delivery is None:
            raise AssertionError("The fake's scan() should give the webhook, as the kit says that there are some.")
        return delivery

    @case
    async def test_an_order_is_labelled_once_with_the_carriers_own_bytes(self, scene: Play) -> None:
        """Every parcel has its number and its label, byte for byte as drawn; one shipment stands in the books."""
        order = await self._labelled(scene, parcels=2)
        expect(len(scene.fake.effects()) == 1, f"One shipment was expected: {scene.fake.effects()}")
        for label in order.shipment.labels:
            kept = await scene.house.engine.world.artifacts.read(label.artifact.digest)
            drawn = scene.fake.label(label.tracking_number)
            expect(kept == drawn, f"The label of {label.tracking_number} isn't what the carrier drew.")
        expect(order.shipment.carrier == self.installation, "A shipment's carrier is api.installation.")

    @case
    async def test_what_tracking_and_reprints_need_is_kept(self, scene: Play) -> None:
        """Shipment, order, parcels and labels are remembered with the outcome."""
        shipment = (await self._labelled(scene, parcels=2)).shipment
        wanted = [("shipment", shipment_key(shipment)), ("order", order_key(shipment.shop, shipment.order_id))]
        wanted += [("parcel", parcel_key(shipment.carrier, number)) for number in shipment.tracking_numbers]
        wanted += [("label", label.id) for label in shipment.labels]
        missing = [f"{kind}:{key}" for kind, key in wanted if await scene.house.ledger.record(kind, key) is None]
        expect(not missing, f"Remember with the outcome of the label: {', '.join(missing)}.")

    @case
    async def test_each_refusal_names_the_field_of_our_order(self, scene: Play) -> None:
        """What the carrier refuses lies in the trash at our field, with its words; nothing is booked."""
        expect(self.kit.rejections, "Say in the kit's rejections what the carrier refuses.")
        for place, rejection in enumerate(self.kit.rejections):
            await scene.run(MAIN, rejection.order)
            rows = await scene.trash()
            expect(len(rows) == place + 1, f"The carrier took what it should refuse at {rejection.field}.")
            why = rows[0].why
            expect(why.kind is TrashKind.REJECTED, f"{rejection.field} isn't rejected but {why.kind}: {why.reason}")
            expect(f'"{rejection.field}"' in why.faults, f"{rejection.field} isn't named: {why.faults}")
        expect(not scene.fake.effects(), f"Nothing should be booked: {scene.fake.effects()}")

    @case_of("check")
    async def test_a_dry_run_books_nothing(self, scene: Play) -> None:
        """A good order passes, a bad one is refused at the same field as in earnest; the books stay empty."""
        await scene.run("check", await self.work(scene))
        await scene.expect_no_trash()
        await scene.run("check", self.kit.rejections[0].order)
        await scene.expect_rejected(self.kit.rejections[0].field)
        expect(not scene.fake.effects(), f"A dry run booked {scene.fake.effects()}.")

    @case_of("void")
    async def test_a_shipment_is_taken_back(self, scene: Play) -> None:
        """A voided shipment is gone from the carrier's books."""
        shipment = (await self._labelled(scene)).shipment
        await scene.run("void", VoidRequest(carrier=self.installation, shipment=shipment.id, who="jana", why="test"))
        await scene.expect_no_trash()
        expect(not scene.fake.effects(), f"{shipment.id} still stands in the books: {scene.fake.effects()}")

    @case
    async def test_a_label_that_is_no_label_is_not_printed(self, scene: Play) -> None:
        """A page where a label's bytes should be goes to a person, with the shipment's words; it is never kept."""
        drawn: list[bytes] = []

        def forge(reply: Reply) -> Reply:
            drawn.append(reply.content)
            content = reply.content
            for number in scene.fake.parcels():
                label = scene.fake.label(number)
                content = content.replace(base64.b64encode(label), base64.b64encode(PROXY_PAGE))
                content = content.replace(label, PROXY_PAGE)
            return Reply(status=reply.status, headers=reply.headers, content=content)

        for _ in range(20):
            scene.line.befall("*", forge)
        await scene.run(MAIN, await self.work(scene))
        expect(drawn, "Nothing was asked.")
        expect(not scene.given(MAIN, LabelledOrder), "A page was taken for a label. Look at the first bytes.")
        expect(await scene.trash(), "A person should be told that the label cannot be printed.")
        expect(len(scene.fake.effects()) <= 1, f"One shipment at most: {scene.fake.effects()}")

    @case
    async def test_listed_codes_mean_what_they_should(self, scene: Play) -> None:
        """Each code that the carrier documents is told as our status, by webhook and when asked."""
        number = (await self._labelled(scene)).shipment.tracking_numbers[0]
        for code, status in self.kit.codes:
            await self._expect_scan(scene, number, code, status)

    @case
    async def test_an_unlisted_code_stays_itself(self, scene: Play) -> None:
        """A code that no table lists is Unknown(raw), by webhook and when asked, and never a guess."""
        number = (await self._labelled(scene)).shipment.tracking_numbers[0]
        code = self.kit.unlisted_code
        await self._expect_scan(scene, number, code, Unknown(raw=code))

    @case_of("list_tracking")
    async def test_pages_that_shift_while_they_are_read_tell_of_every_parcel_once(self, scene: Play) -> None:
        """Asked about more parcels than a page holds, while they are scanned: none is missed, none comes twice."""
        form, many = self.kit.tracking_page
        numbers = await self._many(scene, many)
        scene.line.before(form, lambda: None)
        scene.line.before(form, scene.fake.stir)
        await scene.run("watch", LiveParcels(carrier=self.installation, numbers=tuple(numbers)))
        await scene.expect_no_trash()
        told = [report.tracking_number for report in scene.given("watch", TrackingReport)]
        expect(sorted(told) == sorted(numbers), f"{len(numbers)} parcels were asked about, {len(set(told))} were told.")

    @case_of("list_tracking")
    async def test_an_unreadable_page_of_tracking_is_asked_for_again(self, scene: Play) -> None:
        """A proxy's page and half a page cost another question, and no parcel."""
        number = (await self._labelled(scene)).shipment.tracking_numbers[0]
        scene.line.befall(self.kit.tracking_page[0], page)
        scene.line.befall(self.kit.tracking_page[0], cut)
        await scene.run("watch", LiveParcels(carrier=self.installation, numbers=(number,)))
        report = await scene.only("watch", TrackingReport)
        expect(report.tracking_number == number, f"{number} was asked about, {report.tracking_number} was told.")

    async def _labelled(self, scene: Play, *, parcels: int = 1) -> LabelledOrder:
        await scene.run(MAIN, sample.a_ready_order(parcels=parcels))
        return await scene.only(MAIN, LabelledOrder)

    async def _many(self, scene: Play, count: int) -> list[TrackingNumber]:
        """So many parcels, five to an order."""
        orders = [sample.a_ready_order(number, parcels=5) for number in range(1, -(-count // 5) + 1)]
        await scene.run(MAIN, *orders)
        await scene.expect_no_trash()
        numbers = [number for one in scene.given(MAIN, LabelledOrder) for number in one.shipment.tracking_numbers]
        return numbers[:count]

    async def _expect_scan(self, scene: Play, number: TrackingNumber, code: str, status: Status | Unknown) -> None:
        delivery = await scene.fake.scan(number, code)
        if isinstance(self.kit.tracking, Lacks):
            self.kit.tracking.expect_stated(self.kit.notes)
        else:
            expect(delivery, "The fake's scan() should give the webhook, as the kit says that there are some.")
            if delivery:
                await scene.hear(delivery)
            _expect_meaning(scene.given(HOOK, TrackingEvent)[-1:], number, code, status)
        if isinstance(self.kit.list_tracking, Lacks):
            self.kit.list_tracking.expect_stated(self.kit.notes)
        else:
            await scene.run("watch", LiveParcels(carrier=self.installation, numbers=(number,)))
            reports = scene.given("watch", TrackingReport)
            _expect_meaning([event for one in reports[-1:] for event in one.events], number, code, status)


def _expect_meaning(events: Sequence[TrackingEvent], number: str, code: str, status: Status | Unknown) -> None:
    found = [event for event in events if event.raw_code == code]
    expect(found, f"{code} of {number} wasn't told; raw_code is the vendor's own word.")
    for event in found:
        expect(event.status == status, f"{code} means {status}, it was told as {event.status}.")
        expect(event.tracking_number == number, f"{code} was told of {event.tracking_number}, not of {number}.")
        expect(event.carrier == sample.CARRIER, "An event's carrier is the installation.")
