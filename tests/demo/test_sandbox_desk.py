from __future__ import annotations

import aiohttp
import pytest

from goldthread.demo.sandbox_desk import TITLES, WRONG, outside, placed, troubles, watch
from goldthread.sandbox.sandbox import Sandbox


async def test_what_is_done_by_hand_shows_and_is_undone() -> None:
    """A carrier taken down answers nobody, a printer jams, a shop's webhooks are lost; then all is well again."""
    async with Sandbox.start(seed=5) as sandbox:
        await sandbox.take_down("swiftpost")
        sandbox.jam("press-2")
        sandbox.lose_webhooks("bazaar", is_losing=True)
        words = {one.name: one.word for one in troubles(sandbox)}
        assert words == {**dict.fromkeys(TITLES, "up"), "swiftpost": "down", "press-2": "jammed"}
        assert [one.name for one in troubles(sandbox) if one.loses_webhooks] == ["bazaar"]
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.ClientConnectionError):
                await session.get(f"{sandbox.swiftpost.url}/v1/shipments")
        await sandbox.bring_up("swiftpost")
        sandbox.clear("press-2")
        sandbox.lose_webhooks("bazaar", is_losing=False)
        assert {one.word for one in troubles(sandbox)} == {"up"}
        assert not any(one.loses_webhooks for one in troubles(sandbox))


async def test_every_webhook_of_a_system_is_lost_and_counted() -> None:
    """Also more than the two that chance would strike."""
    async with Sandbox.start(seed=5) as sandbox:
        await sandbox.point_webhooks("http://127.0.0.1:9")
        sandbox.lose_webhooks("bazaar", is_losing=True)
        numbers = await sandbox.place_orders(5)
        await sandbox.settle()
        found = outside(await sandbox.books())
    assert (found.orders, found.webhooks_lost, found.labels) == (5, 5, 0)
    assert placed(numbers) == "5 orders are placed."


async def test_a_wrong_address_is_one_that_no_carrier_takes() -> None:
    """The rest of the address stays what the shopper typed."""
    async with Sandbox.start(seed=5) as sandbox:
        (number,) = await sandbox.place_orders(wishes=[dict(WRONG)])
        order = next(one for one in sandbox.shop.orders.by_id.values() if one["number"] == number)
    assert order["shippingAddress"]["zip"] == "1"
    assert order["shippingAddress"]["city"]
    assert placed([number]) == f"Order {number} is placed."


async def test_each_trouble_says_where_to_look() -> None:
    """And what isn't in trouble says nothing."""
    async with Sandbox.start(seed=5) as sandbox:
        sandbox.jam("press-1")
        by_name = {one.name: watch(one) for one in troubles(sandbox)}
    assert by_name["press-1"][1:] == ("/labels", "Labels")
    assert by_name["bazaar"] == ("", "", "")
