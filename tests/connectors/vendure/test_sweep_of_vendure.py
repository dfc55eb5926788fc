"""A sweep goes by time: it loses nothing to ties, edits, cancellations or orders that cannot be read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.connectors.vendure import list_orders, vendure
from goldthread.connectors.vendure.rows import VendureOrder
from goldthread.connectors.vendure.sweep import PAGE, Place
from goldthread.domain.order import Order
from goldthread.testing.contract.sample import BEGIN
from goldthread.testing.contract.scene import Scene, Way, fresh, never, playing
from goldthread.testing.fakes.vendure import VendureFake

SWEEP = Way(name="sweep", start=never(), path=list_orders, gives=Order)
SAME = "2026-11-23T12:00:00.000Z"


@asynccontextmanager
async def a_scene(**settings: str) -> AsyncIterator[Scene[VendureFake]]:
    """An engine over a fake shop."""
    memory = fresh()
    given = {"order_fields": "erpNumber", **settings}
    async with (
        VendureFake(memory.clock.now).running() as fake,
        playing(fake, vendure, "shop", [SWEEP], memory=memory, settings=given) as scene,
    ):
        yield scene


async def swept(scene: Scene[VendureFake]) -> set[str]:
    """What the next sweep finds."""
    scene.came["sweep"].clear()
    await scene.tick("sweep")
    await scene.expect_no_trash()
    return {str(order.id) for order in scene.given("sweep", Order)}


async def test_more_than_a_page_in_one_millisecond_is_found() -> None:
    """An import gave all orders one time."""
    async with a_scene() as scene:
        for _ in range(2 * PAGE + 3):
            scene.fake.add(orderPlacedAt=SAME)
        assert len(await swept(scene)) == 2 * PAGE + 3


async def test_those_of_the_last_millisecond_of_a_page_are_found() -> None:
    """The next page begins with them, wherever they stood."""
    async with a_scene() as scene:
        for _ in range(PAGE - 1):
            scene.fake.add()
        for _ in range(3):
            scene.fake.add(orderPlacedAt="2026-11-23T12:00:01.000Z")
        assert len(await swept(scene)) == PAGE + 2


@pytest.mark.parametrize("state", ["Modifying", "ArrangingAdditionalPayment"])
async def test_an_order_in_a_clerks_hands_is_found_afterwards(state: str) -> None:
    """However long ago it was placed, as far as the first sweep looks back."""
    async with a_scene() as scene:
        row = scene.fake.add(state=state)
        assert await swept(scene) == set()
        scene.house.clock.turn(timedelta(days=2))
        scene.fake.add()
        assert await swept(scene) == {"2"}
        row["state"] = "PaymentSettled"
        assert "1" in await swept(scene)


async def test_an_order_in_a_clerks_hands_holds_the_sweep_for_some_days() -> None:
    """One that is never given back doesn't make every sweep longer for ever."""
    async with a_scene(sweep_days="3") as scene:
        scene.fake.add(state="Modifying")
        await swept(scene)
        scene.house.clock.turn(timedelta(days=9))
        scene.fake.add()
        await swept(scene)
        before = scene.house.clock.now() - timedelta(days=3, minutes=1)
        place = Place.parse(await _cursor(scene))
        assert place is not None
        assert place.after >= before.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def test_an_order_that_cannot_be_read_is_noted_and_found_once_it_can() -> None:
    """Its address was empty; the others come."""
    async with a_scene() as scene:
        broken = scene.fake.add(shippingAddress=dict.fromkeys(("streetLine1", "countryCode")) | _nothing())
        scene.fake.add()
        assert await swept(scene) == {"2"}
        assert "cannot be read" in await scene.story()
        scene.house.clock.turn(timedelta(hours=5))
        broken["shippingAddress"] = scene.fake.add()["shippingAddress"]
        assert "1" in await swept(scene)


async def test_what_has_a_number_or_another_state_is_passed_over() -> None:
    """Told, cancelled, and sent by hand."""
    async with a_scene() as scene:
        scene.fake.add(customFields={"erpNumber": "E-1"})
        scene.fake.add(state="Cancelled")
        scene.fake.add(state="Shipped")
        assert await swept(scene) == set()


async def test_the_states_of_a_shops_own_process_can_be_named() -> None:
    """A shop that packs from its own state."""
    async with a_scene(order_states="Checked, PaymentSettled") as scene:
        scene.fake.add(state="Checked")
        scene.fake.add(state="PaymentAuthorized")
        assert await swept(scene) == {"1"}


async def test_a_setting_that_is_no_name_is_refused() -> None:
    """It would be written into the question."""
    async with a_scene(order_fields="erpNumber } secrets {") as scene:
        await scene.tick("sweep")
        [row] = await scene.trash()
        assert "order_fields" in row.why.reason


@given(st.lists(st.integers(0, 30), max_size=4 * PAGE))
def test_pages_by_time_hold_every_order_however_many_share_a_time(offsets: list[int]) -> None:
    """Whatever the times are, each order is on some page, and the pages come to an end."""
    orders = [_placed(number, offset) for number, offset in enumerate(offsets)]
    orders.sort(key=lambda one: (_time(one), one.id))
    place, found = Place(after="2026-11-23T11:00:00.000Z"), set[str]()
    for _ in range(len(orders) + 2):
        page = [one for one in orders if _time(one) > place.after][place.skip : place.skip + PAGE]
        found |= {one.id for one in page}
        place = place.after_page(page)
        if len(page) < PAGE:
            break
    assert found == {one.id for one in orders}


def _placed(number: int, offset: int) -> VendureOrder:
    """An order of nothing, placed so many milliseconds after noon."""
    placed = BEGIN + timedelta(milliseconds=offset)
    return VendureOrder(
        id=str(number),
        code=f"C{number}",
        state="PaymentSettled",
        currencyCode="EUR",
        totalWithTax=0,
        lines=(),
        orderPlacedAt=placed,
    )


def _time(order: VendureOrder) -> str:
    assert order.orderPlacedAt is not None
    return order.orderPlacedAt.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _nothing() -> dict[str, Any]:
    names = ("fullName", "company", "streetLine2", "city", "province", "postalCode", "phoneNumber")
    return dict.fromkeys(names)


async def _cursor(scene: Scene[VendureFake]) -> str | None:
    return await scene.house.ledger.cursor("sweep", "list_orders")
