"""The stand-in of karrio has karrio's own corners."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.sample import BEGIN
from goldthread.testing.fakes.karrio import KarrioFake

ADDRESS = {"person_name": "Jana", "address_line1": "Dlouhá 12", "city": "Praha", "country_code": "CZ"}
DRAFT = {
    "shipper": ADDRESS,
    "recipient": ADDRESS,
    "parcels": [{"weight": 500, "weight_unit": "G"}],
    "reference": "shop-o1-F1/1",
    "service": "standard_service",
    "carrier_ids": ["goldpost"],
}


class Desk:
    """Somebody who asks karrio, at a time of their own."""

    def __init__(self) -> None:
        self.time = BEGIN
        self.fake = KarrioFake(self.now)

    def now(self) -> datetime:
        return self.time

    def ask(self, method: str, path: str, row: object = None, *, token: str | None = None) -> Reply:
        headers = {"authorization": f"Token {token or self.fake.secrets['api_key']}"}
        content = b"" if row is None else json.dumps(row).encode()
        return self.fake.answer(Request(method=method, url=f"/v1/{path}", headers=headers, content=content))

    def row(self, method: str, path: str, row: object = None) -> Any:
        return json.loads(self.ask(method, path, row).content)


def test_the_301st_call_of_a_minute_waits_for_the_first_to_be_a_minute_old() -> None:
    """A sliding window, and subscriptions don't count in it."""
    desk = Desk()
    assert {desk.ask("GET", "shipments").status for _ in range(300)} == {200}
    desk.time += timedelta(seconds=6.5)
    busy = desk.ask("GET", "shipments")
    assert (busy.status, busy.headers["retry-after"]) == (429, "54")
    assert desk.ask("GET", "webhooks").status == 200
    desk.time += timedelta(seconds=53.5)
    assert desk.ask("GET", "shipments").status == 200


def test_a_reference_is_found_in_any_text_that_contains_it_in_whatever_case() -> None:
    """And one reference is taken as often as it comes."""
    desk = Desk()
    for _ in range(2):
        assert desk.ask("POST", "shipments", DRAFT).status == 201
    desk.ask("POST", "shipments", {**DRAFT, "reference": "SHOP-O1-F1/10"})
    assert desk.row("GET", "shipments?reference=shop-o1-f1/1")["count"] == 3
    assert desk.row("GET", "shipments?reference=/2")["count"] == 0


def test_lists_come_in_pages_without_the_labels_data() -> None:
    """The newest first, twenty to a page."""
    desk = Desk()
    ids = [desk.row("POST", "shipments", DRAFT)["id"] for _ in range(21)]
    page = desk.row("GET", "shipments")
    assert [row["id"] for row in page["results"]] == ids[:0:-1]
    assert page["next"]
    assert page["results"][0]["shipping_documents"][0]["base64"] is None
    assert desk.row("GET", "shipments?offset=20")["next"] is None


async def test_a_scanned_shipment_is_cancelled_no_more() -> None:
    """Before that once, and again without complaint."""
    desk = Desk()
    first, second = (desk.row("POST", "shipments", DRAFT) for _ in range(2))
    assert [desk.ask("POST", f"shipments/{first['id']}/cancel").status for _ in range(2)] == [200, 202]
    await desk.fake.scan(second["tracking_number"], "picked_up")
    refused = desk.ask("POST", f"shipments/{second['id']}/cancel")
    assert refused.status == 409
    assert b"'shipped' and can not be cancelled" in refused.content
    assert desk.ask("GET", f"trackers/{first['tracking_number']}").status == 404


def test_every_complaint_is_told_with_its_path() -> None:
    """All at once, as a server answered them."""
    desk = Desk()
    bad = {**DRAFT, "recipient": {**ADDRESS, "country_code": "CA", "postal_code": "1"}, "parcels": [{"weight": "x"}]}
    rows = desk.row("POST", "shipments", bad)["errors"]
    assert [row["message"] for row in rows] == [
        "recipient.postal_code: The Canadian postal code must match Z9Z9Z9",
        "parcels.0.weight: A valid number is required.",
        'parcels.0.weight_unit: "None" is not a valid choice.',
    ]
    empty = desk.row("POST", "shipments", {"carrier_ids": []})["errors"]
    assert [row["message"] for row in empty] == [
        f"{side}: This field is required." for side in ("recipient", "shipper", "parcels")
    ]
    assert desk.ask("POST", "shipments", {**DRAFT, "carrier_ids": ["nobody"]}).status == 404
    assert desk.ask("GET", "nothing").content.startswith(b"\n<!doctype html>")
    assert desk.ask("GET", "shipments", token="other").status == 401
