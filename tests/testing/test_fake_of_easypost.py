"""The stand-in of EasyPost sells, refuses and refunds as EasyPost does."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.fakes.easypost import EasyPostFake

DRAFT = {
    "reference": "shop-1-F1.1.aa",
    "to_address": {"name": "Jana", "street1": "Dlouhá 12", "city": "Praha", "zip": "110 00", "country": "CZ"},
    "parcel": {"weight": "41.88"},
    "options": {"label_format": "PDF", "postage_label_inline": True},
}


class Desk:
    """Somebody who asks the fake, at a time of their own."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.fake = EasyPostFake(lambda: self.at)

    def asked(self, method: str, path: str, body: object = None, key: str = "EZAKtest") -> tuple[int, dict[str, Any]]:
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {key}"}
        reply: Reply = self.fake.answer(Request(method=method, url=path, headers=headers, content=content))
        return reply.status, json.loads(reply.content)

    def drafted(self, **changed: Any) -> dict[str, Any]:
        status, row = self.asked("POST", "/v2/shipments", {"shipment": DRAFT | changed})
        assert status == 201
        return row

    def bought(self) -> dict[str, Any]:
        row = self.drafted()
        body = {"rate": {"id": row["rates"][0]["id"]}}
        return self.asked("POST", f"/v2/shipments/{row['id']}/buy", body)[1]


def code(answer: tuple[int, dict[str, Any]]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


def test_a_shipment_is_sold_once() -> None:
    """A second purchase is refused, and the label stays as it was."""
    desk = Desk()
    row = desk.bought()
    again = desk.asked("POST", f"/v2/shipments/{row['id']}/buy", {"rate": {"id": row["rates"][0]["id"]}})
    assert code(again) == (422, "SHIPMENT.POSTAGE.EXISTS")
    assert desk.asked("GET", f"/v2/shipments/{row['id']}")[1]["postage_label"] == row["postage_label"]


def test_a_rate_of_another_shipment_is_refused() -> None:
    """Rates belong to their draft."""
    desk = Desk()
    one, other = desk.drafted(), desk.drafted(reference="shop-1-F1.2.bb")
    answer = desk.asked("POST", f"/v2/shipments/{one['id']}/buy", {"rate": {"id": other["rates"][0]["id"]}})
    assert code(answer) == (422, "SHIPMENT.RATE.NOT_FOUND")


@pytest.mark.parametrize("name", ["shop-1-F1.1.aa", "shp_00000000000000000000000000000001"])
def test_a_shipment_is_found_by_id_and_by_reference(name: str) -> None:
    """The reference may stand in the id's place."""
    desk = Desk()
    desk.drafted()
    assert desk.asked("GET", f"/v2/shipments/{name}")[1]["reference"] == "shop-1-F1.1.aa"


def test_what_is_not_there_is_not_found() -> None:
    """In EasyPost's own form."""
    assert code(Desk().asked("GET", "/v2/shipments/shp_9")) == (404, "NOT_FOUND")


def test_a_label_comes_inline_only_where_that_was_asked_for() -> None:
    """Otherwise there is an address alone."""
    desk = Desk()
    row = desk.drafted(options={"label_format": "PDF"})
    body = {"rate": {"id": row["rates"][0]["id"]}}
    label = desk.asked("POST", f"/v2/shipments/{row['id']}/buy", body)[1]["postage_label"]
    assert (label["label_file"], label["label_url"].endswith(".pdf")) == (None, True)


def test_what_was_scanned_is_not_refunded() -> None:
    """The refund is rejected; what wasn't scanned is submitted, once."""
    desk = Desk()
    scanned, fresh = desk.bought(), desk.bought()
    desk.fake.books.scan(scanned["tracking_code"], "in_transit", None)
    assert desk.asked("POST", f"/v2/shipments/{scanned['id']}/refund")[1]["refund_status"] == "rejected"
    assert desk.asked("POST", f"/v2/shipments/{fresh['id']}/refund")[1]["refund_status"] == "submitted"
    again = desk.asked("POST", f"/v2/shipments/{fresh['id']}/refund")
    assert code(again) == (422, "SHIPMENT.REFUND.FAILURE")


def test_nothing_is_refunded_that_was_not_bought() -> None:
    """A draft costs nothing."""
    desk = Desk()
    answer = desk.asked("POST", f"/v2/shipments/{desk.drafted()['id']}/refund")
    assert code(answer) == (422, "SHIPMENT.REFUND.UNAVAILABLE")


def test_five_lists_a_second_are_answered() -> None:
    """The sixth is throttled, without a word of when to come again; a second later all is well."""
    desk = Desk()
    statuses = [desk.asked("GET", "/v2/trackers?tracking_code=1")[0] for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    desk.at += timedelta(seconds=1)
    assert desk.asked("GET", "/v2/trackers?tracking_code=1")[0] == 200


def test_a_wrong_key_is_refused() -> None:
    """Before anything else is looked at."""
    assert code(Desk().asked("GET", "/v2/webhooks", key="EZTKother")) == (401, "APIKEY.INACTIVE")


def test_a_purchase_that_comes_twice_counts_twice() -> None:
    """Parcels that were packed together are one effect; the same parcel bought again is another."""
    desk = Desk()
    desk.bought()
    row = desk.drafted(reference="shop-1-F1.2.bb")
    desk.asked("POST", f"/v2/shipments/{row['id']}/buy", {"rate": {"id": row["rates"][0]["id"]}})
    assert len(desk.fake.effects()) == 1
    desk.bought()
    assert len(desk.fake.effects()) == 2
