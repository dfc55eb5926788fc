"""Labels over HTTP: found, opened, shared, printed again."""

from __future__ import annotations

import pytest
from api_client import Api

from goldthread.flow.entry import Kind


@pytest.mark.parametrize("q", ["label:swift-7-1", "shipment:swift/S7", "swift-7-1", "order:helios/7"])
async def test_a_label_is_found(api: Api, q: str) -> None:
    """By its id, its shipment or its order."""
    await api.made("7")
    await api.made("8")
    found = (await api.get(f"/api/labels?q={q}")).json["items"]
    assert [one["id"] for one in found] == ["swift-7-1"]


async def test_labels_are_paged_by_their_ids(api: Api) -> None:
    """`after` reads on."""
    for number in range(3):
        await api.made(str(number))
    first = (await api.get("/api/labels?limit=2")).json
    second = (await api.get(f"/api/labels?limit=2&after={first['after']}")).json
    assert [one["id"] for one in first["items"] + second["items"]] == ["swift-0-1", "swift-1-1", "swift-2-1"]
    assert second["after"] is None


async def test_a_label_comes_as_the_carrier_sent_it(api: Api) -> None:
    """Byte by byte, with its kind and name."""
    label = await api.made("7")
    document = await api.get(f"/api/labels/{label}/document")
    assert document.content == b"%PDF-1.7 the label of 7"
    assert document.headers["Content-Type"] == "application/pdf"
    assert 'filename="swift-7-1.pdf"' in document.headers["Content-Disposition"]


async def test_a_link_opens_one_label_without_a_token(api: Api) -> None:
    """And the opening is an entry that says who made the link."""
    label = await api.made("7")
    made = await api.post(f"/api/labels/{label}/link", {"lifetime_s": 60})
    assert made.status == 201
    path = "/labels/" + made.json["url"].rpartition("/")[2]
    opened = await api.anonymous().get(path)
    assert opened.content == b"%PDF-1.7 the label of 7"
    entries = await api.house.world.ledger.entries(kinds=(Kind.OPENED,))
    assert [one.entry.actor for one in entries] == ["ada"]


async def test_a_forged_link_opens_nothing(api: Api) -> None:
    """403, whatever was changed."""
    label = await api.made("7")
    ticket = (await api.post(f"/api/labels/{label}/link", {})).json["url"].rpartition("/")[2]
    said, _, signature = ticket.partition(".")
    for forged in (f"{said}x.{signature}", f"{said}.{signature[:-2]}AA", said, "x.y", "."):
        answer = await api.anonymous().get(f"/labels/{forged}")
        assert (answer.status, answer.is_problem) in {(403, True), (404, True)}


async def test_a_reprint_starts_a_run(api: Api) -> None:
    """By the one who asks, for the reason given; one key prints once."""
    label = await api.made("7")
    first = await api.post(f"/api/labels/{label}/reprint", {"why": "jam"}, idempotency_key="r-1")
    again = await api.post(f"/api/labels/{label}/reprint", {"why": "jam"}, idempotency_key="r-1")
    assert (first.status, again.status) == (202, 200)
    assert first.json["topology"] == "label.reprint"
    assert again.json["run"] == first.json["run"]
    story = await api.get(f"/api/traces/{first.json['trace']}/story")
    assert story.json["lines"][0]["facts"]["body"] == {
        "of": "label:swift-7-1",
        "who": "ada",
        "why": "jam",
        "printer": None,
    }


async def test_a_void_label_is_not_printed(api: Api) -> None:
    """409 with the reason."""
    label = await api.made("7", postal_code="00000")
    answer = await api.post(f"/api/labels/{label}/reprint", {"why": "jam"})
    assert (answer.status, answer.is_problem) == (409, True)
    assert "void" in answer.json["detail"]


async def test_a_reprint_needs_a_reason_and_a_printer_that_exists(api: Api) -> None:
    """422 without the one, 404 without the other."""
    label = await api.made("7")
    assert (await api.post(f"/api/labels/{label}/reprint", {"why": ""})).json["errors"][0]["pointer"] == "/why"
    answer = await api.post(f"/api/labels/{label}/reprint", {"why": "jam", "printer": "press-9"})
    assert (answer.status, "helios" in answer.json["detail"]) == (404, True)


async def test_erased_bytes_are_a_conflict(api: Api) -> None:
    """409, and the check finds it."""
    label = await api.made("7")
    digest = (await api.get(f"/api/labels/{label}")).json["digest"]
    assert (await api.get("/api/audit/check")).json["is_ok"]
    await api.house.world.artifacts.erase(digest)
    answer = await api.get(f"/api/labels/{label}/document")
    assert (answer.status, answer.is_problem) == (409, True)
    found = (await api.get("/api/audit/check")).json
    assert [one["about"] for one in found["findings"]] == ["label"]


async def test_a_shipment_is_shown_with_its_parcels(api: Api) -> None:
    """Before anything was heard, it is as its label says."""
    await api.made("7")
    shipment = (await api.get("/api/shipments/swift/S7")).json
    assert (shipment["order"], shipment["labels"]) == ("helios/7", ["swift-7-1"])
    assert [parcel["status"] for parcel in shipment["parcels"]] == ["label_created"]
    assert [one["id"] for one in (await api.get("/api/shipments")).json["items"]] == ["S7"]
    assert (await api.get("/api/shipments/swift/S8")).status == 404
