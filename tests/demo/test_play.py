from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import aiohttp

from goldthread.demo.play import Play
from goldthread.demo.stage import Stage, staged

ORDERS = 8


def a_play(stage: Stage) -> Play:
    """A short one."""
    limit = timedelta(minutes=3)
    return Play(stage=stage, orders=ORDERS, faults="none", is_repairing=True, limit=limit, scan_s=0.05)


async def test_what_the_other_systems_have_twice_is_counted(tmp_path: Path) -> None:
    """After everything went well, each system is made to have something twice: it shows in the figures.

    The ERP gets the same order and the same customer again, the carrier the same reference, a printer the same label.
    """
    async with staged(tmp_path, seed=3, faults="none", port=0) as stage:
        play = a_play(stage)
        await play.perform()
        good = await play.figures()
        assert good.broken() == []
        assert (good.orders, good.delivered, good.reprints) == (ORDERS, ORDERS, 3)
        await _do_again(stage)
        bad = await play.figures()
    assert bad.duplicates == 4
    assert set(bad.broken()) == {
        "labels_billed == parcels",
        "erp_customers == distinct_emails",
        "erp_orders == orders",
        "duplicates == 0",
    }


async def test_an_order_that_nobody_heard_of_is_lost(tmp_path: Path) -> None:
    """The shop has it, we have no story of it."""
    async with staged(tmp_path, seed=4, faults="none", port=0) as stage:
        play = a_play(stage)
        await play.perform()
        await stage.sandbox.point_webhooks(None)
        await stage.sandbox.place_orders(1)
        figures = await play.figures()
    assert figures.lost == 1
    assert "delivered + in_trash == orders" in figures.broken()


async def _do_again(stage: Stage) -> None:
    """What a careless integration does."""
    sandbox = stage.sandbox
    login = sandbox.credentials.stockhouse
    async with aiohttp.ClientSession() as session:
        erp = sandbox.stockhouse.url
        answer = await session.post(f"{erp}/session", json={"user": login.user, "password": login.password})
        key = {"X-Session": (await answer.json())["data"]["token"]}
        shipment = (await (await session.get(f"{erp}/shipments?size=1", headers=key)).json())["data"][0]
        customer = shipment["customer"]
        await session.post(f"{erp}/customers", headers=key, json={"email": customer["email"], "full_name": "Twice"})
        order = {
            "customer_id": customer["customer_id"],
            "delivery_address_id": shipment["delivery_address"]["address_id"],
            "client_reference": shipment["client_reference"],
            "currency": shipment["currency"],
            "items": [{"sku": one["sku"], "quantity": 1, "unit_price_cents": 1} for one in shipment["items"]],
            "shipping_cents": 0,
        }
        assert (await (await session.post(f"{erp}/orders", headers=key, json=order)).json())["ok"]
        await _label_again(stage, session)


async def _label_again(stage: Stage, session: aiohttp.ClientSession) -> None:
    """The carrier books a reference again, a printer prints a label again."""
    sandbox, ledger = stage.sandbox, stage.house.world.ledger
    login = sandbox.credentials.swiftpost
    form = {
        "grant_type": "client_credentials",
        "client_id": login.client_id,
        "client_secret": login.client_secret,
    }
    carrier = sandbox.swiftpost.url
    token = (await (await session.post(f"{carrier}/oauth/token", data=form)).json())["access_token"]
    reference = next(iter((await sandbox.books())["swiftpost"]["by_reference"]))
    receiver = {"name": "Jana", "street": "Dlouhá 1", "zip": "110 00", "city": "Praha", "country": "CZ"}
    parcel = {"weight_kg": "1.0", "length_cm": "10.0", "width_cm": "10.0", "height_cm": "10.0"}
    booked = await session.post(
        f"{carrier}/v1/shipments",
        headers={"Authorization": f"Bearer {token}"},
        json={"reference": reference, "service": "standard", "receiver": receiver, "parcels": [parcel]},
    )
    assert booked.status == 201
    label = (await ledger.records("label", limit=100))[-1]
    artifact = label.body.split('"digest":"')[1][:64]
    content = await stage.house.world.artifacts.read(artifact)
    await session.post(f"{sandbox.press_1.url}/jobs", headers={"Job-Name": "again"}, data=content)
